import type { Walk } from './walk.ts';

/** The parser reads an `await` anywhere; that a synchronous function holds it is an error all the same. */
export function checkAwait({ facts }: Walk, offset: number): void {
  let block = facts.blocks[facts.block]!;
  while (block.kind !== 'function' && block.kind !== 'lambda' && !block.isDefault && block.parent !== -1)
    block = facts.blocks[block.parent]!;
  if (block.kind === 'module' || block.isAsync) return;
  const message = block.isDefault
    ? "'await' is not allowed in the default of a parameter."
    : "'await' is only allowed in async functions and at the top level of a module.";
  facts.syntaxErrors.push({ message, offset });
}
