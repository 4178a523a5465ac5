import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ShimOffer } from '../../project/protocol.ts';
import { editsOfText } from '../ranges.ts';
import { many } from '../statusText.ts';

/** Lets the user tick which dead shims go. @returns undefined where the user thought better of it */
export async function chooseDead(dead: readonly ShimOffer[]): Promise<readonly ShimOffer[] | undefined> {
  const items = dead.map((offer) => ({
    label: basename(offer.path),
    description: vscode.workspace.asRelativePath(offer.path),
    picked: true,
    offer,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Remove Dead Shim: nobody imports or names ${many(dead.length, 'module')}`,
    placeHolder: 'Enter deletes the files that are ticked',
    canPickMany: true,
    matchOnDescription: true,
  });
  return chosen?.map(({ offer }) => offer);
}

/** A file that is gone, and what stood in it. */
export interface DeletedFile {
  readonly uri: vscode.Uri;
  readonly contents: Uint8Array;
}

export interface Deletion {
  readonly deleted: readonly DeletedFile[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** Deletes files, all of them or none. One that has been typed in, or has another text by now, stays. */
export async function deleteFiles(offers: readonly ShimOffer[]): Promise<Deletion> {
  const deleted: DeletedFile[] = [];
  const edit = new vscode.WorkspaceEdit();
  const skipped: { path: string; reason: string }[] = [];
  for (const { path, before } of offers) {
    const document = await vscode.workspace.openTextDocument(path);
    if (document.isDirty) skipped.push({ path, reason: 'it has changes that are not saved' });
    else if (!editsOfText(document, before, [])) skipped.push({ path, reason: 'it has changed meanwhile' });
    else {
      deleted.push({ uri: document.uri, contents: await vscode.workspace.fs.readFile(document.uri) });
      edit.deleteFile(document.uri);
    }
  }
  if (deleted.length === 0 || (await vscode.workspace.applyEdit(edit, { isRefactoring: true })))
    return { deleted, skipped };
  const reason = 'the editor did not delete it';
  return { deleted: [], skipped: offers.map(({ path }) => ({ path, reason })) };
}

/** Brings deleted files back as they were: the editor's own undo has no place from which a lone deletion could be undone. */
export async function restoreFiles(files: readonly DeletedFile[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, contents } of files) edit.createFile(uri, { contents, ignoreIfExists: true });
  return vscode.workspace.applyEdit(edit);
}
