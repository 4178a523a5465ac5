import * as vscode from 'vscode';
import { isAnalyzedNotebook } from './openNotebooks.ts';
import { notebookText } from './notebookText.ts';

/** How long typing has to rest before the cells are analyzed, in milliseconds. */
const rest = 150;

export interface NotebookFeed {
  /** Tells the cells of a notebook now, if they have changed since they were told. */
  flush(notebook: vscode.NotebookDocument): void;
  /** Tells all open notebooks, to a worker that knows none. */
  tellAll(): void;
  /** Tells again which notebooks count: the settings have changed. */
  refresh(): void;
  dispose(): void;
}

/**
 * Keeps the worker's texts of open notebooks those of their cells, saved or not.
 *
 * @param tell takes the absolute path of a notebook, and what its file would be; null when the file on disk counts again
 */
export function createNotebookFeed(tell: (path: string, text: string | null) => void): NotebookFeed {
  /** What was told, by path. */
  const told = new Map<string, string>();
  const waiting = new Map<string, NodeJS.Timeout>();

  function flush(notebook: vscode.NotebookDocument): void {
    const path = notebook.uri.fsPath;
    clearTimeout(waiting.get(path));
    waiting.delete(path);
    if (notebook.isClosed || !isAnalyzedNotebook(notebook)) return;
    const text = notebookText(
      notebook.getCells().map(({ kind, document }) => ({
        isCode: kind === vscode.NotebookCellKind.Code,
        language: document.languageId,
        text: document.getText(),
      })),
    );
    if (told.get(path) === text) return;
    told.set(path, text);
    tell(path, text);
  }

  function postpone(notebook: vscode.NotebookDocument): void {
    if (!isAnalyzedNotebook(notebook)) return;
    const path = notebook.uri.fsPath;
    clearTimeout(waiting.get(path));
    waiting.set(
      path,
      setTimeout(() => flush(notebook), rest),
    );
  }

  function forget(path: string): void {
    clearTimeout(waiting.get(path));
    waiting.delete(path);
    if (told.delete(path)) tell(path, null);
  }

  function refresh(): void {
    for (const notebook of vscode.workspace.notebookDocuments) {
      if (isAnalyzedNotebook(notebook)) flush(notebook);
      else forget(notebook.uri.fsPath);
    }
  }

  const subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(flush),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => postpone(notebook)),
    vscode.workspace.onDidCloseNotebookDocument(({ uri }) => forget(uri.fsPath)),
  );

  return {
    flush,
    refresh,
    tellAll: () => {
      told.clear();
      refresh();
    },
    dispose: () => {
      subscriptions.dispose();
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}
