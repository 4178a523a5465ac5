import type { Binding } from './facts.ts';

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

/**
 * Gives the index of bindings that never change, made when it is first asked for: one serves every graph that the file is
 * part of, as an editor makes one for each edit. It belongs to the facts themselves: a `WeakMap` beside them keeps all of
 * its keys alive through each collection of the young generation, with every edit's facts among them.
 */
export function indexedWhenAsked(bindings: readonly Binding[]): () => BindingIndex {
  let index: BindingIndex | undefined;
  return () => (index ??= indexBindings(bindings));
}

function indexBindings(bindings: readonly Binding[]): BindingIndex {
  const module = new Map<string, Binding[]>();
  const inner = new Map<string, InnerBindings>();
  for (const binding of bindings) {
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
