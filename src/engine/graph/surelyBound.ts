import type { Binding, BlockKind, FileFacts, Reference } from '../facts.ts';
import { selected } from '../references.ts';
import { blockChain, guardOf } from './guards.ts';
import { lookUp } from './lookup.ts';

/** What stands in these runs when it is called, or as often as there is something to go through: perhaps never. */
const runsLater: ReadonlySet<BlockKind> = new Set(['function', 'lambda', 'comprehension']);

/**
 * Whether Python has surely made a binding where a reference is read: it stands before it and under no condition that the
 * reference is not under too, no `global` made it from inside a function, and no `del` takes its name away again.
 */
export function isSurelyBound(facts: FileFacts, binding: Binding, { block, span }: Reference): boolean {
  if ((binding.boundAt ?? binding.span.start) >= span.start || isDeleted(facts, binding)) return false;
  const around = new Set(blockChain(facts, block));
  for (const index of blockChain(facts, binding.block)) {
    if (index === binding.scope || around.has(index)) break;
    if (runsLater.has(facts.blocks[index]!.kind)) return false;
  }
  return guardOf(facts, binding, block).kind === 'always';
}

/** Whether a binding is there whenever what is bound beside it is: in the same block, before the reference, and not deleted. */
export function isBoundBeside(
  facts: FileFacts,
  binding: Binding,
  beside: Pick<Binding, 'block'>,
  { span }: Reference,
): boolean {
  return (
    binding.block === beside.block &&
    binding.scope === facts.blocks[beside.block]!.scope &&
    binding.span.start < span.start &&
    !isDeleted(facts, binding)
  );
}

/** Whether a `del` of the file takes a name of a scope away: which of its bindings goes is not followed. */
export function isDeleted(facts: FileFacts, { name, scope }: Pick<Binding, 'name' | 'scope'>): boolean {
  const deletions = selected(facts.references, { names: new Set([name]), use: 'delete' });
  return deletions.some(
    (each) =>
      each.members.length === 0 && lookUp(facts, each.scope, name).some((binding) => binding.scope === scope),
  );
}
