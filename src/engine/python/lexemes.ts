/** Where numbers and plain strings end: the parts of the lexical grammar that need no state. */
import type { CodeUnits } from './codeUnits.ts';

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isHexDigit = (c: number): boolean => isDigit(c) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);

const ASCII_NAME_PART = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const lower = c | 32;
  if ((lower >= 97 && lower <= 122) || c === 95 || isDigit(c)) ASCII_NAME_PART[c] = 1;
}

/** True for a character that may stand inside a name. Everything beyond ASCII is taken for one here. */
export function isNamePart(c: number): boolean {
  return c < 128 ? ASCII_NAME_PART[c] === 1 : true;
}

function digits(units: CodeUnits, at: number, to: number): number {
  while (at < to) {
    const c = units[at]!;
    if (!isDigit(c) && c !== 95) break;
    at++;
  }
  return at;
}

/** The end of the number that begins at `start` with a digit, or with a dot before a digit. */
export function endOfNumber(units: CodeUnits, start: number, to: number): number {
  let at = start;
  if (units[at] === 48 && at + 1 < to) {
    const base = units[at + 1]! | 32;
    if (base === 120 || base === 111 || base === 98) {
      at += 2;
      while (at < to) {
        const c = units[at]!;
        // `0b1and x` and `0o7or x` stand: only hexadecimal digits are letters.
        if (c !== 95 && !(base === 120 ? isHexDigit(c) : isDigit(c))) break;
        at++;
      }
      return at;
    }
  }
  at = digits(units, at, to);
  if (at < to && units[at] === 46) at = digits(units, at + 1, to);
  if (at < to && (units[at]! | 32) === 101) {
    let exponent = at + 1;
    const sign = exponent < to ? units[exponent]! : 0;
    if (sign === 43 || sign === 45) exponent++;
    if (exponent < to && isDigit(units[exponent]!)) at = digits(units, exponent, to);
  }
  if (at < to && (units[at]! | 32) === 106) at++;
  return at;
}

/**
 * The offset behind the closing quote of a string whose content begins at `content`. Where it is not closed, the bitwise
 * complement of the offset where it breaks off: a single-quoted string at its line's end, a triple-quoted one at `to`.
 */
export function endOfString(
  text: string,
  units: CodeUnits,
  content: number,
  to: number,
  quote: number,
  triple: boolean,
): number {
  if (triple) {
    const closing = quote === 34 ? '"""' : "'''";
    let at = content;
    for (;;) {
      at = text.indexOf(closing, at);
      if (at < 0 || at + 3 > to) return ~to;
      let backslashes = 0;
      while (at - backslashes > content && units[at - backslashes - 1] === 92) backslashes++;
      if (backslashes % 2 === 0) return at + 3;
      at++;
    }
  }
  let at = content;
  while (at < to) {
    const c = units[at]!;
    if (c === quote) return at + 1;
    if (c === 10 || c === 13) return ~at;
    if (c === 92) {
      // A backslash takes the whole of `\r\n` along.
      if (units[at + 1] === 13 && units[at + 2] === 10) at++;
      at++;
    }
    at++;
  }
  return ~to;
}

/** The offset of the next line end at or behind `at`, or `to`. */
export function endOfLine(units: CodeUnits, at: number, to: number): number {
  while (at < to) {
    const c = units[at]!;
    if (c === 10 || c === 13) break;
    at++;
  }
  return at;
}

/** The offset behind the line end that stands at `at`. */
export function behindLineEnd(units: CodeUnits, at: number, to: number): number {
  return units[at] === 13 && at + 1 < to && units[at + 1] === 10 ? at + 2 : at + 1;
}

/** 0 for no string prefix, 1 for a plain string's, 2 for an f-string's or t-string's; 4 is added for raw ones. */
export function stringPrefix(units: CodeUnits, start: number, end: number): number {
  const a = units[start]! | 32;
  if (end - start === 1) {
    if (a === 102 || a === 116) return 2;
    if (a === 114) return 1 + 4;
    return a === 98 || a === 117 ? 1 : 0;
  }
  if (end - start !== 2) return 0;
  const b = units[start + 1]! | 32;
  if (a !== 114 && b !== 114) return 0;
  const other = a === 114 ? b : a;
  if (other === 102 || other === 116) return 2 + 4;
  return other === 98 ? 1 + 4 : 0;
}
