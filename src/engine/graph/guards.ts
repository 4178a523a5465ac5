import type { Binding, Block, FileFacts } from '../facts.ts';

/**
 * Whether a binding is there for one who looks from another block.
 *
 * - `always`: it is made whenever the observer runs.
 * - `try`: it is made unless its `try` failed before; `tryBlock` is that block.
 * - `except`: it is made where the `try` failed.
 * - `if`: it depends on a condition, a loop or a case, or on whether a function is called.
 * - `type-checking`: it is there for type checkers alone.
 */
export interface Guard {
  readonly kind: 'always' | 'try' | 'except' | 'if' | 'type-checking';
  /** The index of the `try` block that `try` and `except` belong to. */
  readonly tryBlock?: number;
}

const always: Guard = { kind: 'always' };

/** The guard of `binding` as seen from `observer`, a block's index: blocks that hold the observer too do not count. */
export function guardOf(
  facts: FileFacts,
  binding: Pick<Binding, 'block' | 'scope'>,
  observer: number,
): Guard {
  if (binding.block === binding.scope || binding.block === observer) return always;
  let guard = always;
  // A block stands behind those that hold it: the observer's are met on the way up.
  let around = observer;
  for (
    let index = binding.block;
    index >= 0 && index !== binding.scope;
    index = facts.blocks[index]!.parent
  ) {
    while (around > index) around = facts.blocks[around]!.parent;
    if (around === index) break;
    guard = weaker(guard, ownGuard(facts, index));
  }
  return guard;
}

/** The indices of a block and of all that hold it, innermost first. */
export function blockChain(facts: FileFacts, block: number): number[] {
  const chain: number[] = [];
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) chain.push(index);
  return chain;
}

function ownGuard(facts: FileFacts, index: number): Guard {
  const block = facts.blocks[index]!;
  switch (block.kind) {
    case 'try':
      return { kind: 'try', tryBlock: index };
    case 'except':
      return { kind: 'except', ...(block.of === undefined ? {} : { tryBlock: block.of }) };
    case 'else':
      return ofTry(facts, block) ?? conditional(block);
    case 'if':
      return conditional(block);
    case 'loop':
    case 'case':
    case 'function':
    case 'lambda':
      // What a function binds outside of itself is there once it was called.
      return { kind: 'if' };
    case 'with':
      // `with suppress(ImportError)` goes on without the binding.
      return block.contexts?.some((context) => /(^|\.)suppress$/.test(context))
        ? { kind: 'try', tryBlock: index }
        : always;
    case 'module':
    case 'class':
    case 'comprehension':
    case 'type-parameters':
    case 'finally':
    case 'block':
      return always;
  }
}

/** The `else` of a `try` goes on where its body succeeded. */
function ofTry(facts: FileFacts, block: Block): Guard | undefined {
  return block.of !== undefined && facts.blocks[block.of]?.kind === 'try'
    ? { kind: 'try', tryBlock: block.of }
    : undefined;
}

function conditional(block: Block): Guard {
  if (block.condition === 'type-checking') return { kind: 'type-checking' };
  if (block.condition === 'runtime-only') return always;
  return { kind: 'if' };
}

const strength = ['always', 'try', 'except', 'if', 'type-checking'] as const;

function weaker(a: Guard, b: Guard): Guard {
  return strength.indexOf(b.kind) > strength.indexOf(a.kind) ? b : a;
}
