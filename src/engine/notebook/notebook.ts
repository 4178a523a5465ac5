import { lineStarts, positionAt, rangeOf, type Position, type Range, type Span } from '../text.ts';

/**
 * A notebook as the one Python module that its code cells make up, in their order. What is not Python in a cell is blank in
 * the module, so that an offset in a cell is an offset in its part of the module.
 */
export interface Notebook {
  /** The module: the cells with an empty line between them. */
  readonly text: string;
  readonly cells: readonly Cell[];
  /** What the module leaves out of code cells: commands and cells in other languages may use Python's names. */
  readonly hidden: string;
  /** Why it could not be read to its end, or at all. */
  readonly problem: NotebookProblem | undefined;
}

export interface NotebookProblem {
  readonly message: string;
  /** In the file. */
  readonly position: Position;
}

/** A code cell that is Python. */
export interface Cell {
  /** 1-based, among all cells of the notebook, text and code. */
  readonly index: number;
  /** Its part of the module, which is as long as its source. */
  readonly span: Span;
  /** What the notebook has there, commands and all. */
  readonly source: string;
  /** Where it stands in the file; undefined once it was edited. */
  readonly places: readonly Place[] | undefined;
}

/** From offset `at` of a cell's source on, one character of it is one in the file, up to the next place. */
export interface Place extends Position {
  readonly at: number;
}

/** A range inside of one cell. */
export interface CellRange {
  readonly index: number;
  /** Lines and columns of the cell's source. */
  readonly range: Range;
}

/** One cell's source on its way into a module. */
export type CellSource = Omit<Cell, 'span'> & {
  /** As long as the source, and Python. */
  readonly python: string;
};

/** What stands between two cells: the empty line keeps a comment for the next line from reaching into another cell. */
export const betweenCells = '\n\n';

/** Puts cells together. */
export function assembleNotebook(
  sources: readonly CellSource[],
  hidden: string,
  problem: NotebookProblem | undefined,
): Notebook {
  let at = 0;
  const cells = sources.map(({ index, source, places }) => {
    const span = { start: at, end: at + source.length };
    at = span.end + betweenCells.length;
    return { index, span, source, places };
  });
  return { text: sources.map(({ python }) => python + betweenCells).join(''), cells, hidden, problem };
}

/** The cell that an offset of the module lies in, or behind; undefined where there is none before. */
export function cellAt({ cells }: Notebook, offset: number): Cell | undefined {
  return cells.findLast(({ span }) => span.start <= offset);
}

/** The range of a span of the module inside of the cell that it begins in. */
export function rangeInCell(notebook: Notebook, span: Span): CellRange | undefined {
  const cell = cellAt(notebook, span.start);
  if (!cell) return undefined;
  return { index: cell.index, range: rangeOf(lineStarts(cell.source), within(cell, span)) };
}

/** The range of a span of the module in the file; undefined where the cell is not there any more as it was read. */
export function rangeInFile(notebook: Notebook, span: Span): Range | undefined {
  const cell = cellAt(notebook, span.start);
  if (!cell?.places || cell.places.length === 0) return undefined;
  const { start, end } = within(cell, span);
  const from = placeOf(cell.places, start);
  if (end <= start) return { start: from, end: from };
  const last = placeOf(cell.places, end - 1);
  const behind = placeOf(cell.places, end);
  // What comes next may stand in another string, on another line.
  return { start: from, end: behind.line === last.line ? behind : { ...last, column: last.column + 1 } };
}

function placeOf(places: readonly Place[], offset: number): Position {
  const starts = places.map(({ at }) => at);
  const { at, line, column } = places[positionAt(starts, offset).line - 1]!;
  return { line, column: column + offset - at };
}

/** A span of the module as one of a cell's source. */
export function within({ span, source }: Cell, { start, end }: Span): Span {
  const inside = (offset: number): number => Math.min(Math.max(offset - span.start, 0), source.length);
  return { start: inside(start), end: inside(end) };
}
