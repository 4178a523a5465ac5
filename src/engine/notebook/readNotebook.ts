import { assembleNotebook, type CellSource, type Notebook, type NotebookProblem } from './notebook.ts';
import { findCells, type RawNotebook, type RawSource } from './notebookCells.ts';
import { pythonOf } from './pythonCell.ts';
import { createTextOf, readSourceText } from './sourceText.ts';

/** Whether a file is a notebook, by its name. */
export function isNotebook(file: string): boolean {
  return file.endsWith('.ipynb');
}

/** Reads the bytes of a notebook's file. Never throws, and takes time linear in the bytes. @param textOf decodes some of them */
export function readNotebook(bytes: Uint8Array, textOf = createTextOf(bytes)): Notebook {
  const raw = findCells(bytes, textOf);
  const columnOf = createColumns(bytes);
  const sources: CellSource[] = [];
  const hidden: string[] = [];
  let problem: NotebookProblem | undefined;
  for (const cell of pythonCells(raw)) {
    const read = readSourceText(textOf, cell.source.literals, columnOf);
    const { source, places } = read;
    problem ??= read.problem;
    const seen = pythonOf(source);
    const left = seen ? seen.hidden : source;
    if (left !== '') hidden.push(left);
    if (seen) sources.push({ index: cell.index, source, places, python: seen.python });
  }
  if (raw.problem) {
    const { message, line } = raw.problem;
    problem ??= { message, position: { line, column: columnOf(raw.problem) } };
  }
  return assembleNotebook(sources, hidden.join('\n'), problem);
}

/** The code cells that are in Python, by what they or the notebook's kernel say. */
export function pythonCells({ cells, language }: RawNotebook): { index: number; source: RawSource }[] {
  return cells.flatMap(({ index, isCode, language: own, source }) =>
    isCode && source && isPython(own ?? language) ? [{ index, source }] : [],
  );
}

/** A notebook that names no language was written by hand, or by a tool for Python. */
function isPython(language: string | undefined): boolean {
  return language === undefined || /^i?python\d*$/.test(language);
}

/**
 * The 1-based column, in UTF-16 code units, of a byte of a line. Asked from front to back, it looks at each byte once: a
 * notebook may be one line of many megabytes.
 */
function createColumns(
  bytes: Uint8Array,
): (place: { readonly start: number; readonly lineStart: number }) => number {
  let line = -1;
  let at = 0;
  let units = 0;
  return ({ start, lineStart }) => {
    if (lineStart !== line || start < at) {
      line = at = lineStart;
      units = 0;
    }
    for (; at < start; at++) {
      const byte = bytes[at]!;
      // The bytes behind the first of a character add nothing; four bytes are two units.
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units + 1;
  };
}
