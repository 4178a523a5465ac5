import * as vscode from 'vscode';
import type { Session } from '../session.ts';

/** The editor's own line of progress above the view, as long as a scan goes on. */
export function showProgress(session: Session, viewId: string): vscode.Disposable {
  let ended: (() => void) | undefined;
  const subscription = session.onDidChange(() => {
    const isScanning = session.state.kind === 'scanning';
    if (!isScanning) {
      ended?.();
      ended = undefined;
    } else if (!ended) {
      const over = new Promise<void>((resolve) => (ended = resolve));
      void vscode.window.withProgress({ location: { viewId } }, () => over);
    }
  });
  return new vscode.Disposable(() => {
    ended?.();
    subscription.dispose();
  });
}
