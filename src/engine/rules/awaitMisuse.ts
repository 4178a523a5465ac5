import type { Reference } from '../facts.ts';
import { needsCoroutine, removableWrapper } from '../fix/wrapper.ts';
import type { Definition } from '../graph/origin.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import { awaitObstacle, handlerOf, loneAwaitObstacle, swallowedBy, wakes } from '../surroundings.ts';
import type { FixKind } from '../violation.ts';
import { selected } from '../references.ts';

/** What is wrong with a call of a factory: a sentence without its subject, and what can be done about it. */
export interface Misuse {
  readonly message: string;
  readonly fix: {
    readonly kind: FixKind;
    readonly why: string;
    /** What the fix does, without the factory's name at its end. */
    readonly title?: string;
  };
}

type Scene = Pick<FileContext, 'facts' | 'file' | 'graph'>;

interface Called {
  readonly source: Source;
  readonly definition: Definition;
}

/**
 * An `await` that the called function's definition does not bear, or none where it needs one.
 *
 * A call is missing its `await` only where the outcome is surely used as the manager: an attribute is read of the call itself,
 * or first of the variable that it is bound to, or a `with` enters it. A call that is passed on, returned, yielded or put into a list hands the
 * coroutine to somebody who may await it.
 */
export function awaitMisuse(context: FileContext, reference: Reference, called: Called): Misuse | undefined {
  const { awaitSpan } = reference.call!;
  const result = context.graph.result(called.definition);
  if (result === 'unknown') return undefined;
  if (result === 'awaitable')
    return !awaitSpan && isTakenForResult(context, reference, called.definition)
      ? missing(context, reference)
      : undefined;
  if (awaitSpan) return needless(context, reference, called, result);
  if (context.facts.language !== 'python' || !reference.argumentOf) return undefined;
  return needsCoroutine(context, reference, reference.argumentOf)
    ? wrapped(context, reference, reference.argumentOf, called, result)
    : undefined;
}

function needless(
  context: FileContext,
  reference: Reference,
  called: Called,
  result: 'value' | 'no-sign',
): Misuse {
  const title = 'Remove the await of';
  if (context.facts.language === 'typescript')
    return {
      message: 'is not async, and is awaited',
      fix: {
        kind: 'unsafe',
        why: 'a plain value may be awaited; without it what follows runs a little earlier',
        title,
      },
    };
  const message = 'is not async, so what it gives cannot be awaited';
  const obstacle = loneAwaitObstacle(context.facts, reference.block);
  if (obstacle !== undefined) return { message, fix: { kind: 'none', why: obstacle } };
  const swallowed = swallowedBy(context.facts, reference.block, namesTypeError);
  const doubt =
    doubtful(context, called, result) ??
    (swallowed && swallowed.length > 0 && namesTypeError(swallowed)
      ? `${handlerOf(swallowed)} around it may be there for this very failure`
      : undefined);
  return {
    message,
    fix: doubt
      ? { kind: 'unsafe', why: doubt, title }
      : { kind: 'repair', why: 'awaiting what it gives always fails', title },
  };
}

function namesTypeError(names: readonly string[]): boolean {
  return names.includes('TypeError');
}

/** Why it is not sure that what a factory gives cannot be awaited. */
function doubtful(
  { facts }: FileContext,
  { source, definition }: Called,
  result: 'value' | 'no-sign',
): string | undefined {
  const patched = facts.strings.find(({ value, callee }) => {
    const name = value.slice(value.lastIndexOf('.') + 1);
    return (
      /(^|\.)(patch|setattr)$/.test(callee) &&
      (name === definition.name || name === source.config.factory?.name)
    );
  });
  if (patched) return `${patched.value} is patched in this file, and what stands in for it may be awaitable`;
  return result === 'value'
    ? undefined
    : `${definition.name} is not async, and its definition does not say what it gives: it could be something awaitable`;
}

/** A plain value that is handed to what needs a coroutine: where that is all there is to it, it goes. */
function wrapped(
  context: FileContext,
  reference: Reference,
  callee: string,
  called: Called,
  result: 'value' | 'no-sign',
): Misuse {
  const message = `is not async, and ${callee} needs a coroutine`;
  const found = removableWrapper(context, reference);
  if (!found.ok) return { message, fix: { kind: 'none', why: found.reason } };
  const swallowed = swallowedBy(context.facts, reference.block, () => true);
  if (swallowed?.length === 0)
    return {
      message,
      fix: {
        kind: 'none',
        why: `a bare except around it catches the failure, and what it gives instead is used today: decide which of them is meant`,
      },
    };
  const doubt =
    doubtful(context, called, result) ??
    (swallowed && wakes(swallowed)) ??
    (found.wrapper.isCertain ? undefined : `what ${callee} is cannot be told: it may take a plain value too`);
  const title = `Remove ${callee} around`;
  return {
    message,
    fix: doubt
      ? { kind: 'unsafe', why: doubt, title }
      : { kind: 'repair', why: `${callee} always fails with what it gives`, title },
  };
}

function missing({ facts }: FileContext, { block }: Reference): Misuse {
  const message = 'is async, and is not awaited';
  const title = 'Await';
  if (facts.blocks[block]!.kind === 'comprehension')
    return { message, fix: { kind: 'none', why: 'awaiting it would make the comprehension asynchronous' } };
  const obstacle = awaitObstacle(facts, block);
  if (obstacle === undefined)
    return {
      message,
      fix: { kind: 'repair', why: 'what is used is a coroutine, and not the manager', title },
    };
  const why = obstacle === 'the function around it is not' ? `${obstacle} async` : obstacle;
  return { message, fix: { kind: 'none', why } };
}

/** What a promise can be asked for itself; a coroutine is never asked for anything. */
const ofPromises = /^(then|catch|finally)$/;

/** Whether a call that is not awaited is used as what an `await` would give: today what it gives is taken for something else. */
export function isTakenForResult(scene: Scene, reference: Reference, definition: Definition): boolean {
  return isUsedAtOnce(scene, reference) || isEntered(scene, reference, definition);
}

/**
 * Whether a call is what a `with` enters: no coroutine can be entered. What can be awaited besides may be made for it, as the
 * requests of HTTP clients are.
 */
function isEntered({ facts }: Scene, { block, call }: Reference, { binding }: Definition): boolean {
  if (facts.language !== 'python' || binding.kind !== 'function' || !binding.isAsync) return false;
  const { start, end } = call!.span;
  return facts.blocks.some(
    ({ parent, entered }) =>
      parent === block && entered?.some((span) => span.start === start && span.end === end),
  );
}

/** Whether the outcome of a call that is not awaited is used as what an `await` would give. */
function isUsedAtOnce({ facts, graph, file }: Scene, reference: Reference): boolean {
  const isOfResult = (member: string): boolean => facts.language === 'python' || !ofPromises.test(member);
  const { member } = reference.call!;
  if (member !== undefined) return isOfResult(member);
  if (reference.argumentOf !== undefined) return false;
  const written = [reference.name, ...reference.members].join('.');
  const variable = facts.bindings.findLast(
    (binding) => binding.kind === 'variable' && binding.span.end <= reference.span.start,
  );
  if (variable?.kind !== 'variable' || variable.calls !== written || variable.block !== reference.block)
    return false;
  const before = { start: variable.span.end + 1, end: reference.span.start };
  if (facts.references.select({ use: 'call', startsIn: before }).length > 0) return false;
  const behind = { start: reference.call!.span.end + 1, end: Infinity };
  const first = selected(facts.references, { names: new Set([variable.name]), startsIn: behind }).find(
    (use) => graph.bindingsOf(file, use).includes(variable),
  );
  return (
    first?.members[0] !== undefined &&
    isOfResult(first.members[0]) &&
    graph.bindingsOf(file, first).length === 1
  );
}
