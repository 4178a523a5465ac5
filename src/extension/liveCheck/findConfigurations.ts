import * as vscode from 'vscode';
import type { ConfigurationText } from './targets.ts';

const pattern = '**/ssot.config.json';
const skipped = '**/{node_modules,.git}/**';
/** More configurations than this in one workspace are copies, and a picker of them helps nobody. */
const most = 50;

/** Every configuration of the workspace, as it is in the editor where it is open there. Sorted by path. */
export async function findConfigurations(): Promise<ConfigurationText[]> {
  const uris = await vscode.workspace.findFiles(pattern, skipped, most);
  const found = await Promise.all(uris.map(readConfiguration));
  return found
    .filter((each) => each !== null)
    .sort((a, b) => a.file.split('/').length - b.file.split('/').length || a.file.localeCompare(b.file));
}

/** Tells when a configuration was written, made or deleted. */
export function watchConfigurations(changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidCreate(changed),
    watcher.onDidDelete(changed),
    vscode.workspace.onDidChangeWorkspaceFolders(changed),
  );
}

/** Null where the file went away after it was listed. */
async function readConfiguration(uri: vscode.Uri): Promise<ConfigurationText | null> {
  const open = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  try {
    const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { uri: uri.toString(), file: vscode.workspace.asRelativePath(uri), text };
  } catch {
    return null;
  }
}
