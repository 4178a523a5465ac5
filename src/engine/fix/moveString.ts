import type { StringFact } from '../facts.ts';
import type { Span, TextEdit } from '../text.ts';
import type { Violation } from '../violation.ts';
import type { Planning } from './planning.ts';

/** A string that names something of a legacy module names it in the canonical one. Answers why it cannot. */
export function moveString({ context, text, strings }: Planning, violation: Violation): string | undefined {
  const { subject, items, module } = violation;
  const [item] = items;
  if (subject.kind !== 'string' || item?.to === undefined) return `${violation.ruleId} has no fix here`;
  const fact = context.facts.strings[subject.string]!;
  // A string of several parts, or with escapes, is not written as it reads.
  if (text.slice(fact.contentSpan.start, fact.contentSpan.end) !== fact.value)
    return 'the string is not written in one piece';
  const site = siteOf(context.facts.references, fact);
  if (!site) return 'the call that the string is given to cannot be read';
  const content =
    fact.value === module
      ? item.to.slice(0, item.to.lastIndexOf('.'))
      : item.to + fact.value.slice(item.from.length);
  strings.set(subject.string, { edit: { span: fact.contentSpan, text: content }, site });
  return undefined;
}

/** The innermost call around a string. */
function siteOf(
  references: Planning['context']['facts']['references'],
  { span }: StringFact,
): Span | undefined {
  let site: Span | undefined;
  for (const { call } of references) {
    const given = call?.argumentsSpan;
    if (given && given.start <= span.start && span.end <= given.end) site = call.awaitSpan ?? call.span;
  }
  return site;
}

/** A string as it is to read, and the call that it stands in. */
export interface MovedString {
  readonly edit: TextEdit;
  readonly site: Span;
}
