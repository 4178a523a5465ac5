import * as vscode from 'vscode';
import { isOpen } from '../engine/violation.ts';
import { createNotebookDiagnostics, type DiagnosticEntry } from './notebooks/notebookDiagnostics.ts';
import { isNotebookPath, onDidChangeNotebooks } from './notebooks/openNotebooks.ts';
import { toEditorRange } from './ranges.ts';
import type { Session, SessionChange } from './session.ts';
import { onDidChangeBaselinedLook, readSettings } from './settings.ts';
import { diagnosticSource, toDiagnostic, toStrikeThrough } from './toDiagnostic.ts';

/** Which documents another one produces the diagnostics of, so that nothing is shown twice. */
export interface OtherProducer {
  serves(path: string): boolean;
  /** Fires with the paths for which the answer has changed. */
  readonly onDidChange: vscode.Event<readonly string[]>;
}

/**
 * Shows the session's violations in the Problems panel, of open and closed files alike. Suppressed and intentional
 * ones are decisions that somebody made, and are not shown; how those are that a baseline knows, the user says.
 */
export function showDiagnostics(session: Session, other: OtherProducer): vscode.Disposable {
  const ofFiles = vscode.languages.createDiagnosticCollection('ssot');
  // A collection of its own: a configuration may be in a file that has violations of its own one day.
  const ofConfigurations = vscode.languages.createDiagnosticCollection('ssot-configuration');

  const ofNotebooks = createNotebookDiagnostics(ofFiles);

  function showFiles(paths: Iterable<string>): void {
    ofFiles.set([...paths].flatMap(entriesOf));
  }

  function entriesOf(path: string): DiagnosticEntry[] {
    const isServed = other.serves(path);
    const isShown = baselinedTest();
    const shown = isServed
      ? []
      : session.store.violationsOf(path).filter((each) => isOpen(each) && isShown(each));
    const names = isServed ? [] : session.store.legacyNamesOf(path).filter(isShown);
    if (isNotebookPath(path)) return ofNotebooks.entriesOf(path, shown, names);
    const found = [
      ...shown.map((violation) => toDiagnostic(violation)),
      ...names.map((name) => toStrikeThrough(name)),
    ];
    return [[vscode.Uri.file(path), found]];
  }

  function showAll(): void {
    showFiles(session.store.files());
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
    onDidChangeBaselinedLook(showAll),
    onDidChangeNotebooks((path) => showFiles([path])),
  );
}

/** Whether something is shown that a baseline may know. */
function baselinedTest(): (each: { readonly baselined?: boolean }) => boolean {
  const isHidden = readSettings().baselined === 'hidden';
  return ({ baselined }) => !(isHidden && baselined);
}
