import { decodeUtf8 } from '../python/decode.ts';
import type { NotebookProblem, Place } from './notebook.ts';
import type { Literal } from './notebookCells.ts';

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
export function unitsOf(bytes: Uint8Array, { start, end }: Pick<Literal, 'start' | 'end'>): JsonUnit[] {
  const written = decodeUtf8(bytes.subarray(start + 1, end - 1));
  if (!written.includes('\\')) return written.split('');
  const units: JsonUnit[] = [];
  for (let at = 0; at < written.length;) {
    escape.lastIndex = at;
    const unit = written[at] === '\\' ? escape.exec(written)![0] : written[at]!;
    units.push(unit);
    at += unit.length;
  }
  return units;
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
  bytes: Uint8Array,
  literals: readonly Literal[],
  columnOf: (literal: Literal) => number,
): SourceText {
  const parts: string[] = [];
  const places: Place[] = [];
  let problem: NotebookProblem | undefined;
  for (const literal of literals) {
    const { line } = literal;
    // Behind the opening quote.
    let column = columnOf(literal) + 1;
    places.push({ at: parts.length, line, column });
    for (const unit of unitsOf(bytes, literal)) {
      const meaning = meaningOf(unit);
      if (meaning === undefined)
        problem ??= {
          message: `it is not valid JSON: ${unit.length > 1 ? 'there is no such escape' : 'a control character is not escaped'}`,
          position: { line, column },
        };
      parts.push(meaning ?? unit[0]!);
      column += unit.length;
      if (unit.length > 1) places.push({ at: parts.length, line, column });
    }
  }
  return { source: parts.join(''), places, problem };
}
