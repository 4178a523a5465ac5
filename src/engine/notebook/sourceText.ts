import { decodeUtf8 } from '../python/decode.ts';
import type { Position } from '../text.ts';
import type { NotebookProblem, Place } from './notebook.ts';
import type { Literal } from './notebookCells.ts';

/** The text of some bytes of a file, from one offset to another. */
export type TextOf = (start: number, end: number) => string;

/** Reads UTF-8 anywhere; who has the platform's decoder brings it. */
export function createTextOf(bytes: Uint8Array): TextOf {
  return (start, end) => decodeUtf8(bytes.subarray(start, end));
}

/** One UTF-16 code unit of a source as JSON writes it: `a`, `\"`, `\u00e9`. */
export type JsonUnit = string;

const escape = /\\(?:u[0-9a-fA-F]{4}|[^])?/y;
const meanings: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/** A JSON string in units, without its quotes. */
export function unitsOf(textOf: TextOf, { start, end }: Pick<Literal, 'start' | 'end'>): JsonUnit[] {
  const written = textOf(start + 1, end - 1);
  if (!written.includes('\\')) return written.split('');
  const units: JsonUnit[] = [];
  for (let at = 0; at < written.length;) {
    const unit = written[at] === '\\' ? escapeAt(written, at) : written[at]!;
    units.push(unit);
    at += unit.length;
  }
  return units;
}

function escapeAt(written: string, at: number): JsonUnit {
  escape.lastIndex = at;
  return escape.exec(written)![0];
}

/** What a unit stands for; undefined where JSON has no such thing. */
export function meaningOf(unit: JsonUnit): string | undefined {
  if (!unit.startsWith('\\')) return unit < ' ' ? undefined : unit;
  return unit.length === 6 ? String.fromCharCode(parseInt(unit.slice(2), 16)) : meanings[unit[1] ?? ''];
}

/** A text in units. @param ascii everything beyond ASCII is escaped, as Python's `json` does unless it is told not to */
export function toUnits(text: string, ascii: boolean): JsonUnit[] {
  // By code points, so that a half of a pair that stands alone is seen.
  return Array.from(text).flatMap((character) => {
    const code = character.charCodeAt(0);
    const isHalf = character.length === 1 && code >= 0xd800 && code <= 0xdfff;
    if (code < 0x20 || character === '"' || character === '\\')
      return [JSON.stringify(character).slice(1, -1)];
    const units = character.split('');
    return isHalf || (ascii && code >= 0x80)
      ? units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : units;
  });
}

export interface SourceText {
  readonly source: string;
  /** Where each of its characters stands in the file. */
  readonly places: readonly Place[];
  readonly problem: NotebookProblem | undefined;
}

/** The text of a source. */
export function readSourceText(
  textOf: TextOf,
  literals: readonly Literal[],
  columnOf: (literal: Literal) => number,
): SourceText {
  const parts: string[] = [];
  const places: Place[] = [];
  let problem: NotebookProblem | undefined;
  let at = 0;
  const report = (position: Position, what: string): void => {
    problem ??= { message: `it is not valid JSON: ${what}`, position };
  };
  for (const literal of literals) {
    const { line } = literal;
    // Behind the opening quote.
    const column = columnOf(literal) + 1;
    const written = textOf(literal.start + 1, literal.end - 1);
    const control = written.search(/[^ -\uffff]/);
    if (control >= 0) report({ line, column: column + control }, 'a control character is not escaped');
    places.push({ at, line, column });
    for (let from = 0; from < written.length;) {
      const backslash = written.indexOf('\\', from);
      const end = backslash < 0 ? written.length : backslash;
      if (end > from) parts.push(written.slice(from, end));
      at += end - from;
      if (backslash < 0) break;
      const unit = escapeAt(written, backslash);
      const meaning = meaningOf(unit);
      if (meaning === undefined) report({ line, column: column + backslash }, 'there is no such escape');
      parts.push(meaning ?? '\\');
      at++;
      from = backslash + unit.length;
      places.push({ at, line, column: column + from });
    }
  }
  return { source: parts.join(''), places, problem };
}
