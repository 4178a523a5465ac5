import * as vscode from 'vscode';
import type { PlaceInFile } from '../../engine/placeIn.ts';
import { toEditorRange } from '../ranges.ts';
import { readSettings } from '../settings.ts';

/** What the editor calls notebooks of `.ipynb` files. */
export const jupyter = 'jupyter-notebook';
/** Of the documents that an open notebook has for its cells. Their paths are that of the notebook. */
export const cellScheme = 'vscode-notebook-cell';

export function isNotebookPath(path: string): boolean {
  return path.endsWith('.ipynb');
}

export function isNotebookFile({ scheme, path }: vscode.Uri): boolean {
  return scheme === 'file' && isNotebookPath(path);
}

/** Whether the worker is told the cells of an open notebook. */
export function isAnalyzedNotebook({ uri, notebookType }: vscode.NotebookDocument): boolean {
  return notebookType === jupyter && isNotebookFile(uri) && readSettings(uri).enable;
}

/** Whether a document is a cell of a notebook that is analyzed. */
export function isNotebookCell(document: vscode.TextDocument): boolean {
  return notebookOf(document) !== undefined && document.languageId === 'python';
}

/** The open notebook that a document is a cell of, if it is analyzed. */
export function notebookOf({ uri }: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (uri.scheme !== cellScheme) return undefined;
  return vscode.workspace.notebookDocuments.find(
    (notebook) => notebook.uri.path === uri.path && isAnalyzedNotebook(notebook),
  );
}

/** The open notebook of a file. */
export function openNotebook(path: string): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find(
    (notebook) => notebook.uri.fsPath === path && isAnalyzedNotebook(notebook),
  );
}

/** The number of the cell that a document is, 1-based among all cells of its notebook; undefined for a file. */
export function cellIndex(document: vscode.TextDocument): number | undefined {
  const cells = notebookOf(document)?.getCells();
  const index = cells?.findIndex((cell) => cell.document === document) ?? -1;
  return index < 0 ? undefined : index + 1;
}

/** The document of another cell of the same notebook. */
export function cellDocument(document: vscode.TextDocument, index: number): vscode.TextDocument | undefined {
  const notebook = notebookOf(document);
  return notebook && index <= notebook.cellCount ? notebook.cellAt(index - 1).document : undefined;
}

/** Where a place of a file is in a document of it: undefined for a place in another cell. */
export function rangeIn(
  document: vscode.TextDocument,
  { range, cell }: PlaceInFile,
): vscode.Range | undefined {
  if (document.uri.scheme !== cellScheme) return toEditorRange(range);
  return cell && cell.index === cellIndex(document) ? toEditorRange(cell.range) : undefined;
}

/** Calls back with the path of a notebook that was opened or closed, or whose cells are others than before. */
export function onDidChangeNotebooks(callback: (path: string) => void): vscode.Disposable {
  const tell = ({ uri, notebookType }: vscode.NotebookDocument): void => {
    if (notebookType === jupyter && isNotebookFile(uri)) callback(uri.fsPath);
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(tell),
    vscode.workspace.onDidCloseNotebookDocument(tell),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
      if (contentChanges.length > 0) tell(notebook);
    }),
  );
}
