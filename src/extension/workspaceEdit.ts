import * as vscode from 'vscode';
import type { OfferedEdits } from '../project/protocol.ts';
import { cellDocument } from './notebooks/openNotebooks.ts';
import { toEditorEdits } from './ranges.ts';

/**
 * What is offered, as an edit of the document or of the cells of its notebook. Undefined where something has another
 * length than what it was worked out for: it was typed in meanwhile.
 */
export function toWorkspaceEdit(
  document: vscode.TextDocument,
  { edits, textLength, cells }: OfferedEdits,
): vscode.WorkspaceEdit | undefined {
  const edit = new vscode.WorkspaceEdit();
  if (!cells) {
    if (textLength !== document.getText().length) return undefined;
    edit.set(document.uri, toEditorEdits(document, edits));
    return edit;
  }
  for (const { index, length, edits: own } of cells) {
    const cell = cellDocument(document, index);
    if (cell?.getText().length !== length) return undefined;
    edit.set(cell.uri, toEditorEdits(cell, own));
  }
  return edit;
}
