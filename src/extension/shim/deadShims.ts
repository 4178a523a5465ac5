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

/** Deletes files as one step to undo. One that has been typed in, or has another text by now, stays. */
export async function deleteFiles(
  offers: readonly ShimOffer[],
): Promise<{ readonly deleted: number; readonly skipped: readonly { path: string; reason: string }[] }> {
  const edit = new vscode.WorkspaceEdit();
  const skipped: { path: string; reason: string }[] = [];
  for (const { path, before } of offers) {
    const document = await vscode.workspace.openTextDocument(path);
    if (document.isDirty) skipped.push({ path, reason: 'it has changes that are not saved' });
    else if (!editsOfText(document, before, [])) skipped.push({ path, reason: 'it has changed meanwhile' });
    else edit.deleteFile(document.uri);
  }
  const deleted = offers.length - skipped.length;
  if (deleted === 0 || (await vscode.workspace.applyEdit(edit, { isRefactoring: true })))
    return { deleted, skipped };
  return {
    deleted: 0,
    skipped: offers.map(({ path }) => ({ path, reason: 'the editor did not delete it' })),
  };
}
