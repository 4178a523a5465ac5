import * as vscode from 'vscode';
import type { FixOffer, OfferedEdits } from '../project/protocol.ts';
import { cellDocument } from './notebooks/openNotebooks.ts';
import { toEditorEdits } from './ranges.ts';

/**
 * What is offered, as an edit of the document or of the cells of its notebook, and of other documents with it. Undefined
 * where something has another length than what it was worked out for: it was typed in meanwhile.
 */
export function toWorkspaceEdit(
  document: vscode.TextDocument,
  offered: OfferedEdits,
  others: readonly (readonly [vscode.TextDocument, OfferedEdits])[] = [],
): vscode.WorkspaceEdit | undefined {
  const edit = new vscode.WorkspaceEdit();
  const all = [[document, offered] as const, ...others];
  return all.every(([each, edits]) => addTo(edit, each, edits)) ? edit : undefined;
}

function addTo(
  edit: vscode.WorkspaceEdit,
  document: vscode.TextDocument,
  { edits, textLength, cells }: OfferedEdits,
): boolean {
  if (!cells) {
    if (textLength !== document.getText().length) return false;
    edit.set(document.uri, toEditorEdits(document, edits));
    return true;
  }
  for (const { index, length, edits: own } of cells) {
    const cell = cellDocument(document, index);
    if (cell?.getText().length !== length) return false;
    edit.set(cell.uri, toEditorEdits(cell, own));
  }
  return true;
}

/** The other documents that a fix changes; undefined where one is another than the fix was worked out for. */
export async function openOthers({
  others,
}: FixOffer): Promise<(readonly [vscode.TextDocument, OfferedEdits])[] | undefined> {
  const opened = await Promise.all(
    others.map(async (other) => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(other.path));
      return [document, other] as const;
    }),
  );
  const isSame = opened.every(([document, { textLength }]) => document.getText().length === textLength);
  return isSame ? opened : undefined;
}
