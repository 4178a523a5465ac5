import type { Call, FileFacts, Reference } from '../facts.ts';
import { callerParameters, dottedAt } from '../fix/factoryArguments.ts';
import type { FactoryCall } from '../fix/factoryCall.ts';
import { blockChain } from '../graph/guards.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import type { Factory, Source } from '../source.ts';

/** A call of the factory as it is, or as it would be. */
export interface ContextUse {
  readonly reference: number;
  readonly source: Source;
  /** What it is given as its context, as written; undefined where that is no plain name. */
  readonly context: string | undefined;
}

/** What a planned call gives as the context. */
export function contextOf(facts: FileFacts, { source, arguments: given }: FactoryCall): string | undefined {
  const name = source.factory?.context;
  // Without a keyword the context stands where it stood, which is in front.
  const found =
    given.find(({ keyword }) => keyword === name) ?? given.find(({ keyword }) => keyword === undefined);
  if (!found || name === undefined) return undefined;
  return 'name' in found.value ? found.value.name : dottedAt(facts, found.value.span);
}

/** What a call of the factory that is there gives it as the context. */
export function givenContext(facts: FileFacts, call: Call, factory: Factory): string | undefined {
  const at = callerParameters(factory).findIndex(({ name }) => name === factory.context);
  const positional = call.arguments[at];
  const found =
    call.arguments.find(({ keyword }) => keyword !== undefined && keyword === factory.context) ??
    (positional?.keyword === undefined && !positional?.spread ? positional : undefined);
  return found && dottedAt(facts, found.valueSpan);
}

/**
 * Whether the function around a call makes more than one manager for the very same context: elsewhere in it, or again and
 * again in a loop. Whoever constructs two wants two, and the factory may hand out one and the same.
 */
export function isSharedContext(facts: FileFacts, own: ContextUse, all: readonly ContextUse[]): boolean {
  const { context, reference, source } = own;
  if (context === undefined) return false;
  const at = facts.references.at(reference);
  return (
    repeats(facts, at, context) ||
    all.some((other) => {
      if (other.reference === reference || other.source !== source || other.context !== context) return false;
      const there = facts.references.at(other.reference);
      return (
        functionOf(facts, there.block) === functionOf(facts, at.block) &&
        // The cells of a notebook are run one by one, and again.
        inOneCell(facts, there.span.start, at.span.start) &&
        !exclude(facts, at.block, there.block) &&
        !isReboundBetween(facts, context, at, there)
      );
    })
  );
}

/** Whether a loop around a call leaves the context as it is. */
function repeats(facts: FileFacts, { block }: Reference, context: string): boolean {
  const name = firstName(context);
  const end = functionOf(facts, block);
  return blockChain(facts, block).some((index) => {
    const { kind, span } = facts.blocks[index]!;
    if (index <= end || (kind !== 'loop' && kind !== 'comprehension')) return false;
    return !facts.bindings.some(
      (each) => each.name === name && each.span.start >= span.start && each.span.end <= span.end,
    );
  });
}

/** The index of the function around a block; 0 outside of all. */
function functionOf(facts: FileFacts, block: number): number {
  return (
    blockChain(facts, block).find((index) => /^(function|lambda|class)$/.test(facts.blocks[index]!.kind)) ?? 0
  );
}

/** Whether two blocks never run one after the other: branches of one `if`, a `try` and its handler. */
function exclude(facts: FileFacts, a: number, b: number): boolean {
  const { blocks } = facts;
  const ofB = blockChain(facts, b);
  const ofA = blockChain(facts, a);
  return ofA
    .filter((index) => !ofB.includes(index))
    .some((x) =>
      ofB
        .filter((index) => !ofA.includes(index))
        .some((y) => {
          const [one, other] = [blocks[x]!, blocks[y]!];
          if ((one.of ?? x) !== (other.of ?? y)) return false;
          if (one.kind === 'finally' || other.kind === 'finally') return false;
          return one.kind === 'except' || other.kind === 'except' || blocks[one.of ?? x]!.kind === 'if';
        }),
    );
}

function isReboundBetween(facts: FileFacts, context: string, a: Reference, b: Reference): boolean {
  const [start, end] = [Math.min(a.span.start, b.span.start), Math.max(a.span.start, b.span.start)];
  const name = firstName(context);
  const isBetween = ({ span }: { span: Reference['span'] }): boolean => span.start > start && span.end < end;
  return (
    facts.bindings.some((each) => each.name === name && isBetween(each)) ||
    facts.memberAssignments.some((each) => `${each.owner}.${each.member}` === context && isBetween(each))
  );
}

function firstName(dotted: string): string {
  return dotted.split('.', 1)[0]!;
}
