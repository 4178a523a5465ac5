import * as vscode from 'vscode';
import type { LiveCheck } from './liveCheck.ts';

/** What the live check needs of the extension around it. */
export interface LiveCheckDeps {
  readonly log: Pick<vscode.LogOutputChannel, 'info'>;
}

/**
 * Registers the commands of the live check and what restores its panel. Nothing else is loaded before one of them is used.
 * The manifest has `onWebviewPanel:ssot.liveCheck` among its activation events, or a reloaded window shows no panel.
 */
export function activateLiveCheck(context: vscode.ExtensionContext, deps: LiveCheckDeps): vscode.Disposable {
  let loading: Promise<LiveCheck> | null = null;
  const liveCheck = (): Promise<LiveCheck> =>
    (loading ??= import('./liveCheck.ts').then(({ createLiveCheck }) => createLiveCheck(context, deps)));

  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand('ssot.runLiveCheck', async (target?: unknown) => (await liveCheck()).run(target)),
    registerCommand('ssot.openLiveCheckPanel', async () => (await liveCheck()).open()),
    registerCommand('ssot.forgetStagingSecrets', async () => (await liveCheck()).forgetSecrets()),
    vscode.window.registerWebviewPanelSerializer('ssot.liveCheck', {
      deserializeWebviewPanel: async (panel) => (await liveCheck()).restore(panel),
    }),
    { dispose: () => void loading?.then((loaded) => loaded.dispose()) },
  );
}
