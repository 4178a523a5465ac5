import { endField, inLiteralPart, readLiteralPart } from './fStringParts.ts';
import { readIndentation } from './indentation.ts';
import { behindLineEnd, endOfLine, endOfNumber, endOfString, isNamePart, stringPrefix } from './lexemes.ts';
import { idOfName, type NamedText } from './nameTable.ts';
import type { Span } from '../text.ts';
import { readOperator } from './operators.ts';
import {
  abandonOpen,
  createScanner,
  endLogicalLine,
  innermost,
  openWith,
  report,
  type Scanner,
} from './scanner.ts';
import {
  ASYNC,
  DEDENT,
  END,
  ERROR,
  FIELD_START,
  FOR,
  FROM,
  FSTRING_START,
  kindOfName,
  NUMBER,
  STATEMENT_ONLY,
  STRING,
} from './tokenKinds.ts';
import { push, STRING_BYTES, STRING_OPEN, STRING_RAW, STRING_TRIPLE, type Tokens } from './tokens.ts';

/** A character that no version of Unicode lets stand in a name; what this runtime does not know yet is let through. */
const NO_NAME_CHARACTER = /[^\p{XID_Continue}\p{Cn}]/u;

/** Reads a comment, keeps it where it is a directive, and answers its end. */
function readComment(s: Scanner, start: number): number {
  const { text, units, to } = s;
  let content = start + 1;
  while (content < to && (units[content] === 32 || units[content] === 9)) content++;
  const end = endOfLine(units, content, to);
  if (units[content] === 115 && text.startsWith('ssot-', content)) {
    let before = start;
    while (before > 0 && /[ \t\f]/.test(text[before - 1]!)) before--;
    const first = before === 0 ? 10 : units[before - 1]!;
    s.tokens.directives.push({
      text: text.slice(content, end).trimEnd(),
      span: { start, end },
      ownLine: first === 10 || first === 13 || (before === 1 && first === 0xfeff),
    });
  }
  return end;
}

/**
 * A keyword that only statements hold begins a line inside brackets: the bracket was never closed. Ends the logical line
 * before that line, so that the rest of the file is read, and answers the line's beginning.
 */
function restartLine(s: Scanner, keyword: number): number {
  const { text, tokens } = s;
  const first = s.physicalFirst;
  let start = first === tokens.count ? keyword : tokens.starts[first]!;
  while (start > 0 && /[ \t\f]/.test(text[start - 1]!)) start--;
  for (const list of [tokens.problems, tokens.directives]) {
    for (let last = list.at(-1); last; last = list.at(-1)) {
      if (('offset' in last ? last.offset : last.span.start) < start) break;
      list.pop();
    }
  }
  tokens.count = first;
  while (s.open.at(-1)! >= first) s.open.pop();
  reportUnclosed(s);
  abandonOpen(s);
  endLogicalLine(s, tokens.ends[first - 1]!, tokens.ends[first - 1]!);
  s.lineStart = true;
  return start;
}

function reportUnclosed(s: Scanner): void {
  const start = s.tokens.starts[s.open.at(-1)!]!;
  const isField = innermost(s) === FIELD_START;
  report(s, start, isField ? "f-string: expecting '}'" : `'${s.text[start]!}' was never closed`);
}

function readString(s: Scanner, start: number, quoteAt: number, prefix: number): number {
  const { text, units, to, tokens } = s;
  const quote = units[quoteAt]!;
  const triple = quoteAt + 3 <= to && units[quoteAt + 1] === quote && units[quoteAt + 2] === quote;
  const content = quoteAt + (triple ? 3 : 1);
  const raw = (prefix & 4) !== 0;
  if ((prefix & 2) !== 0) {
    openWith(s, push(tokens, FSTRING_START, start, content, 0));
    s.frames.push({ quote, triple, raw });
    return content;
  }
  let value = quoteAt - start + (triple ? STRING_TRIPLE : 0) + (raw ? STRING_RAW : 0);
  if (quoteAt > start && ((units[start]! | 32) === 98 || (units[quoteAt - 1]! | 32) === 98)) {
    value += STRING_BYTES;
  }
  const end = endOfString(text, units, content, to, quote, triple);
  if (end >= 0) {
    push(tokens, STRING, start, end, value);
    return end;
  }
  report(s, start, triple ? 'unterminated triple-quoted string literal' : 'unterminated string literal');
  push(tokens, STRING, start, ~end, value + STRING_OPEN);
  // Inside an f-string's field nothing behind can be trusted.
  if (s.frames.length > 0) abandonOpen(s);
  return ~end;
}

function readName(s: Scanner, start: number): number {
  const { units, to, tokens } = s;
  let hash = 0;
  let any = 0;
  let at = start;
  for (; at < to; at++) {
    const c = units[at]!;
    if (!isNamePart(c)) break;
    hash = (Math.imul(hash, 31) + c) | 0;
    any |= c;
  }
  if (at - start <= 2 && at < to) {
    const next = units[at]!;
    if (next === 34 || next === 39) {
      const prefix = stringPrefix(units, start, at);
      if (prefix !== 0) return readString(s, start, at, prefix);
    }
  }
  const isAscii = any < 128;
  const id = idOfName(s, start, at, hash, isAscii);
  if (!isAscii && NO_NAME_CHARACTER.test(s.table.written[id]!))
    report(s, start, 'invalid character in a name');
  const kind = kindOfName(id);
  const depth = s.open.length;
  if (depth > 0) {
    if (STATEMENT_ONLY[kind] === 1 && !s.nested && s.open[0]! < s.physicalFirst) {
      const first = tokens.kinds[s.physicalFirst]!;
      if (s.physicalFirst === tokens.count || first === FROM || first === ASYNC) return restartLine(s, start);
    }
    if (kind === FOR && s.fors[depth - 1] === 0) s.fors[depth - 1] = tokens.count;
  }
  push(tokens, kind, start, at, id);
  return at;
}

function readNumber(s: Scanner, start: number): number {
  const end = endOfNumber(s.units, start, s.to);
  if (s.units[start] === 48 && end - start > 1 && /^0[0-9_]*[1-9][0-9_]*$/.test(s.text.slice(start, end))) {
    report(s, start, 'leading zeros in decimal integer literals are not permitted');
  }
  push(s.tokens, NUMBER, start, end, 0);
  return end;
}

function readLineEnd(s: Scanner, start: number): number {
  const end = behindLineEnd(s.units, start, s.to);
  if (s.open.length === 0 && !s.nested) {
    endLogicalLine(s, start, end);
    s.lineStart = true;
  } else s.physicalFirst = s.tokens.count;
  return end;
}

/** Reads one token whose first character is `c`, or one piece of what stands between tokens, and answers the offset behind it. */
function readNext(s: Scanner, at: number, c: number): number {
  const { units, to } = s;
  if (s.frames.length > 0 && inLiteralPart(s)) return readLiteralPart(s, at);
  if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c >= 128) return readName(s, at);
  if (c === 32 || c === 9 || c === 12) return at + 1;
  if (c === 10 || c === 13) return readLineEnd(s, at);
  if (c === 34 || c === 39) return readString(s, at, at, 0);
  if (c >= 48 && c <= 57) return readNumber(s, at);
  if (c === 35) return readComment(s, at);
  if (c === 46 && at + 1 < to) {
    const next = units[at + 1]!;
    if (next >= 48 && next <= 57) return readNumber(s, at);
  }
  if (c === 125 && innermost(s) === FIELD_START) {
    endField(s, at);
    return at + 1;
  }
  if (c === 92) {
    const next = at + 1 < to ? units[at + 1]! : 0;
    if (next === 10 || next === 13) return behindLineEnd(units, at + 1, to);
    report(s, at, 'unexpected character after line continuation character');
    push(s.tokens, ERROR, at, at + 1, 0);
    return at + 1;
  }
  return readOperator(s, at, c);
}

/**
 * The tokens of a text between `from` and `to`, by the language reference's lexical analysis, up to Python 3.14 (f-strings
 * of PEP 701, t-strings). Never throws; what cannot be read is in `problems`. Takes time linear in the text.
 *
 * With `nested` the stretch is read as one expression inside brackets: no indentation, line ends mean nothing.
 */
export function tokenize(named: NamedText, from = 0, to = named.text.length, nested = false): Tokens {
  const s = createScanner(named, from, to, nested);
  readStretch(s, from === 0 && s.units[0] === 0xfeff ? 1 : from);
  return s.tokens;
}

/** The tokens of several stretches of a text, each of which begins anew and ends with a token of its own: {@link END}. */
export function tokenizeStretches(named: NamedText, stretches: readonly Span[]): Tokens {
  const s = createScanner(named, 0, named.text.length, false);
  for (const { start, end } of stretches) {
    s.to = end;
    s.lineStart = true;
    s.physicalFirst = s.tokens.count;
    readStretch(s, start);
  }
  if (stretches.length === 0) push(s.tokens, END, 0, 0, 0);
  return s.tokens;
}

/**
 * Reads from `from` to the end of the scanner's stretch.
 *
 * @param isEnough asked at each line that begins with nothing open: whether to leave it at that
 */
export function readStretch(s: Scanner, from: number, isEnough?: (offset: number) => boolean): void {
  const { units, to, nested } = s;
  let at = from;
  while (at < to) {
    if (s.lineStart) {
      if (isEnough?.(at)) return;
      s.lineStart = false;
      at = readIndentation(s, at);
      if (at >= to) break;
    }
    const c = units[at]!;
    if (c === 32 && !(s.frames.length > 0 && inLiteralPart(s))) at++;
    else at = readNext(s, at, c);
  }
  // An f-string whose quote is the last character has no literal part to break off in.
  while (inLiteralPart(s)) readLiteralPart(s, to);
  if (s.open.length > 0) {
    reportUnclosed(s);
    abandonOpen(s);
  }
  if (!nested) endLogicalLine(s, to, to);
  for (; s.columns.length > 1; s.columns.pop(), s.tabColumns.pop()) push(s.tokens, DEDENT, to, to, 0);
  push(s.tokens, END, to, to, 0);
}
