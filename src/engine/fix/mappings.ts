import type { FileFacts, Reference } from '../facts.ts';
import { literalOf } from '../python/literalKeys.ts';
import { selected } from '../references.ts';
import type { Span } from '../text.ts';

/** Methods of a dictionary that put something into it. */
export const WRITING: ReadonlySet<string> = new Set(['update', 'setdefault', '__setitem__', '__ior__']);

/** What is given a dictionary, and writes nothing into it. `delitem` only takes away. */
const READING = new Set(
  'all any bool copy copy.copy copy.deepcopy dict frozenset id isinstance iter len list print repr set sorted str tuple type'.split(
    ' ',
  ),
);

/** A subscript with a string in it, as it stands behind a dictionary. */
export interface KeyBehind {
  readonly key: string;
  readonly end: number;
}

/** The subscript that stands at `offset`, where it is a string. */
export function keyBehind(text: string, offset: number): KeyBehind | undefined {
  const found = /^\s*\[\s*([^[\]\s]+)\s*\]/.exec(text.slice(offset, offset + 300));
  const key = found && literalOf(found[1]!);
  return key ? { key, end: offset + found[0].length } : undefined;
}

export function isSubscripted(text: string, { end }: Span): boolean {
  return /^\s*\[/.test(text.slice(end, end + 80));
}

/** Whether what stands at `span` gets to somebody who may write into it: as an argument, as a result, under another name. */
export function isHandedOn(text: string, { argumentOf }: Pick<Reference, 'argumentOf'>, span: Span): boolean {
  if (argumentOf !== undefined) return !READING.has(argumentOf) && !argumentOf.endsWith('.delitem');
  return /(^|[^=!<>])=\s*$|\b(return|yield)\s+$/.test(text.slice(Math.max(0, span.start - 80), span.start));
}

/** Whether what is put into the argument of a call is taken out again: `patch.dict(table, …)`, `monkeypatch.setitem(table, …)`. */
export function isForAWhile(callee: string | undefined): boolean {
  return callee !== undefined && /\.(dict|setitem)$/.test(callee);
}

/** Whether a string that is nothing but `value` stands somewhere in a text. */
export function isQuoted(text: string, value: string): boolean {
  return text.includes(`"${value}"`) || text.includes(`'${value}'`);
}

/** The innermost call among whose arguments a stretch stands. */
export function callGiven(facts: FileFacts, span: Span): Reference | undefined {
  let found: Reference | undefined;
  for (const reference of selected(facts.references, { given: span }))
    if (!found || found.call!.argumentsSpan.start < reference.call!.argumentsSpan.start) found = reference;
  return found;
}
