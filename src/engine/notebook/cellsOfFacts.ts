import type { FileFacts } from '../facts.ts';
import type { Span } from '../text.ts';

/** Whether two offsets lie in one part that is run as a whole: in one cell of a notebook, or in any other file. */
export function inOneCell({ cells }: FileFacts, a: number, b: number): boolean {
  return cells === undefined || cellOf(cells, a) === cellOf(cells, b);
}

function cellOf(cells: readonly Span[], offset: number): Span | undefined {
  return cells.findLast(({ start }) => start <= offset);
}

/**
 * Where a new import may stand in the cell that holds `offset`: behind the last import before it, else before the first
 * statement. Commands and comments at the cell's beginning stay in front.
 *
 * @returns the beginning of a line; undefined where the file is no notebook
 */
export function placeForImport(text: string, facts: FileFacts, offset: number): number | undefined {
  const cell = facts.cells && cellOf(facts.cells, offset);
  if (!cell) return undefined;
  const last = facts.imports.findLast(
    ({ block, statement }) =>
      block === 0 &&
      statement.start >= cell.start &&
      statement.end < offset &&
      /^[ \t]*(?:#.*)?\r?\n/.test(text.slice(statement.end, cell.end)),
  );
  if (last) return text.indexOf('\n', last.statement.end) + 1;
  const first = /^(?:[ \t\f]*(?:#.*)?\r?\n)*/.exec(text.slice(cell.start, offset))!;
  return cell.start + first[0].length;
}
