import type { Binding, FileFacts, Reference } from '../facts.ts';

/** The bindings of one file, in source order. */
export interface BindingIndex {
  /** Those of the module's own scope, by name. */
  readonly module: ReadonlyMap<string, readonly Binding[]>;
  /** Those of all other scopes, by name: few names are ever asked for, so the scopes are told apart when one is. */
  readonly inner: ReadonlyMap<string, InnerBindings>;
}

interface InnerBindings {
  readonly all: Binding[];
  byScope?: ReadonlyMap<number, readonly Binding[]>;
}

/** Facts never change: one index serves every graph that they are part of, as an editor makes one for each edit. */
const indexes = new WeakMap<FileFacts, BindingIndex>();

export function bindingIndexOf(facts: FileFacts): BindingIndex {
  let index = indexes.get(facts);
  if (!index) indexes.set(facts, (index = indexBindings(facts)));
  return index;
}

function indexBindings(facts: FileFacts): BindingIndex {
  const module = new Map<string, Binding[]>();
  const inner = new Map<string, InnerBindings>();
  for (const binding of facts.bindings) {
    const { name } = binding;
    if (binding.scope === 0) {
      const known = module.get(name);
      if (known) known.push(binding);
      else module.set(name, [binding]);
      continue;
    }
    const known = inner.get(name);
    if (known) known.all.push(binding);
    else inner.set(name, { all: [binding] });
  }
  return { module, inner };
}

/** The bindings of `name` in one scope; undefined where there are none. */
export function bindingsIn(index: BindingIndex, scope: number, name: string): readonly Binding[] | undefined {
  if (scope === 0) return index.module.get(name);
  const found = index.inner.get(name);
  if (!found) return undefined;
  found.byScope ??= byScope(found.all);
  return found.byScope.get(scope);
}

function byScope(bindings: readonly Binding[]): ReadonlyMap<number, readonly Binding[]> {
  const scopes = new Map<number, Binding[]>();
  for (const binding of bindings) {
    const known = scopes.get(binding.scope);
    if (known) known.push(binding);
    else scopes.set(binding.scope, [binding]);
  }
  return scopes;
}

/**
 * The bindings that a name read in `scope` can mean: those of the nearest scope that has any, by the language's
 * rules. Empty where nothing in the file binds it: a builtin, or a name that is not there. With a `space`, what binds
 * a name in TypeScript's other space only does not hide it.
 */
export function lookUp(
  facts: FileFacts,
  index: BindingIndex,
  scope: number,
  name: string,
  space?: Reference['space'],
): readonly Binding[] {
  if (!index.module.has(name) && !index.inner.has(name)) return [];
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

function inSpace(
  bindings: readonly Binding[] | undefined,
  space: Reference['space'] | undefined,
): readonly Binding[] | undefined {
  if (!bindings || !space) return bindings;
  const seen = bindings.filter((binding) => binding.space === 'both' || binding.space === space);
  return seen.length > 0 ? seen : undefined;
}
