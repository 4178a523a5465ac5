import type { FileSnapshot } from './analysis.ts';
import { rangeInCell, rangeInFile, type CellRange } from './notebook/notebook.ts';
import { lineStarts, positionAt, rangeOf, spanOf, type LineStarts, type Range, type Span } from './text.ts';

/** Where the lines of a snapshot's text begin. */
export const linesOf = ({ text, lines }: FileSnapshot): LineStarts => lines ?? lineStarts(text);

/** Where a span is for people: in the file, and for a notebook in one of its cells too. */
export interface PlaceInFile {
  readonly range: Range;
  readonly cell?: CellRange;
}

/** @param starts those of the snapshot's text */
export function placeIn({ notebook }: FileSnapshot, starts: LineStarts, span: Span): PlaceInFile {
  const cell = notebook && rangeInCell(notebook, span);
  const inFile = notebook && rangeInFile(notebook, span);
  return { range: inFile ?? rangeOf(starts, span), ...(cell && { cell }) };
}

/** A place as reasons name it: `chat/api.py:12`. */
export function lineIn(file: string, snapshot: FileSnapshot, offset: number): string {
  return `${file}:${positionAt(linesOf(snapshot), offset).line}`;
}

/**
 * The span that people mean by a range: of a file, or of one cell of a notebook.
 *
 * @param cell 1-based, among all cells
 * @returns undefined where the notebook has no such cell, or the cell is no Python
 */
export function spanAt(snapshot: FileSnapshot, range: Range, cell: number | undefined): Span | undefined {
  const { text, notebook } = snapshot;
  if (!notebook) return spanOf(linesOf(snapshot), range, text.length);
  const found = notebook.cells.find(({ index }) => index === cell);
  if (!found) return undefined;
  const { start, end } = spanOf(lineStarts(found.source), range, found.source.length);
  return { start: found.span.start + start, end: found.span.start + end };
}

/** What could not be read of a file, in order. */
export function syntaxErrorsOf(snapshot: FileSnapshot): (PlaceInFile & { readonly message: string })[] {
  const { facts, notebook } = snapshot;
  if (facts.syntaxErrors.length === 0 && !notebook?.problem) return [];
  const starts = linesOf(snapshot);
  const errors = facts.syntaxErrors.map(({ message, offset }) => ({
    message,
    ...placeIn(snapshot, starts, { start: offset, end: offset }),
  }));
  if (!notebook?.problem) return errors;
  const { message, position } = notebook.problem;
  return [{ message, range: { start: position, end: position } }, ...errors];
}
