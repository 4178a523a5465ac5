import type { StringFact } from '../facts.ts';
import { relativeName } from '../rules/relativeModule.ts';
import { namedByString } from '../rules/stringTarget.ts';
import type { Span, TextEdit } from '../text.ts';
import type { Violation } from '../violation.ts';
import { membersOf } from './membersOf.ts';
import { movedTogether, type NewName } from './movedTogether.ts';
import type { Planning } from './planning.ts';

/** A string that names something of a legacy module names it in the canonical one. Answers why it cannot. */
export function moveString(planning: Planning, violation: Violation): string | undefined {
  const { subject, items, module } = violation;
  const [item] = items;
  if (subject.kind !== 'string' || item?.to === undefined) return `${violation.ruleId} has no fix here`;
  // A plan over several files has said already what it is to hold.
  if (planning.strings.has(subject.string)) return undefined;
  const fact = planning.context.facts.strings[subject.string]!;
  const { value } = fact;
  const obstacle = patchedTogether(planning, violation);
  if (obstacle !== undefined) return obstacle;
  const from = value.startsWith('.') ? namedByString(planning.context, fact)?.from : undefined;
  if (value === module || from !== undefined) {
    const to = item.to.slice(0, item.to.lastIndexOf('.'));
    const written = from === undefined ? to : relativeName(value, from.id, to);
    return writeString(planning, subject.string, { to, isSame: false }, written);
  }
  return writeString(planning, subject.string, {
    to: item.to + value.slice(item.from.length),
    isSame: item.kind === 'safe',
  });
}

/** Has a string hold something else, which may be `written` relative to a package. Answers why it cannot. */
export function writeString(
  { context, text, strings }: Planning,
  index: number,
  { to, isSame }: NewName,
  written = to,
): string | undefined {
  const fact = context.facts.strings[index]!;
  // A string of several parts, or with escapes, is not written as it reads.
  if (text.slice(fact.contentSpan.start, fact.contentSpan.end) !== fact.value)
    return 'the string is not written in one piece';
  const site = siteOf(context.facts.references, fact);
  if (!site) return 'the call that the string is given to cannot be read';
  strings.set(index, { from: fact.value, to, isSame, edit: { span: fact.contentSpan, text: written }, site });
  return undefined;
}

/** Why a patch of something that is there must not move alone: those that it is meant for would lose it. */
function patchedTogether(
  { analysis, environment, context }: Planning,
  violation: Violation,
): string | undefined {
  if (context.facts.language !== 'python') return undefined;
  const result = movedTogether(analysis, environment, violation);
  if (!result) return undefined;
  return result.ok
    ? `it has to move together with ${membersOf(result.moved, violation.file)}`
    : result.reason;
}

/** The innermost call around a string. */
function siteOf(
  references: Planning['context']['facts']['references'],
  { span }: StringFact,
): Span | undefined {
  let site: Span | undefined;
  for (const { call } of references.all()) {
    const given = call?.argumentsSpan;
    if (given && given.start <= span.start && span.end <= given.end) site = call.awaitSpan ?? call.span;
  }
  return site;
}

/** A string as it is to read, and the call that it stands in. */
export interface MovedString extends NewName {
  readonly from: string;
  readonly edit: TextEdit;
  readonly site: Span;
}
