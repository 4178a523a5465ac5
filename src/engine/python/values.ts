/** What the right-hand side of an assignment plainly is: a dotted name, a call of one, or `None`. */
import type { Span } from '../text.ts';
import { nameAt, type Reader, spanOf } from './reader.ts';
import { AWAIT, COMMA, DOT, ENDS_EXPRESSION, LPAR, NAME, NONE, RPAR } from './tokenKinds.ts';

/** The index behind the dotted name that begins at token `at`, or `at` where none does. */
export function behindDottedName(r: Reader, at: number): number {
  if (r.kinds[at] !== NAME) return at;
  let end = at + 1;
  while (r.kinds[end] === DOT && r.kinds[end + 1] === NAME) end += 2;
  return end;
}

/** The dotted name between two token indices, without what stands between its parts. */
export function dottedName(r: Reader, from: number, end: number): string {
  let name = nameAt(r, from);
  for (let at = from + 2; at < end; at += 2) name += `.${nameAt(r, at)}`;
  return name;
}

/** The dotted name that is the whole expression at `at`: it is followed by what ends an expression. */
export function wholeDottedName(r: Reader, at: number): string | undefined {
  const end = behindDottedName(r, at);
  return end > at && ENDS_EXPRESSION[r.kinds[end]!] === 1 ? dottedName(r, at, end) : undefined;
}

/** True where a value cannot go on at token `at`. Outside brackets a comma makes it one part of a tuple. */
function endsValue(r: Reader, at: number, inBrackets: boolean): boolean {
  const kind = r.kinds[at]!;
  return kind === COMMA ? inBrackets : ENDS_EXPRESSION[kind] === 1;
}

/** The dotted name that is the whole value at token `at` of an assignment. */
export function aliasTarget(r: Reader, at: number): { target: string; targetSpan: Span } | undefined {
  const end = behindDottedName(r, at);
  if (end === at || !endsValue(r, end, false)) return undefined;
  return { target: dottedName(r, at, end), targetSpan: spanOf(r, at, end - 1) };
}

/** The function that is made a method of a class, where that is the whole value at token `at`: `classmethod(make)`. */
export function decoratedFunction(
  r: Reader,
  at: number,
): { target: string; decorator: 'classmethod' | 'staticmethod' } | undefined {
  if (r.kinds[at] !== NAME || r.kinds[at + 1] !== LPAR) return undefined;
  const decorator = nameAt(r, at);
  if (decorator !== 'classmethod' && decorator !== 'staticmethod') return undefined;
  const end = behindDottedName(r, at + 2);
  if (end === at + 2 || r.kinds[end] !== RPAR || !endsValue(r, end + 1, false)) return undefined;
  return { target: dottedName(r, at + 2, end), decorator };
}

/** What can be said of the value that begins at token `at` and that is bound to one name. An `await` is looked through. */
export function describeValue(
  r: Reader,
  at: number,
  inBrackets: boolean,
): { calls?: string; isNone?: boolean } {
  if (r.kinds[at] === NONE) return endsValue(r, at + 1, inBrackets) ? { isNone: true } : {};
  const from = r.kinds[at] === AWAIT ? at + 1 : at;
  const end = behindDottedName(r, from);
  if (end === from || r.kinds[end] !== LPAR) return {};
  return endsValue(r, r.values[end]! + 1, inBrackets) ? { calls: dottedName(r, from, end) } : {};
}
