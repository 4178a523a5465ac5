import * as vscode from 'vscode';
import type { RefactoredFile } from '../../project/protocol.ts';
import { editsOfText } from '../ranges.ts';

/** A file with its document and its edits; undefined edits where its text is another one than was analyzed. */
interface Opened<File> {
  readonly file: File;
  readonly document: vscode.TextDocument | undefined;
  readonly edits: vscode.TextEdit[] | undefined;
}

/** Files whose text, saved or not, is another one by now, or that the editor reads in another encoding. */
export async function changedFiles<File extends RefactoredFile>(files: readonly File[]): Promise<File[]> {
  const opened = await openAll(files);
  return opened.filter(({ edits }) => edits === undefined).map(({ file }) => file);
}

/** Applies all edits as one step to undo, or none of them. @returns the documents that changed; undefined for none */
export async function applyAll(files: readonly RefactoredFile[]): Promise<vscode.TextDocument[] | undefined> {
  const opened = await openAll(files);
  const edit = new vscode.WorkspaceEdit();
  const documents: vscode.TextDocument[] = [];
  for (const { document, edits } of opened) {
    if (!document || !edits) return undefined;
    edit.set(document.uri, edits);
    documents.push(document);
  }
  return (await vscode.workspace.applyEdit(edit, { isRefactoring: true })) ? documents : undefined;
}

export function openAll<File extends RefactoredFile>(files: readonly File[]): Promise<Opened<File>[]> {
  return Promise.all(
    files.map(async (file) => {
      const document = await openOrUndefined(file.path);
      return { file, document, edits: document && editsOfText(document, file.before, file.edits) };
    }),
  );
}

async function openOrUndefined(path: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(path);
  } catch {
    return undefined;
  }
}
