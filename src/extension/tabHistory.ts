import * as vscode from 'vscode';

/**
 * Which documents have had a tab since they were opened. One may be open without: for an edit, or for another extension.
 * The editor's TypeScript shows nothing of a document before it gets a tab, and goes on showing until it is closed.
 */
export interface TabHistory {
  /** @param path absolute, in the platform's form */
  hadTab(path: string): boolean;
  /** Fires with the paths that have got a tab. */
  readonly onDidOpen: vscode.Event<readonly string[]>;
  dispose(): void;
}

export function trackTabs(): TabHistory {
  const paths = new Set(vscode.window.tabGroups.all.flatMap((group) => pathsOf(group.tabs)));
  const opened = new vscode.EventEmitter<readonly string[]>();
  const subscriptions = vscode.Disposable.from(
    opened,
    vscode.window.tabGroups.onDidChangeTabs((change) => {
      const found = pathsOf(change.opened);
      for (const path of found) paths.add(path);
      if (found.length > 0) opened.fire(found);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      paths.delete(uri.fsPath);
    }),
  );
  return {
    hadTab: (path) => paths.has(path),
    onDidOpen: opened.event,
    dispose: () => {
      subscriptions.dispose();
    },
  };
}

function pathsOf(tabs: readonly vscode.Tab[]): string[] {
  return tabs.flatMap(({ input }) => urisOf(input)).map(({ fsPath }) => fsPath);
}

function urisOf(input: unknown): vscode.Uri[] {
  if (input instanceof vscode.TabInputText) return [input.uri];
  return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
}
