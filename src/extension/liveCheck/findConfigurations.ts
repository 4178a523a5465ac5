import * as vscode from 'vscode';
import { configFileName, findConfig } from '../../project/configuration.ts';
import { searched } from '../editorSearch.ts';
import type { ConfigurationText } from './targets.ts';

const pattern = `**/${configFileName}`;
const skipped = '**/{node_modules,.git}/**';
/** More configurations than this in one workspace are copies, and a picker of them helps nobody. */
const most = 50;

/**
 * The configurations of the workspace, as they are in the editor where they are open there: those below its folders, and the
 * nearest above each. The ones nearest to the top come first. Where the editor cannot search, `log` is told, and those that
 * need no search are there.
 */
export async function findConfigurations(log: (line: string) => void): Promise<ConfigurationText[]> {
  const above = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .flatMap(({ uri }) => findConfig(uri.fsPath) ?? [])
    .map((path) => vscode.Uri.file(path));
  const below = await searched(() => vscode.workspace.findFiles(pattern, skipped, most));
  if (!below.ok) log(`live check: the search for ${configFileName} failed: ${below.reason}`);
  const all = below.ok ? [...above, ...below.found] : above;
  const uris = new Map(all.map((uri) => [uri.toString(), uri]));
  const found = await Promise.all([...uris.values()].map(readConfiguration));
  return found
    .filter((each) => each !== null)
    .sort((a, b) => depth(a) - depth(b) || a.file.localeCompare(b.file));
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

const depth = ({ uri }: ConfigurationText): number => uri.split('/').length;

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
