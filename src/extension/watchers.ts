import * as vscode from 'vscode';
import { isConfiguration, isSource, watchedGlob } from './analyzedFiles.ts';

/** Inside of these nothing is analyzed, and much is made and deleted. */
const passedOver = /\/(?:node_modules|\.git|__pycache__)\//;

/** How long changes on disk are gathered, in milliseconds: a checkout changes thousands of files at once. */
const gathering = 250;

export interface DiskChanges {
  /** Absolute paths of files that were written, made or deleted. */
  readonly paths: string[];
  /** Whether something among them decides which files count: a configuration, or what git ignores. */
  readonly configuration: boolean;
}

/** Calls back with the changes of a short while together. */
export function watchFiles(callback: (changes: DiskChanges) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(watchedGlob);
  // Where a folder goes, the editor tells of the folder alone. Where one comes, it may miss the first files in it: they are
  // written before it has begun to watch there.
  const folders = vscode.workspace.createFileSystemWatcher('**', false, true, false);
  let paths = new Set<string>();
  let configuration = false;
  let timer: NodeJS.Timeout | undefined;

  function add(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || passedOver.test(uri.path)) return;
    paths.add(uri.fsPath);
    configuration ||= isConfiguration(uri) || uri.path.endsWith('/.gitignore');
    timer ??= setTimeout(tell, gathering);
  }

  async function addFolder(uri: vscode.Uri): Promise<void> {
    if (uri.scheme !== 'file' || passedOver.test(uri.path) || isSource(uri)) return;
    const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
    if (stat?.type === vscode.FileType.Directory) add(uri);
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
    folders,
    folders.onDidCreate((uri) => void addFolder(uri)),
    folders.onDidDelete(add),
    watcher.onDidCreate(add),
    watcher.onDidChange(add),
    // Where the system has no watches left, at least what is edited here is noticed.
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (isConfiguration(uri)) add(uri);
    }),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}
