import * as vscode from 'vscode';
import { isOpen } from '../engine/violation.ts';
import { createNotebookDiagnostics, type DiagnosticEntry } from './notebooks/notebookDiagnostics.ts';
import { isNotebookPath, onDidChangeNotebooks } from './notebooks/openNotebooks.ts';
import { toEditorRange } from './ranges.ts';
import type { Session, SessionChange } from './session.ts';
import { onDidChangeBaselinedLook, readSettings, type BaselinedLook } from './settings.ts';
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
    // Once for all: a scan tells of thousands of files.
    const { baselined: look } = readSettings();
    ofFiles.set([...paths].flatMap((path) => entriesOf(path, look)));
  }

  function entriesOf(path: string, look: BaselinedLook): DiagnosticEntry[] {
    const isServed = other.serves(path);
    const isShown = ({ baselined }: { readonly baselined?: boolean }): boolean =>
      !(baselined && look === 'hidden');
    const shown = isServed
      ? []
      : session.store.violationsOf(path).filter((each) => isOpen(each) && isShown(each));
    const names = isServed ? [] : session.store.legacyNamesOf(path).filter(isShown);
    if (isNotebookPath(path)) return ofNotebooks.entriesOf(path, shown, names, look);
    const found = [
      ...shown.map((violation) => toDiagnostic(violation, look)),
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
