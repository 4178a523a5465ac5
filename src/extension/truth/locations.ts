import * as vscode from 'vscode';
import type { RangeAsked, UsePlace } from '../../project/survey/surveyProtocol.ts';
import { cellIndex, isNotebookPath, openNotebook } from '../notebooks/openNotebooks.ts';
import { toEditorRange, toEngineRange } from '../ranges.ts';
import type { PlaceOfCommand } from '../commands.ts';

/** Where a place is for the editor: of an open notebook in its cell, of another in the file as it is on disk. */
export function locationOf({ path, range, cell }: UsePlace): vscode.Location {
  const notebook = cell && openNotebook(path);
  if (notebook && cell.index <= notebook.cellCount)
    return new vscode.Location(notebook.cellAt(cell.index - 1).document.uri, toEditorRange(cell.range));
  return new vscode.Location(vscode.Uri.file(path), toEditorRange(range));
}

/** Shows where a place is, of a notebook its cell, and answers the document that it is in. */
export async function showPlace({ path, range, cell }: UsePlace): Promise<vscode.TextDocument> {
  if (isNotebookPath(path) && cell) {
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
    const selections = [new vscode.NotebookRange(cell.index - 1, cell.index)];
    await vscode.window.showNotebookDocument(notebook, { selections });
    return notebook.cellAt(cell.index - 1).document;
  }
  const document = await vscode.workspace.openTextDocument(path);
  const { start } = toEditorRange(range);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
  return document;
}

/** A position in a document, as the analysis is asked about it. */
export function askedAt(document: vscode.TextDocument, at: vscode.Position): RangeAsked {
  const cell = cellIndex(document);
  return {
    path: document.uri.fsPath,
    range: toEngineRange(new vscode.Range(at, at)),
    ...(cell !== undefined && { cell }),
  };
}

export function placeOfCommand({ uri }: vscode.TextDocument, at: vscode.Position): PlaceOfCommand {
  return { uri: uri.toString(), line: at.line, character: at.character };
}

/** The list of places that the editor shows for references: at once where there is one alone, else to choose from. */
export async function peek(uri: vscode.Uri, at: vscode.Position, places: readonly UsePlace[]): Promise<void> {
  await vscode.commands.executeCommand('editor.action.showReferences', uri, at, places.map(locationOf));
}
