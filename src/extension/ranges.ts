import * as vscode from 'vscode';
import type { Range, TextEdit } from '../engine/text.ts';
import type { RangeEdit } from '../project/protocol.ts';

/** A range of the engine, whose lines and columns are 1-based, as the editor's, which are 0-based. */
export function toEditorRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
}

export function toEngineRange({ start, end }: vscode.Range): Range {
  return {
    start: { line: start.line + 1, column: start.character + 1 },
    end: { line: end.line + 1, column: end.character + 1 },
  };
}

/** Edits of offsets as edits of the document; its text must be the one that they were made for. */
export function toEditorEdits(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.TextEdit[] {
  return edits.map(({ span, text }) =>
    vscode.TextEdit.replace(
      new vscode.Range(document.positionAt(span.start), document.positionAt(span.end)),
      text,
    ),
  );
}

/**
 * Edits of a text as edits of the document that shows it; undefined where the document holds another text. The editor
 * gives all lines of a document the same end, and reads no byte order mark: that alone is no difference.
 */
export function editsOfText(
  document: vscode.TextDocument,
  text: string,
  edits: readonly RangeEdit[],
): vscode.TextEdit[] | undefined {
  return plain(document.getText()) === plain(text) ? rangeEdits(edits) : undefined;
}

export function rangeEdits(edits: readonly RangeEdit[]): vscode.TextEdit[] {
  return edits.map(({ range, text }) => vscode.TextEdit.replace(toEditorRange(range), text));
}

/** A text without what an editor does not keep of a file: the byte order mark, and different ends of lines. */
export function plain(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}
