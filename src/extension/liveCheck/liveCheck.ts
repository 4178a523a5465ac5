import * as vscode from 'vscode';
import { parseConfig } from '../../engine/config/parseConfig.ts';
import type { RunView } from '../../livecheck/panelProtocol.ts';
import { verdictTitles } from '../../livecheck/protocol.ts';
import { planOf, runLiveCheck } from '../../livecheck/runLiveCheck.ts';
import type { LiveCheckDeps } from './activate.ts';
import { askForSecret } from './askForSecret.ts';
import { askForUrl, pickTarget } from './chooseTarget.ts';
import { exportRun } from './exportRun.ts';
import { findConfigurations, watchConfigurations } from './findConfigurations.ts';
import { createMemory } from './memory.ts';
import { activateMonitor } from './monitor/activateMonitor.ts';
import { notificationText } from './notificationText.ts';
import { createLiveCheckPanel, type PanelActions } from './panel.ts';
import { preferencesSection, readPreferences, writePreference } from './preferences.ts';
import type { RunRecord } from './runRecord.ts';
import { createSecretStore } from './secretStore.ts';
import { createSession, type Session } from './session.ts';
import { targetsOf } from './targets.ts';
import { createTestingView, type TestingView } from './testing/testingView.ts';
import { createVerdictItem } from './verdictItem.ts';

/** The live check of one window: its session, its panel and the commands of both. */
export interface LiveCheck {
  /**
   * Asks for the target where there are several and `target` (a target's label) names none of them, then opens the panel and
   * runs. Resolves with the run when it has ended; undefined where none came about.
   */
  readonly run: (target?: unknown) => Promise<RunView | undefined>;
  readonly open: () => void;
  /** Asks for the target where there are several, and repeats the check of it until it is stopped. */
  readonly monitor: () => Promise<void>;
  readonly stopMonitor: () => void;
  readonly restore: (panel: vscode.WebviewPanel) => void;
  readonly forgetSecrets: () => Promise<void>;
  /** The run that goes on or was the last; null where there was none. */
  readonly lastRun: () => RunRecord | null;
  /** The tests of a controller, of which none is made yet. */
  readonly testing: (controller: vscode.TestController) => TestingView;
  /** Cancels a run that goes on and closes the panel. */
  readonly dispose: () => void;
}

const untrusted =
  'The live check does not run in a workspace that is not trusted: its configuration decides where a token is sent.';
const originsKey = 'ssot.liveCheck.origins';

export function createLiveCheck(context: vscode.ExtensionContext, deps: LiveCheckDeps): LiveCheck {
  const log = (line: string): void => deps.log.info(line);
  const session = createSession({
    findTargets: async () => targetsOf(await findConfigurations(log), parseConfig),
    blocked: () => (vscode.workspace.isTrusted ? null : untrusted),
    confirmProduction,
    secrets: createSecretStore({
      secrets: context.secrets,
      origins: {
        read: () => context.globalState.get<readonly string[]>(originsKey, []),
        write: (origins) => context.globalState.update(originsKey, origins),
      },
      ask: askForSecret,
    }),
    memory: createMemory(context.workspaceState),
    preferences: readPreferences,
    check: runLiveCheck,
    log,
  });
  const panel = createLiveCheckPanel(context.extensionUri, session, (message) => {
    act(message).catch(
      (error: unknown) => void vscode.window.showErrorMessage(`Live check: ${String(error)}`),
    );
  });

  const enterUrl = async (): Promise<boolean> => {
    const url = await askForUrl();
    if (url !== undefined) await session.addUrl(url);
    return url !== undefined;
  };
  const runShown = async (): Promise<RunView | undefined> => {
    const blocked = session.state().blocked;
    if (blocked !== null) void vscode.window.showWarningMessage(blocked);
    const run = await withProgress(session);
    if (run !== null && !panel.visible()) void tell(run, panel.reveal);
    return run ?? undefined;
  };
  /** What a configuration has said a moment ago counts. Where the target that was seen is not there any more, another is not meant. */
  const runChosen = async (): Promise<RunView | undefined> => {
    const { target } = session.state();
    await session.refresh();
    return session.state().target === target ? runShown() : undefined;
  };
  const act = async (message: Parameters<PanelActions>[0]): Promise<unknown> => {
    switch (message.type) {
      case 'run':
        return runChosen();
      case 'cancel':
        session.cancel();
        return;
      case 'choose-target':
        return session.chooseTarget(message.target);
      case 'enter-url':
        return enterUrl();
      case 'choose-user':
        session.chooseUser(message.user);
        return;
      case 'choose-scope':
        return writePreference({ scope: message.scope });
      case 'choose-user-count':
        return writePreference({ users: message.count });
      case 'enter-secret':
        return session.enterSecret();
      case 'forget-secret':
        return session.forgetSecret();
      case 'export':
        return exportRun(session.record(), toolOf(context));
      case 'open-configuration':
        return openConfiguration(message.file, log);
    }
  };

  const monitoring = activateMonitor(session, log, panel.reveal);
  const refresh = (): void => void session.refresh();
  const subscriptions = vscode.Disposable.from(
    watchConfigurations(refresh),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(preferencesSection)) refresh();
    }),
    panel,
    createVerdictItem(session, monitoring.monitor),
    monitoring,
    { dispose: session.close },
  );
  return {
    async run(target) {
      await session.refresh();
      if (vscode.workspace.isTrusted && !(await chooseForRun(session, target, enterUrl))) return undefined;
      panel.reveal();
      return runShown();
    },
    open: panel.reveal,
    async monitor() {
      await session.refresh();
      if (vscode.workspace.isTrusted && !(await chooseForRun(session, undefined, enterUrl))) return;
      await monitoring.start();
    },
    stopMonitor: monitoring.monitor.stop,
    restore: panel.adopt,
    async forgetSecrets() {
      const origins = await session.forgetAllSecrets();
      const said =
        origins.length === 0 ? 'No staging secret was stored.' : `Forgotten: ${origins.join(', ')}`;
      void vscode.window.showInformationMessage(said);
    },
    lastRun: session.record,
    testing: (controller) =>
      createTestingView(controller, { session, probes: () => planOf(readPreferences().scope).probes }),
    dispose: () => void subscriptions.dispose(),
  };
}

/** Whether a target is chosen then. One that is running already is not asked about. */
async function chooseForRun(
  session: Session,
  wanted: unknown,
  enterUrl: () => Promise<boolean>,
): Promise<boolean> {
  const { targets, target, run } = session.state();
  if (run?.state === 'running') return true;
  const named = targets.find(({ label }) => label === wanted);
  if (named === undefined && targets.length === 1) return true;
  const picked = named?.id ?? (targets.length === 0 ? null : await pickTarget(targets, target));
  if (picked === undefined) return false;
  if (picked === null) return enterUrl();
  await session.chooseTarget(picked);
  return true;
}

/** Runs with a line in the status bar, which stays out of the panel's way. */
async function withProgress(session: Session): Promise<RunView | null> {
  const title = 'Live check';
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async (progress) => {
    const stop = session.onDidChange(() => {
      const rungs = session.state().run?.rungs ?? [];
      const at = rungs.findIndex(({ state }) => state === 'running');
      if (at >= 0) progress.report({ message: `${at + 1} of ${rungs.length}, ${rungs[at]!.probe.title}` });
    });
    return session.run().finally(stop);
  });
}

async function tell(run: RunView, reveal: () => void): Promise<void> {
  const said = run.verdict
    ? `Live check of ${run.target?.label ?? 'the target'}: ${verdictTitles[run.verdict.status]}. ${run.verdict.sentence}`
    : `Live check: ${run.message ?? run.state}`;
  const good = run.verdict?.status === 'passed';
  const show = good ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await show(notificationText(said), 'Open Panel')) === 'Open Panel') reveal();
}

async function confirmProduction(origin: string): Promise<boolean> {
  const run = 'Run the Check';
  const detail =
    'The check opens WebSockets and sends a few messages as a test user. Run it only where the owners of this service agreed.';
  const modal = { modal: true, detail };
  return (await vscode.window.showWarningMessage(`${origin} looks like production.`, modal, run)) === run;
}

async function openConfiguration(file: string, log: (line: string) => void): Promise<void> {
  const found = (await findConfigurations(log)).find((each) => each.file === file);
  if (found) await vscode.window.showTextDocument(vscode.Uri.parse(found.uri));
}

function toolOf(context: vscode.ExtensionContext): { name: string; version: string } {
  const { version } = context.extension.packageJSON as { readonly version: string };
  return { name: 'ssot-migrator', version };
}
