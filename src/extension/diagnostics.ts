import * as vscode from 'vscode';
import type { Violation } from '../engine/violation.ts';
import { toEditorRange } from './ranges.ts';
import { ruleLink } from './ruleDocs.ts';
import type { Session, SessionChange } from './session.ts';
import { isOpen } from './violationStore.ts';

/** The word in front of the rule in the Problems panel. */
export const diagnosticSource = 'ssot';

/** Which documents another one produces the diagnostics of, so that nothing is shown twice. */
export interface OtherProducer {
  serves(path: string): boolean;
  /** Fires with the paths for which the answer has changed. */
  readonly onDidChange: vscode.Event<readonly string[]>;
}

const severities: Readonly<Record<Violation['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/**
 * Shows the session's violations in the Problems panel, of open and closed files alike. Suppressed and intentional
 * ones are decisions that somebody made, and are not shown.
 */
export function showDiagnostics(session: Session, other: OtherProducer): vscode.Disposable {
  const ofFiles = vscode.languages.createDiagnosticCollection('ssot');
  // A collection of its own: a configuration may be in a file that has violations of its own one day.
  const ofConfigurations = vscode.languages.createDiagnosticCollection('ssot-configuration');

  function showFiles(paths: Iterable<string>): void {
    ofFiles.set([...paths].map((path) => [vscode.Uri.file(path), diagnosticsOf(path)]));
  }

  function diagnosticsOf(path: string): vscode.Diagnostic[] | undefined {
    if (other.serves(path)) return undefined;
    const shown = session.store.violationsOf(path).filter(isOpen);
    return shown.length === 0 ? undefined : shown.map(toDiagnostic);
  }

  function showConfigurations(): void {
    ofConfigurations.clear();
    const byPath = new Map<string, vscode.Diagnostic[]>();
    for (const { path, range, message } of session.store.configurationProblems()) {
      const diagnostic = new vscode.Diagnostic(
        toEditorRange(range),
        message,
        vscode.DiagnosticSeverity.Error,
      );
      diagnostic.source = diagnosticSource;
      byPath.set(path, [...(byPath.get(path) ?? []), diagnostic]);
    }
    ofConfigurations.set([...byPath].map(([path, found]) => [vscode.Uri.file(path), found]));
  }

  function show({ files, configurationProblems }: SessionChange): void {
    if (files.size > 0) showFiles(files);
    if (configurationProblems) showConfigurations();
  }

  return vscode.Disposable.from(
    ofFiles,
    ofConfigurations,
    session.onDidChange(show),
    other.onDidChange(showFiles),
  );
}

function toDiagnostic(violation: Violation): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toEditorRange(violation.range),
    violation.message,
    severities[violation.severity],
  );
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: violation.ruleId, target: ruleLink(violation.ruleId) };
  if (violation.ruleId === 'unused-suppression') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}
