import type { Binding, FileFacts } from '../facts.ts';

/** The bindings of one file, by scope and name, in source order. */
export type BindingIndex = ReadonlyMap<number, ReadonlyMap<string, readonly Binding[]>>;

export function indexBindings(facts: FileFacts): BindingIndex {
  const index = new Map<number, Map<string, Binding[]>>();
  for (const binding of facts.bindings) {
    let names = index.get(binding.scope);
    if (!names) index.set(binding.scope, (names = new Map<string, Binding[]>()));
    const known = names.get(binding.name);
    if (known) known.push(binding);
    else names.set(binding.name, [binding]);
  }
  return index;
}

/**
 * The bindings that a name read in `scope` can mean: those of the nearest scope that has any, by the language's
 * rules. Empty where nothing in the file binds it: a builtin, or a name that is not there.
 */
export function lookUp(
  facts: FileFacts,
  index: BindingIndex,
  scope: number,
  name: string,
): readonly Binding[] {
  let at = scope;
  let first = true;
  while (at >= 0) {
    const block = facts.blocks[at]!;
    if (facts.language === 'python' && block.globals?.includes(name)) return index.get(0)?.get(name) ?? [];
    // Python's functions do not see the names of the class around them.
    const hidden = facts.language === 'python' && block.kind === 'class' && !first;
    const found = hidden ? undefined : index.get(at)?.get(name);
    if (found && !block.nonlocals?.includes(name)) return found;
    // A comprehension or a type parameter list in a class body still counts as inside it for its first part only, which
    // extraction has put in the class's own scope.
    first = false;
    at = block.parent < 0 ? -1 : facts.blocks[block.parent]!.scope;
  }
  return [];
}
