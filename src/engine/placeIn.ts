import type { FileSnapshot } from './analysis.ts';
import { rangeInCell, rangeInFile, type CellRange } from './notebook/notebook.ts';
import { lineStarts, rangeOf, type LineStarts, type Range, type Span } from './text.ts';

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

/** What could not be read of a file, in order. */
export function syntaxErrorsOf(snapshot: FileSnapshot): (PlaceInFile & { readonly message: string })[] {
  const { text, facts, notebook } = snapshot;
  if (facts.syntaxErrors.length === 0 && !notebook?.problem) return [];
  const starts = lineStarts(text);
  const errors = facts.syntaxErrors.map(({ message, offset }) => ({
    message,
    ...placeIn(snapshot, starts, { start: offset, end: offset }),
  }));
  if (!notebook?.problem) return errors;
  const { message, position } = notebook.problem;
  return [{ message, range: { start: position, end: position } }, ...errors];
}
