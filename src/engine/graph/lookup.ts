import { bindingsIn } from '../bindingIndex.ts';
import type { Binding, FileFacts, Reference } from '../facts.ts';

/**
 * The bindings that a name read in `scope` can mean: those of the nearest scope that has any, by the language's
 * rules. Empty where nothing in the file binds it: a builtin, or a name that is not there. With a `space`, what binds
 * a name in TypeScript's other space only does not hide it.
 */
export function lookUp(
  facts: FileFacts,
  scope: number,
  name: string,
  space?: Reference['space'],
): readonly Binding[] {
  const index = facts.bindingIndex();
  if (!index.module.has(name) && !index.hasInner(name)) return [];
  const isPython = facts.language === 'python';
  let at = scope;
  let first = true;
  while (at >= 0) {
    const block = facts.blocks[at]!;
    if (isPython && block.globals?.includes(name)) return index.module.get(name) ?? [];
    // Python's functions do not see the names of the class around them; in TypeScript members are no names at all.
    const hidden = block.kind === 'class' && !(isPython && first);
    const found = hidden ? undefined : inSpace(bindingsIn(index, at, name), isPython ? undefined : space);
    if (found && !block.nonlocals?.includes(name)) return found;
    // A comprehension or a type parameter list in a class body still counts as inside it for its first part only, which
    // extraction has put in the class's own scope.
    first = false;
    at = block.parent < 0 ? -1 : facts.blocks[block.parent]!.scope;
  }
  return [];
}

/**
 * What a name means in the body of a Python class that binds it, as long as it has not: the module's own of that name. The
 * functions around are passed over.
 */
export function lookUpBehindClass(facts: FileFacts, scope: number, name: string): readonly Binding[] {
  if (facts.language !== 'python' || facts.blocks[scope]!.kind !== 'class') return [];
  return facts.bindingIndex().module.get(name) ?? [];
}

function inSpace(
  bindings: readonly Binding[] | undefined,
  space: Reference['space'] | undefined,
): readonly Binding[] | undefined {
  if (!bindings || !space) return bindings;
  const seen = bindings.filter((binding) => binding.space === 'both' || binding.space === space);
  return seen.length > 0 ? seen : undefined;
}
