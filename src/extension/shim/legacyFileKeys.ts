import * as vscode from 'vscode';
import type { Session, SessionState } from '../session.ts';

/** Tells the editor which files are legacy modules, for the menus of files: once a scan has ended, and not before. */
export function markLegacyFiles(session: Session): vscode.Disposable {
  let marked: SessionState | undefined;
  return session.onDidChange(() => {
    const { state } = session;
    if (state === marked || state.kind !== 'ready' || !state.summary) return;
    marked = state;
    // Without the list the menus lack a line, and the palette has it all the same.
    session.legacyFiles().then(mark, () => undefined);
  });
}

function mark(paths: readonly string[]): void {
  // The editor asks for a path as a URI has it.
  const keys = paths.map((path) => vscode.Uri.file(path).fsPath);
  void vscode.commands.executeCommand('setContext', 'ssot.legacyFiles', keys);
}
