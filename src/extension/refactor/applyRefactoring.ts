import * as vscode from 'vscode';
import type { RefactoredFile } from '../../project/protocol.ts';
import { openAll } from '../batch/changedFiles.ts';

/** A file that was not changed. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

export interface Applied {
  readonly applied: readonly RefactoredFile[];
  readonly skipped: readonly Skipped[];
}

/**
 * Applies edits of several files as one step to undo. A file whose text is another one by now, saved or not, or that the
 * editor reads in another encoding, stays as it is: its edits were proven for the text that was analyzed.
 */
export async function applyRefactoring(files: readonly RefactoredFile[]): Promise<Applied> {
  const edit = new vscode.WorkspaceEdit();
  const applied: RefactoredFile[] = [];
  const skipped: Skipped[] = [];
  for (const { file, document, edits } of await openAll(files)) {
    if (document && edits) {
      edit.set(document.uri, edits);
      applied.push(file);
    } else
      skipped.push({
        path: file.path,
        reason: document
          ? 'it has changed meanwhile, or the editor reads it in another encoding'
          : 'it cannot be opened',
      });
  }
  if (applied.length === 0) return { applied, skipped };
  if (await vscode.workspace.applyEdit(edit, { isRefactoring: true })) return { applied, skipped };
  const reason = 'something was typed while it was changed';
  return { applied: [], skipped: [...skipped, ...applied.map(({ path }) => ({ path, reason }))] };
}
