import type * as vscode from 'vscode';
import { isOpen } from '../../engine/violation.ts';
import { isToldOf } from '../analyzedFiles.ts';
import { rangeIn } from '../notebooks/openNotebooks.ts';
import type { Session } from '../session.ts';

/** Whether a cursor stands on a legacy name or on a violation, by what the analysis has told of the document. */
export function isOnLegacyName(
  { store }: Session,
  document: vscode.TextDocument,
  position: vscode.Position,
): boolean {
  if (!isToldOf(document)) return false;
  const path = document.uri.fsPath;
  return [...store.violationsOf(path).filter(isOpen), ...store.legacyNamesOf(path)].some(
    (place) => rangeIn(document, place)?.contains(position) === true,
  );
}
