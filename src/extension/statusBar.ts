import * as vscode from 'vscode';
import type { Session } from './session.ts';
import { statusText, type StatusText } from './statusText.ts';

const backgrounds: Readonly<Record<StatusText['look'], vscode.ThemeColor | undefined>> = {
  plain: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
};

export interface StatusBar {
  /** What it shows; undefined while it is hidden. */
  readonly shown: StatusText | undefined;
  dispose(): void;
}

/** Keeps one item of the status bar true. */
export function createStatusBar(session: Session): StatusBar {
  const item = vscode.window.createStatusBarItem('ssot.status', vscode.StatusBarAlignment.Left, 0);
  item.name = 'SSOT Migrator';
  let shown: StatusText | undefined;

  function update(): void {
    shown = statusText(session.state, session.store.counts());
    if (!shown) {
      item.hide();
      return;
    }
    item.text = shown.text;
    item.tooltip = shown.tooltip;
    item.accessibilityInformation = { label: `SSOT: ${shown.tooltip}` };
    item.command = shown.command && { command: shown.command.id, title: shown.command.title };
    item.backgroundColor = backgrounds[shown.look];
    item.show();
  }

  const subscription = session.onDidChange(update);
  return {
    get shown() {
      return shown;
    },
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}
