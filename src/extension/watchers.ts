import * as vscode from 'vscode';
import { isConfiguration, watchedGlob } from './analyzedFiles.ts';

/** How long changes on disk are gathered, in milliseconds: a checkout changes thousands of files at once. */
const gathering = 250;

export interface DiskChanges {
  /** Absolute paths of files that were written, made or deleted. */
  readonly paths: string[];
  /** Whether a configuration is among them. */
  readonly configuration: boolean;
}

/** Calls back with the changes of a short while together. */
export function watchFiles(callback: (changes: DiskChanges) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(watchedGlob);
  let paths = new Set<string>();
  let configuration = false;
  let timer: NodeJS.Timeout | undefined;

  function add(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || uri.path.includes('/node_modules/')) return;
    paths.add(uri.fsPath);
    configuration ||= isConfiguration(uri);
    timer ??= setTimeout(tell, gathering);
  }

  function tell(): void {
    timer = undefined;
    const changes = { paths: [...paths], configuration };
    paths = new Set();
    configuration = false;
    callback(changes);
  }

  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(add),
    watcher.onDidChange(add),
    watcher.onDidDelete(add),
    // Where the system has no watches left, at least what is edited here is noticed.
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (isConfiguration(uri)) add(uri);
    }),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}
