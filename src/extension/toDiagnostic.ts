import * as vscode from 'vscode';
import type { Violation } from '../engine/violation.ts';
import { toEditorRange } from './ranges.ts';
import { ruleLink } from './ruleDocs.ts';
import { readSettings } from './settings.ts';

/** The word in front of the rule in the Problems panel. */
export const diagnosticSource = 'ssot';

const severities: Readonly<Record<Violation['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** How the text at a violation is drawn beside its squiggle. */
const tags: Partial<Record<Violation['ruleId'], readonly vscode.DiagnosticTag[]>> = {
  'legacy-import': [vscode.DiagnosticTag.Deprecated],
  'unused-suppression': [vscode.DiagnosticTag.Unnecessary],
};

/** What a baseline knows is shown as a hint, which the Problems panel leaves out, unless the user wants it as it is. */
function severityOf({ severity, baselined }: Violation): vscode.DiagnosticSeverity {
  return baselined && readSettings().baselined === 'hint'
    ? vscode.DiagnosticSeverity.Hint
    : severities[severity];
}

/** A violation as the editor shows it. @param range where it is shown, if not where it is in the file */
export function toDiagnostic(
  violation: Violation,
  range = violation.range,
  message = violation.message,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toEditorRange(range), message, severityOf(violation));
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: violation.ruleId, target: ruleLink(violation.ruleId) };
  diagnostic.tags = [...(tags[violation.ruleId] ?? [])];
  return diagnostic;
}
