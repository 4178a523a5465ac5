import * as vscode from 'vscode';
import type { RunView } from '../../livecheck/panelProtocol.ts';
import type { Session } from './session.ts';
import { tellsSomething, verdictText, type VerdictText } from './verdictText.ts';

const backgrounds: Readonly<Record<VerdictText['look'], vscode.ThemeColor | undefined>> = {
  plain: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
};

/** Keeps the last verdict in the status bar, from the first run on. A click opens the panel. */
export function createVerdictItem(session: Pick<Session, 'record' | 'onDidChange'>): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('ssot.liveCheck', vscode.StatusBarAlignment.Left, -1);
  item.name = 'SSOT Live Check';
  item.command = { command: 'ssot.openLiveCheckPanel', title: 'Open Live Check Panel' };
  let last: RunView | null = null;

  const show = (): void => {
    if (last === null) return;
    const shown = verdictText(last, Date.now());
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
  const unsubscribe = session.onDidChange(update);
  return vscode.Disposable.from(
    item,
    // A time of day is that of another day after a night.
    vscode.window.onDidChangeWindowState(show),
    { dispose: unsubscribe },
  );
}
