import { join } from 'node:path';
import type * as vscode from 'vscode';

/**
 * The folder in which the analysis keeps its scans: the editor's own for this extension, one for all workspaces, so that old ones
 * can be cleared away; never in a workspace. `SSOT_CACHE_DIR` names another one, as it does for the command line.
 */
export function scanFolder({ globalStorageUri }: Pick<vscode.ExtensionContext, 'globalStorageUri'>): string {
  const named = process.env['SSOT_CACHE_DIR'];
  return named === undefined || named === '' ? join(globalStorageUri.fsPath, 'scans') : named;
}
