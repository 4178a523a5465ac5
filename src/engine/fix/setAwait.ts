import type { Span, TextEdit } from '../text.ts';
import type { Violation } from '../violation.ts';
import { awaitedDouble, isAwaitable } from './awaitedDouble.ts';
import type { Planning } from './planning.ts';
import { awaitEdits, siteOf } from './renderCall.ts';
import { removableWrapper } from './wrapper.ts';

/**
 * A call of the factory that is awaited or handed to what awaits it, and must not be, or the other way round. Answers why it
 * cannot be changed.
 */
export function setAwait(planning: Planning, { subject, ruleId }: Violation): string | undefined {
  const { context, awaits } = planning;
  const reference = subject.kind === 'reference' ? context.facts.references.at(subject.reference) : undefined;
  if (subject.kind !== 'reference' || !reference?.call) return `${ruleId} has no fix here`;
  if (reference.argumentOf === undefined) {
    const change = reference.call.awaitSpan ? 'drop' : 'add';
    // The call fails today, unless it is one of a double that is made to be awaited.
    const doubled = change === 'drop' ? awaitedDouble(planning, reference, change, isAwaitable) : undefined;
    if (doubled === undefined) awaits.set(subject.reference, change);
    return doubled;
  }
  const found = removableWrapper(context, reference);
  if (!found.ok) return found.reason;
  awaits.set(subject.reference, { unwrap: found.wrapper.span });
  return undefined;
}

/** Edits of all calls that change their `await` alone; undefined where a comment would be lost. */
export function renderAwaits({
  context,
  text,
  awaits,
  calls,
}: Planning): { readonly edits: TextEdit[]; readonly sites: Span[] } | undefined {
  const edits: TextEdit[] = [];
  const sites: Span[] = [];
  for (const [index, change] of awaits) {
    // A call that becomes one of another function gets the await of that one.
    if (calls.has(index)) continue;
    const { call } = context.facts.references.at(index);
    const rendered = awaitEdits(text, context.facts, change, call!);
    if (!rendered) return undefined;
    edits.push(...rendered);
    sites.push(siteOf(change, call!));
  }
  return { edits, sites };
}
