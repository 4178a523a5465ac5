import { firstAtLeast } from '../bisection.ts';
import type { Rows } from './rowsByStart.ts';

/**
 * Tells which rows hold some ids, in the order of the rows, among all or among some that lie side by side. Asking takes time by
 * how many there are, making it time that is linear in all rows: of a file that is looked at, a dozen questions are asked.
 *
 * @param count how many rows there are
 * @param ids how many ids there are
 * @param idOf the id of a row
 */
export function createRowsByName(
  count: number,
  ids: number,
  idOf: (row: number) => number,
): (sought: Iterable<number>, among: Rows) => number[] {
  /** Where the rows of each id end; they begin where those of the id before end. */
  const ends = new Int32Array(ids);
  for (let row = 0; row < count; row++) ends[idOf(row)]!++;
  for (let id = 1; id < ids; id++) ends[id]! += ends[id - 1]!;
  const rows = new Int32Array(count);
  const next = new Int32Array(ids);
  next.set(ends.subarray(0, Math.max(0, ids - 1)), 1);
  for (let row = 0; row < count; row++) rows[next[idOf(row)]!++] = row;
  return (sought, { from, to }) => {
    const found: number[] = [];
    let groups = 0;
    for (const id of sought) {
      // The table of names may have got more since.
      if (id >= ids) continue;
      const end = ends[id]!;
      const first = firstAtLeast(rows, from, id === 0 ? 0 : ends[id - 1]!, end);
      if (first < end && rows[first]! < to) groups++;
      for (let at = first; at < end && rows[at]! < to; at++) found.push(rows[at]!);
    }
    return groups > 1 ? found.sort((a, b) => a - b) : found;
  };
}
