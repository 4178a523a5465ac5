import { blockChain } from '../graph/guards.ts';
import { broughtBy, type Planning } from './planning.ts';

/**
 * Takes back what an import inside of a function would bring besides where the plan brings it around the function too: a
 * second binding would hide the first from all that stands before it in the function.
 */
export function dropAddedTwice({ changes, context }: Planning): void {
  const { facts } = context;
  for (const [index, { added }] of changes) {
    const own = facts.imports[index]!;
    const around = new Set(blockChain(facts, own.block));
    const outer = [...changes].filter(([other]) => {
      const { block, statement } = facts.imports[other]!;
      const { scope } = facts.blocks[block]!;
      // What stands in a condition may not be there.
      const isSure = block === scope && around.has(scope) && scope !== facts.blocks[own.block]!.scope;
      return isSure && statement.start < own.statement.start;
    });
    for (const [name, source] of added)
      if (
        outer.some(([, change]) =>
          broughtBy(change).some((brought) => brought.written === name && brought.source === source),
        )
      )
        added.delete(name);
  }
}
