import * as vscode from 'vscode';
import type { Violation } from '../engine/violation.ts';
import { toEditorRange } from './ranges.ts';
import { ruleLink } from './ruleDocs.ts';

/** The word in front of the rule in the Problems panel. */
export const diagnosticSource = 'ssot';

const severities: Readonly<Record<Violation['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** A violation as the editor shows it. @param range where it is shown, if not where it is in the file */
export function toDiagnostic(
  violation: Violation,
  range = violation.range,
  message = violation.message,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toEditorRange(range), message, severities[violation.severity]);
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: violation.ruleId, target: ruleLink(violation.ruleId) };
  if (violation.ruleId === 'unused-suppression') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}
