import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ShimOffer } from '../../project/protocol.ts';
import { editsOfText, plain } from '../ranges.ts';
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
    // What closes meanwhile may move the focus.
    ignoreFocusOut: true,
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

/**
 * Deletes files, all of them or none. One that has been typed in stays. One that has another text than was judged is judged
 * again: the editor and the analysis hear of a change on disk one after the other.
 *
 * @param judgeAgain what the analysis says of a file now; undefined where it does not answer
 */
export async function deleteFiles(
  offers: readonly ShimOffer[],
  judgeAgain: (path: string) => Promise<ShimOffer | undefined>,
): Promise<Deletion> {
  const deleted: DeletedFile[] = [];
  const edit = new vscode.WorkspaceEdit();
  const skipped: { path: string; reason: string }[] = [];
  for (const offer of offers) {
    const judged = await judgedAsItIs(offer, judgeAgain);
    if ('reason' in judged) {
      skipped.push({ path: offer.path, reason: judged.reason });
      continue;
    }
    deleted.push(judged);
    edit.deleteFile(judged.uri);
  }
  if (deleted.length === 0 || (await vscode.workspace.applyEdit(edit, { isRefactoring: true })))
    return { deleted, skipped };
  const reason = 'the editor did not delete it';
  return { deleted: [], skipped: offers.map(({ path }) => ({ path, reason })) };
}

/** How often a file is judged that always has another text. */
const mostJudgements = 3;

/** The file with what stands in it, which nobody needs; else why it stays. */
async function judgedAsItIs(
  offer: ShimOffer,
  judgeAgain: (path: string) => Promise<ShimOffer | undefined>,
): Promise<DeletedFile | { readonly reason: string }> {
  const uri = vscode.Uri.file(offer.path);
  let judged: ShimOffer | undefined = offer;
  for (let round = 0; judged && round < mostJudgements; round++) {
    if (judged.reason !== null) return { reason: judged.reason };
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty) return { reason: 'it has changes that are not saved' };
    // What the document shows may be older than what would be lost.
    const contents = await vscode.workspace.fs.readFile(uri);
    if (editsOfText(document, judged.before, []) && isText(contents, judged.before)) return { uri, contents };
    if (!isText(contents, document.getText())) await changeOf(document);
    judged = await judgeAgain(offer.path);
  }
  return { reason: 'it has changed meanwhile' };
}

/** Whether a file holds a text. One in another encoding than UTF-8 is the document's business alone. */
function isText(contents: Uint8Array, text: string): boolean {
  const decoded = new TextDecoder().decode(contents);
  return decoded.includes('\uFFFD') || plain(decoded) === plain(text);
}

/** How long the editor is waited for to read a file again, in milliseconds. */
const patience = 2000;

function changeOf(document: vscode.TextDocument): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, patience);
    const subscription = vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document === document) end();
    });
    function end(): void {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    }
  });
}

/** Brings deleted files back as they were: the editor's own undo has no place from which a lone deletion could be undone. */
export async function restoreFiles(files: readonly DeletedFile[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, contents } of files) edit.createFile(uri, { contents, ignoreIfExists: true });
  return vscode.workspace.applyEdit(edit);
}
