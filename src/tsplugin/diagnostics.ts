import type ts from 'typescript';
import type { Violation } from '../engine/violation.ts';
import { codeOf } from './codes.ts';
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
  // Where an editor is told not to show what is deprecated, it drops suggestions about it whole: nothing may get lost.
  const isStruckThrough = ruleId === 'legacy-import' && severity !== 'info';
  return {
    file: source,
    start: span.start,
    length: span.end - span.start,
    messageText: message,
    category: severity === 'error' ? error : severity === 'warning' ? Warning : Suggestion,
    code: codeOf[ruleId],
    source: diagnosticSource,
    ...(isStruckThrough && { reportsDeprecated: {} }),
  };
}
