import * as vscode from 'vscode';
import { isAnalyzed } from './analyzedFiles.ts';

/** How long typing has to rest before the text is analyzed, in milliseconds. */
const rest = 150;

export interface DocumentFeed {
  /** Tells the text of a document now, if it has changed since it was told. */
  flush(document: vscode.TextDocument): void;
  /** Tells all open documents, to a worker that knows none. */
  tellAll(): void;
  /** Tells again which documents count: the settings have changed. */
  refresh(): void;
  dispose(): void;
}

/**
 * Keeps the worker's texts of open documents those of the editor.
 *
 * @param tell takes the absolute path of a document, and its text; null when the file on disk counts again
 */
export function createDocumentFeed(tell: (path: string, text: string | null) => void): DocumentFeed {
  /** The version that was told, by path. */
  const told = new Map<string, number>();
  const waiting = new Map<string, NodeJS.Timeout>();

  function flush(document: vscode.TextDocument): void {
    const path = document.uri.fsPath;
    clearTimeout(waiting.get(path));
    waiting.delete(path);
    if (document.isClosed || !isAnalyzed(document) || told.get(path) === document.version) return;
    told.set(path, document.version);
    tell(path, document.getText());
  }

  function postpone(document: vscode.TextDocument): void {
    if (!isAnalyzed(document)) return;
    const path = document.uri.fsPath;
    clearTimeout(waiting.get(path));
    waiting.set(
      path,
      setTimeout(() => flush(document), rest),
    );
  }

  function forget(path: string): void {
    clearTimeout(waiting.get(path));
    waiting.delete(path);
    if (told.delete(path)) tell(path, null);
  }

  function refresh(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (isAnalyzed(document)) flush(document);
      else if (document.uri.scheme === 'file') forget(document.uri.fsPath);
    }
  }

  const subscriptions = vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(flush),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) postpone(document);
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === 'file') forget(uri.fsPath);
    }),
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
