import type { TextChange } from '../textChange.ts';

/**
 * The UTF-16 code units of a text, at least as many as it is long: reading one is one load, where a string's
 * `charCodeAt` looks each time at how the string is kept.
 */
export type CodeUnits = Uint16Array;

/** The code units of `text`. Whoever has a faster way than the language offers gives them to the reader instead. */
export function codeUnitsOf(text: string): CodeUnits {
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
  return units;
}

/** So many code units can be handed over as arguments anywhere. */
const MOST_ARGUMENTS = 1024;

/**
 * What stands between two offsets, by the code units of the text. A slice of the text would keep all of the text alive for as
 * long as the slice is: V8 copies only what is shorter than 13 units.
 */
export function copyOfSlice(text: string, units: CodeUnits, start: number, end: number): string {
  const length = end - start;
  if (length < 13 || length > MOST_ARGUMENTS) return text.slice(start, end);
  const copied: number[] = [];
  for (let at = start; at < end; at++) copied.push(units[at]!);
  return String.fromCharCode(...copied);
}

/** The code units of a text that was edited, by those of the text before: what has not changed is copied in one piece. */
export function changedCodeUnits(
  before: CodeUnits,
  text: string,
  lengthBefore: number,
  { start, end, endBefore }: TextChange,
): CodeUnits {
  const units = new Uint16Array(text.length);
  units.set(before.subarray(0, start));
  for (let at = start; at < end; at++) units[at] = text.charCodeAt(at);
  units.set(before.subarray(endBefore, lengthBefore), end);
  return units;
}
