import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { analyzedFolders, configurationName } from './analyzedFiles.ts';
import { searched } from './editorSearch.ts';

/**
 * Whether some configuration stands in the workspace, or above one of its folders. Where the editor cannot search there may be
 * one: `log` is told, and the analysis looks for itself.
 */
export async function hasConfiguration(log: Pick<vscode.LogOutputChannel, 'warn'>): Promise<boolean> {
  const folders = analyzedFolders();
  // Most stand at the root, where looking costs nothing; a search goes through the whole folder.
  for (const folder of folders) if (await isConfigured(folder)) return true;
  for (const folder of folders) {
    const inside = new vscode.RelativePattern(folder, `**/${configurationName}`);
    const result = await searched(() => vscode.workspace.findFiles(inside, '**/node_modules/**', 1));
    if (!result.ok) log.warn(`the search for ${configurationName} failed: ${result.reason}`);
    if (!result.ok || result.found.length > 0) return true;
  }
  return false;
}

/** Whether a configuration stands in a folder or above it. */
async function isConfigured(start: string): Promise<boolean> {
  for (let folder = start; ; folder = dirname(folder)) {
    if (await exists(join(folder, configurationName))) return true;
    if (dirname(folder) === folder) return false;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
