import * as vscode from 'vscode';
import type { Violation } from '../engine/violation.ts';
import type { ToldName } from '../project/protocol.ts';
import { toEditorRange } from './ranges.ts';
import { ruleLink } from './ruleDocs.ts';
import type { BaselinedLook } from './settings.ts';

/** The word in front of the rule in the Problems panel. */
export const diagnosticSource = 'ssot';

const severities: Readonly<Record<Violation['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** What a baseline knows is shown as a hint, which the Problems panel leaves out, unless the user wants it as it is. */
function severityOf({ severity, baselined }: Violation, look: BaselinedLook): vscode.DiagnosticSeverity {
  return baselined && look === 'hint' ? vscode.DiagnosticSeverity.Hint : severities[severity];
}

/**
 * A violation as the editor shows it.
 *
 * @param look how those are shown that a baseline knows
 * @param range where it is shown, if not where it is in the file
 */
export function toDiagnostic(
  violation: Violation,
  look: BaselinedLook,
  range = violation.range,
  message = violation.message,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toEditorRange(range), message, severityOf(violation, look));
  if (violation.ruleId === 'unused-suppression') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return by(violation.ruleId, diagnostic);
}

/**
 * A legacy name, struck through. It is a hint: no list of problems has it beside the violation that it belongs to.
 *
 * @param range where it is shown, if not where it is in the file
 */
export function toStrikeThrough(name: ToldName, range = name.range): vscode.Diagnostic {
  const hint = new vscode.Diagnostic(toEditorRange(range), name.message, vscode.DiagnosticSeverity.Hint);
  hint.tags = [vscode.DiagnosticTag.Deprecated];
  return by('legacy-import', hint);
}

function by(ruleId: Violation['ruleId'], diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: ruleId, target: ruleLink(ruleId) };
  return diagnostic;
}
