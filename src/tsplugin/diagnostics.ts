import type ts from 'typescript';
import type { LegacyName } from '../engine/legacyNames.ts';
import type { Span } from '../engine/text.ts';
import type { Violation } from '../engine/violation.ts';
import { codeOf, legacyNameCode } from './codes.ts';
import type { PluginOptions } from './pluginOptions.ts';

/** Who found a diagnostic, as editors show it. */
export const diagnosticSource = 'ssot';

/** A violation as the language service tells it. */
export function diagnosticOf(
  namespace: typeof ts,
  source: ts.SourceFile,
  violation: Violation,
  baselinedLook: PluginOptions['baselined'],
): ts.Diagnostic {
  const { span, message, ruleId } = violation;
  const severity = violation.baselined && baselinedLook === 'hint' ? 'info' : violation.severity;
  const { Error: error, Warning, Suggestion } = namespace.DiagnosticCategory;
  return {
    ...placed(source, span),
    messageText: message,
    category: severity === 'error' ? error : severity === 'warning' ? Warning : Suggestion,
    code: codeOf[ruleId],
  };
}

/** A legacy name as the language service tells of what is deprecated: editors strike it through, and list it nowhere. */
export function strikeThroughOf(
  namespace: typeof ts,
  source: ts.SourceFile,
  { span, message }: LegacyName,
): ts.DiagnosticWithLocation {
  return {
    ...placed(source, span),
    messageText: message,
    category: namespace.DiagnosticCategory.Suggestion,
    code: legacyNameCode,
    reportsDeprecated: {},
  };
}

function placed(
  file: ts.SourceFile,
  { start, end }: Span,
): Pick<ts.DiagnosticWithLocation, 'file' | 'start' | 'length' | 'source'> {
  return { file, start, length: end - start, source: diagnosticSource };
}
