import type { NamedText } from './nameTable.ts';
import { NEWLINE } from './tokenKinds.ts';
import { createTokens, push, tokensOf, type Tokens } from './tokens.ts';

/** How an f-string that is being read is quoted. */
export interface QuoteFrame {
  readonly quote: number;
  readonly triple: boolean;
  readonly raw: boolean;
}

/** What the tokenizer remembers between two tokens. */
export interface Scanner extends NamedText {
  /** The end of the stretch that is being read. */
  to: number;
  readonly tokens: Tokens;
  /** The text is one expression: line ends mean nothing. */
  readonly nested: boolean;
  /** Indices of the tokens that opened what is still open: brackets, f-strings, fields, format specifications. */
  readonly open: number[];
  /** For each of `open`: the first `for` directly inside it, or 0. */
  readonly fors: number[];
  readonly frames: QuoteFrame[];
  /** Columns of the open indentations, with tabs to multiples of 8 and with tabs as one column. */
  readonly columns: number[];
  readonly tabColumns: number[];
  /** A logical line begins here. */
  lineStart: boolean;
  /** Inside brackets: the index of the first token of this physical line. */
  physicalFirst: number;
}

export function createScanner(
  { text, units, table }: NamedText,
  from: number,
  to: number,
  nested: boolean,
  expected = tokensOf(to - from),
): Scanner {
  return {
    text,
    units,
    table,
    to,
    tokens: createTokens(expected, table.names),
    nested,
    open: [],
    fors: [],
    frames: [],
    columns: [0],
    tabColumns: [0],
    lineStart: !nested,
    physicalFirst: 0,
  };
}

export function report(s: Scanner, offset: number, message: string): void {
  s.tokens.problems.push({ message, offset });
}

/** The kind of the innermost thing that is open, or -1. */
export function innermost(s: Scanner): number {
  const depth = s.open.length;
  return depth === 0 ? -1 : s.tokens.kinds[s.open[depth - 1]!]!;
}

export function openWith(s: Scanner, token: number): void {
  s.open.push(token);
  s.fors.push(0);
}

/** Lets everything that is open end at the token that comes next: the end of the logical line. */
export function abandonOpen(s: Scanner): void {
  for (const token of s.open) s.tokens.values[token] = s.tokens.count;
  s.open.length = 0;
  s.fors.length = 0;
  s.frames.length = 0;
}

/** Ends the logical line where it has a token. `start` to `end` is the line end. */
export function endLogicalLine(s: Scanner, start: number, end: number): void {
  const { tokens } = s;
  if (tokens.count > 0 && tokens.kinds[tokens.count - 1]! > 3) push(tokens, NEWLINE, start, end, 0);
}
