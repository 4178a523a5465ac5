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
