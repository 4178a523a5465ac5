import * as vscode from 'vscode';
import { hasConfiguration } from './configurationSearch.ts';
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
 *
 * @param tellConfigured is told, each time that it was looked for, whether a configuration is there
 */
export function startWhereConfigured(
  session: Session,
  log: vscode.LogOutputChannel,
  tellConfigured: (isConfigured: boolean) => void,
): Startup {
  async function begin(): Promise<void> {
    const found = await hasConfiguration(log);
    await vscode.commands.executeCommand('setContext', configuredKey, found);
    tellConfigured(found);
    const isRunning = session.state.kind !== 'idle';
    // Where it runs, a configuration that has gone must be noticed as well.
    if (isRunning || (found && readSettings().scanOnOpen))
      await scanWithProgress(session, vscode.ProgressLocation.Window);
  }

  function onDiskChange({ paths, configuration }: DiskChanges): void {
    session.filesChanged(paths);
    if (configuration) guarded(begin());
  }

  function onScopeChange(): void {
    session.refresh();
    guarded(begin());
  }

  const guarded = (work: Promise<void>): void =>
    void work.catch((error: unknown) => log.error(String(error)));

  const subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(() => guarded(begin())),
    onDidChangeScope(onScopeChange),
    watchFiles(onDiskChange),
  );
  const settled = begin().catch((error: unknown) => log.error(String(error)));
  return { settled, dispose: () => void subscriptions.dispose() };
}
