import * as vscode from 'vscode';
import type { UsePlace } from '../../project/survey/surveyProtocol.ts';
import { openNotebook } from '../notebooks/openNotebooks.ts';
import { toEditorRange } from '../ranges.ts';
import type { PlaceOfCommand } from '../commands.ts';

/** Where a place is for the editor: of an open notebook in its cell, of another in the file as it is on disk. */
export function locationOf({ path, range, cell }: UsePlace): vscode.Location {
  const notebook = cell && openNotebook(path);
  if (notebook && cell.index <= notebook.cellCount)
    return new vscode.Location(notebook.cellAt(cell.index - 1).document.uri, toEditorRange(cell.range));
  return new vscode.Location(vscode.Uri.file(path), toEditorRange(range));
}

export function placeOfCommand({ uri }: vscode.TextDocument, at: vscode.Position): PlaceOfCommand {
  return { uri: uri.toString(), line: at.line, character: at.character };
}

/** The list of places that the editor shows for references: at once where there is one alone, else to choose from. */
export async function peek(uri: vscode.Uri, at: vscode.Position, places: readonly UsePlace[]): Promise<void> {
  await vscode.commands.executeCommand('editor.action.showReferences', uri, at, places.map(locationOf));
}
