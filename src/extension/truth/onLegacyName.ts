import type * as vscode from 'vscode';
import { isOpen } from '../../engine/violation.ts';
import { isAnalyzed } from '../analyzedFiles.ts';
import { toEditorRange } from '../ranges.ts';
import type { Session } from '../session.ts';

/** Whether a cursor stands on a legacy name or on a violation, by what the analysis has told of the document. */
export function isOnLegacyName(
  { store }: Session,
  document: vscode.TextDocument,
  position: vscode.Position,
): boolean {
  if (!isAnalyzed(document)) return false;
  const path = document.uri.fsPath;
  return [...store.violationsOf(path).filter(isOpen), ...store.legacyNamesOf(path)].some(({ range }) =>
    toEditorRange(range).contains(position),
  );
}
