import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { analyzedFolders, isAnalyzed } from './analyzedFiles.ts';
import { hasConfiguration, isConfigured } from './configurationSearch.ts';
import { scanWithProgress } from './scanCommand.ts';
import type { Session } from './session.ts';
import { onDidChangeScope, readSettings } from './settings.ts';
import { watchFiles, type DiskChanges } from './watchers.ts';

/** A context key of the manifest's `when` clauses. */
const configuredKey = 'ssot.configured';

export interface Startup {
  /** Settles when the first search for a configuration, and the scan that it led to, are over. */
  readonly settled: Promise<void>;
  dispose(): void;
}

/**
 * Decides when the analysis starts and when the workspace is scanned again. Where no configuration covers anything, no
 * worker is started and nothing is read.
 */
export function startWhereConfigured(session: Session, log: vscode.LogOutputChannel): Startup {
  let scanned = false;

  async function begin(): Promise<void> {
    const found = await hasConfiguration();
    await vscode.commands.executeCommand('setContext', configuredKey, found);
    // A configuration that has gone must be noticed by those who were covered by it.
    if (!found && session.state.kind === 'idle') return;
    if (readSettings().scanOnOpen || scanned) await scan();
    else session.start();
  }

  async function scan(): Promise<void> {
    scanned = true;
    await scanWithProgress(session, vscode.ProgressLocation.Window);
  }

  async function onDocument(document: vscode.TextDocument): Promise<void> {
    if (session.state.kind !== 'idle' || !isAnalyzed(document)) return;
    // A file outside of the workspace, or below a folder that was not scanned, may have a configuration above it.
    if (await isConfigured(dirname(document.uri.fsPath))) session.start();
  }

  function onDiskChange({ paths, configuration }: DiskChanges): void {
    session.filesChanged(paths);
    if (configuration) guarded(begin());
  }

  function onScopeChange(): void {
    session.refresh();
    if (session.state.kind !== 'idle' || analyzedFolders().length > 0) guarded(begin());
  }

  const guarded = (work: Promise<void>): void =>
    void work.catch((error: unknown) => log.error(String(error)));

  const subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => guarded(onDocument(document))),
    vscode.workspace.onDidChangeWorkspaceFolders(() => guarded(begin())),
    onDidChangeScope(onScopeChange),
    watchFiles(onDiskChange),
  );
  const settled = begin()
    .then(() => Promise.all(vscode.workspace.textDocuments.map(onDocument)))
    .then(
      () => undefined,
      (error: unknown) => log.error(String(error)),
    );
  return { settled, dispose: () => void subscriptions.dispose() };
}
