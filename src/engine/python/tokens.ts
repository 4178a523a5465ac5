import type { Directive, SyntaxProblem } from '../facts.ts';
import { POINTS } from './tokenKinds.ts';

/**
 * The tokens of a text, as columns. Token `i` covers `starts[i]` to `ends[i]`; between two tokens stands only white space,
 * comments, line ends that end no logical line, backslash continuations and a byte order mark.
 *
 * `values[i]` is, by kind:
 * - a name or keyword: its id, the index into `names`;
 * - an opening bracket, field start or f-string start: the index of the token that closes it, or of the end of the logical
 *   line where nothing does;
 * - a closing bracket: the index of the first `for` that stands directly in the bracket, or 0: what makes a comprehension;
 * - a plain string: the length of its prefix, plus 8 where it is triple-quoted, 16 where it is raw, 32 where it is of bytes,
 *   64 where it is not closed.
 */
export interface Tokens {
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  values: Int32Array;
  count: number;
  names: string[];
  readonly directives: Directive[];
  readonly problems: SyntaxProblem[];
}

export const STRING_PREFIX_MASK = 7;
export const STRING_TRIPLE = 8;
export const STRING_RAW = 16;
export const STRING_BYTES = 32;
export const STRING_OPEN = 64;

/** As many tokens as a text of `length` code units has, as a rule. */
export const tokensOf = (length: number): number => Math.max(64, Math.ceil(length / 5));

/** @param capacity how many tokens are expected; more are taken in too */
export function createTokens(capacity: number, names: string[]): Tokens {
  return {
    kinds: new Uint8Array(capacity),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    values: new Int32Array(capacity),
    count: 0,
    names,
    directives: [],
    problems: [],
  };
}

function wider(column: Int32Array, capacity: number): Int32Array {
  const copy = new Int32Array(capacity);
  copy.set(column);
  return copy;
}

function widen(tokens: Tokens, capacity: number): void {
  const kinds = new Uint8Array(capacity);
  kinds.set(tokens.kinds);
  tokens.kinds = kinds;
  tokens.starts = wider(tokens.starts, capacity);
  tokens.ends = wider(tokens.ends, capacity);
  tokens.values = wider(tokens.values, capacity);
}

/** Appends a token and answers its index. */
export function push(tokens: Tokens, kind: number, start: number, end: number, value: number): number {
  const at = tokens.count;
  if (at === tokens.kinds.length) widen(tokens, at * 2);
  tokens.kinds[at] = kind;
  tokens.starts[at] = start;
  tokens.ends[at] = end;
  tokens.values[at] = value;
  tokens.count = at + 1;
  return at;
}

/** How many tokens, directives and problems stand before a place. */
export interface TokenCounts {
  readonly tokens: number;
  readonly directives: number;
  readonly problems: number;
}

export const tokenCountsOf = ({ count, directives, problems }: Tokens): TokenCounts => ({
  tokens: count,
  directives: directives.length,
  problems: problems.length,
});

/**
 * Appends the tokens of another reading from one place to another, none of which points out of that stretch, with all that
 * belongs to them. What stood at an offset stands `shift` code units behind it now.
 */
export function appendTokens(
  tokens: Tokens,
  other: Tokens,
  from: TokenCounts,
  to: TokenCounts,
  shift: number,
): void {
  const first = tokens.count;
  const end = first + to.tokens - from.tokens;
  if (end > tokens.kinds.length) widen(tokens, end);
  const stretch = [from.tokens, to.tokens] as const;
  tokens.kinds.set(other.kinds.subarray(...stretch), first);
  tokens.starts.set(other.starts.subarray(...stretch), first);
  tokens.ends.set(other.ends.subarray(...stretch), first);
  tokens.values.set(other.values.subarray(...stretch), first);
  tokens.count = end;
  shiftOffsets(tokens, first, shift);
  shiftIndices(tokens, first, first - from.tokens);
  for (const { text, span, ownLine } of other.directives.slice(from.directives, to.directives))
    tokens.directives.push({ text, span: { start: span.start + shift, end: span.end + shift }, ownLine });
  for (const { message, offset } of other.problems.slice(from.problems, to.problems))
    tokens.problems.push({ message, offset: offset + shift });
}

function shiftOffsets({ starts, ends, count }: Tokens, first: number, shift: number): void {
  if (shift === 0) return;
  for (let at = first; at < count; at++) {
    starts[at]! += shift;
    ends[at]! += shift;
  }
}

function shiftIndices({ kinds, values, count }: Tokens, first: number, shift: number): void {
  if (shift === 0) return;
  for (let at = first; at < count; at++)
    if (POINTS[kinds[at]!] === 1 && values[at] !== 0) values[at]! += shift;
}
