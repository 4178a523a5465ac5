import * as vscode from 'vscode';
import type { RunView } from '../../livecheck/panelProtocol.ts';
import { readMinutes } from './monitor/activateMonitor.ts';
import type { Monitor } from './monitor/monitor.ts';
import { monitorText } from './monitor/monitorText.ts';
import type { Session } from './session.ts';
import { monitoredText, tellsSomething, verdictText, type VerdictText } from './verdictText.ts';

const backgrounds: Readonly<Record<VerdictText['look'], vscode.ThemeColor | undefined>> = {
  plain: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
};

/** Keeps the last verdict in the status bar, from the first run on, and what a monitor has seen. A click opens the panel. */
export function createVerdictItem(
  session: Pick<Session, 'record' | 'onDidChange'>,
  monitor: Pick<Monitor, 'state' | 'onDidChange'>,
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('ssot.liveCheck', vscode.StatusBarAlignment.Left, -1);
  item.name = 'SSOT Live Check';
  item.command = { command: 'ssot.openLiveCheckPanel', title: 'Open Live Check Panel' };
  let last: RunView | null = null;

  const show = (): void => {
    const state = monitor.state();
    const verdict = last && verdictText(last, Date.now());
    const shown =
      state === null ? verdict : monitoredText(verdict, state.target, monitorText(state, readMinutes()));
    if (shown === null) {
      item.hide();
      return;
    }
    item.text = shown.text;
    // Neither trusted nor with icons or HTML: it holds what a server said.
    item.tooltip = new vscode.MarkdownString(shown.tooltip);
    item.accessibilityInformation = { label: shown.label };
    item.backgroundColor = backgrounds[shown.look];
    item.show();
  };
  const update = (): void => {
    const run = session.record()?.view ?? null;
    // A run tells of every frame; the item changes when one has ended.
    if (run === null || run === last || !tellsSomething(run)) return;
    last = run;
    show();
  };

  update();
  const unsubscribe = [session.onDidChange(update), monitor.onDidChange(show)];
  return vscode.Disposable.from(
    item,
    // A time of day is that of another day after a night.
    vscode.window.onDidChangeWindowState(show),
    { dispose: () => unsubscribe.forEach((stop) => stop()) },
  );
}
