import { firstAtLeast } from './bisection.ts';
import { lineStarts, type LineStarts } from './text.ts';

/** The stretch outside of which two texts are the same. */
export interface TextChange {
  readonly start: number;
  /** Where what has changed ends, in the text as it is now and as it was. */
  readonly end: number;
  readonly endBefore: number;
}

/** So many code units are compared at once, which the runtime does far faster than one by one. */
const STRETCH = 4096;

/** The least that differs between two texts. */
export function changeBetween(before: string, now: string): TextChange {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start + STRETCH <= shorter && isSame(before, now, start, start)) start += STRETCH;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start++;

  let same = 0;
  const most = shorter - start;
  const { length: lengthBefore } = before;
  const { length } = now;
  while (
    same + STRETCH <= most &&
    isSame(before, now, lengthBefore - same - STRETCH, length - same - STRETCH)
  )
    same += STRETCH;
  while (same < most && before.charCodeAt(lengthBefore - same - 1) === now.charCodeAt(length - same - 1))
    same++;
  return { start, end: length - same, endBefore: lengthBefore - same };
}

const isSame = (a: string, b: string, inA: number, inB: number): boolean =>
  a.slice(inA, inA + STRETCH) === b.slice(inB, inB + STRETCH);

/** What {@link lineStarts} answers for a text, by what it answered before the change: only the lines that have changed are read. */
export function changedLineStarts(
  before: LineStarts,
  text: string,
  { start, end, endBefore }: TextChange,
): LineStarts {
  // Whether a line ends depends on the character behind it too: a line feed may belong to the carriage return before it.
  const kept = firstAtLeast(before, start);
  // Where the first line begins says nothing of what stands there now: a byte order mark may have moved.
  const next = Math.max(1, firstAtLeast(before, endBefore + 1));
  const from = kept === 0 ? 0 : before[kept - 1]!;
  const found = lineStarts(text.slice(from, end + 1));
  const between: number[] = [];
  // The first line of the stretch is the last that was kept, or begins the text, behind a byte order mark if there is one.
  if (kept === 0) between.push(found[0]!);
  for (let at = 1; at < found.length && from + found[at]! <= end; at++) between.push(from + found[at]!);
  const count = before.length - next;
  const starts = new Int32Array(kept + between.length + count);
  for (let at = 0; at < kept; at++) starts[at] = before[at]!;
  starts.set(between, kept);
  for (let at = 0; at < count; at++)
    starts[kept + between.length + at] = before[next + at]! + end - endBefore;
  return starts;
}
