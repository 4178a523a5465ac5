import * as vscode from 'vscode';
import { activateTesting } from './activateTesting.ts';
import type { LiveCheck } from './liveCheck.ts';
import type { RunRecord } from './runRecord.ts';

/** What the live check needs of the extension around it. */
export interface LiveCheckDeps {
  readonly log: Pick<vscode.LogOutputChannel, 'info'>;
}

export interface LiveCheckActivation {
  /** The run that goes on or was the last in this workspace; null where there was none. */
  readonly lastRun: () => Promise<RunRecord | null>;
  /** Is told whether a configuration is there, each time that it was looked for. */
  readonly setConfigured: (isConfigured: boolean) => void;
  readonly dispose: () => void;
}

/**
 * Registers the commands of the live check and what restores its panel. Nothing else is loaded before one of them is used.
 * The manifest has `onWebviewPanel:ssot.liveCheck` among its activation events, or a reloaded window shows no panel.
 */
export function activateLiveCheck(
  context: vscode.ExtensionContext,
  deps: LiveCheckDeps,
): LiveCheckActivation {
  let loading: Promise<LiveCheck> | null = null;
  const liveCheck = (): Promise<LiveCheck> =>
    (loading ??= import('../loadedLater.ts').then(({ createLiveCheck }) => createLiveCheck(context, deps)));

  const { registerCommand } = vscode.commands;
  const testing = activateTesting(async (controller) => (await liveCheck()).testing(controller));
  const subscriptions = vscode.Disposable.from(
    testing,
    registerCommand('ssot.runLiveCheck', async (target?: unknown) => (await liveCheck()).run(target)),
    registerCommand('ssot.openLiveCheckPanel', async () => (await liveCheck()).open()),
    registerCommand('ssot.monitorLiveCheck', async () => (await liveCheck()).monitor()),
    registerCommand('ssot.stopLiveCheckMonitor', async () => (await liveCheck()).stopMonitor()),
    registerCommand('ssot.forgetStagingSecrets', async () => (await liveCheck()).forgetSecrets()),
    vscode.window.registerWebviewPanelSerializer('ssot.liveCheck', {
      deserializeWebviewPanel: async (panel) => (await liveCheck()).restore(panel),
    }),
    { dispose: () => void loading?.then((loaded) => loaded.dispose()) },
  );
  return {
    lastRun: async () => (await liveCheck()).lastRun(),
    setConfigured: testing.setConfigured,
    dispose: () => void subscriptions.dispose(),
  };
}
