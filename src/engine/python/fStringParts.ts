/**
 * The literal parts of f-strings and t-strings, by the rules of PEP 701: what stands between the quotes outside of
 * replacement fields, and format specifications.
 */
import type { CodeUnits } from './codeUnits.ts';
import { innermost, openWith, report, type Scanner } from './scanner.ts';
import {
  FIELD_END,
  FIELD_SPEC,
  FIELD_START,
  FSTRING_END,
  FSTRING_MIDDLE,
  FSTRING_START,
} from './tokenKinds.ts';
import { push } from './tokens.ts';

export function inLiteralPart(s: Scanner): boolean {
  const kind = innermost(s);
  return kind === FSTRING_START || kind === FIELD_SPEC;
}

function pushMiddle(s: Scanner, start: number, end: number): void {
  if (end > start) push(s.tokens, FSTRING_MIDDLE, start, end, 0);
}

/** Ends the innermost f-string; fields of it that are still open end here too. */
function endFString(s: Scanner, start: number, end: number): void {
  const { tokens, open, fors, frames } = s;
  const token = push(tokens, FSTRING_END, start, end, 0);
  for (;;) {
    const opened = open.pop();
    fors.pop();
    if (opened === undefined) return;
    tokens.values[opened] = token;
    if (tokens.kinds[opened] === FSTRING_START) break;
  }
  frames.pop();
}

/** Closes the innermost field with the `}` at `at`. */
export function endField(s: Scanner, at: number): void {
  const token = push(s.tokens, FIELD_END, at, at + 1, 0);
  const opened = s.open.pop();
  s.fors.pop();
  if (opened !== undefined) s.tokens.values[opened] = token;
}

/** The offset behind `\N{...}` whose braces stand at `brace`, or `brace` where it is none. */
function behindNamedEscape(units: CodeUnits, brace: number, to: number): number {
  if (units[brace] !== 123) return brace;
  let at = brace + 1;
  while (at < to) {
    const c = units[at]!;
    if (c === 125) return at + 1;
    const lower = c | 32;
    if (c !== 32 && c !== 45 && !(c >= 48 && c <= 57) && !(lower >= 97 && lower <= 122)) break;
    at++;
  }
  return brace;
}

/** Reads from `from` to the next field, the end of the specification or the closing quote, and answers the offset behind. */
export function readLiteralPart(s: Scanner, from: number): number {
  const { units, to } = s;
  const frame = s.frames[s.frames.length - 1]!;
  const inSpec = innermost(s) === FIELD_SPEC;
  let at = from;
  while (at < to) {
    const c = units[at]!;
    if (c === frame.quote) {
      const closes = !frame.triple || (units[at + 1] === c && units[at + 2] === c && at + 3 <= to);
      if (!closes) {
        at++;
        continue;
      }
      pushMiddle(s, from, at);
      if (inSpec) report(s, at, "f-string: expecting '}'");
      const end = at + (frame.triple ? 3 : 1);
      endFString(s, at, end);
      return end;
    }
    if ((c === 10 || c === 13) && !frame.triple) {
      pushMiddle(s, from, at);
      if (inSpec) {
        // The specification ends with its line; the field goes on behind it.
        s.open.pop();
        s.fors.pop();
      } else {
        report(s, at, 'unterminated f-string literal');
        endFString(s, at, at);
      }
      return at;
    }
    if (c === 123) {
      if (!inSpec && units[at + 1] === 123) {
        at += 2;
        continue;
      }
      pushMiddle(s, from, at);
      openWith(s, push(s.tokens, FIELD_START, at, at + 1, 0));
      return at + 1;
    }
    if (c === 125) {
      if (inSpec) {
        pushMiddle(s, from, at);
        s.open.pop();
        s.fors.pop();
        endField(s, at);
        return at + 1;
      }
      if (units[at + 1] === 125) at++;
      else report(s, at, "f-string: single '}' is not allowed");
    } else if (c === 92) {
      const next = units[at + 1]!;
      // A brace behind a backslash is a brace; anything else is taken along.
      if (next === 78 && !frame.raw) {
        at = behindNamedEscape(units, at + 2, to);
        continue;
      }
      if (next === 13 && units[at + 2] === 10) at++;
      if (next !== 123 && next !== 125) at++;
    }
    at++;
  }
  report(s, to, 'unterminated f-string literal');
  pushMiddle(s, from, to);
  endFString(s, to, to);
  return to;
}
