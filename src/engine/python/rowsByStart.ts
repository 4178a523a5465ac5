import { firstAtLeast } from '../bisection.ts';
import type { Span } from '../text.ts';

/** The rows from `from` up to `to`, without the latter. */
export interface Rows {
  readonly from: number;
  readonly to: number;
}

/**
 * Tells among which rows those are that begin in a stretch. Rows come in the order of the text but for what a comprehension
 * reads first, so the answer may hold some that do not. Asking takes logarithmic time, making it linear time.
 */
export function createRowsByStart(count: number, startOf: (row: number) => number): (stretch: Span) => Rows {
  /** The largest start up to each row, and the smallest one from it on: both only grow. */
  const largest = new Int32Array(count);
  const smallest = new Int32Array(count);
  for (let row = 0, most = 0; row < count; row++) largest[row] = most = Math.max(most, startOf(row));
  for (let row = count - 1, least = 0x7fffffff; row >= 0; row--)
    smallest[row] = least = Math.min(least, startOf(row));
  return ({ start, end }) => ({ from: firstAtLeast(largest, start), to: firstAtLeast(smallest, end) });
}
