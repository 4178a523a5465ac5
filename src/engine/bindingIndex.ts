import type { Binding } from './facts.ts';

/** The bindings of one file, in source order. */
export interface BindingIndex {
  /** Those of the module's own scope, by name. */
  readonly module: ReadonlyMap<string, readonly Binding[]>;
  /** Whether any other scope binds a name. */
  hasInner(name: string): boolean;
  /** Those of all other scopes that bind a name, by scope. */
  inner(name: string): ReadonlyMap<number, readonly Binding[]>;
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

/** Few names of inner scopes are ever asked for: each has a chain of its bindings, and the scopes are told apart when one is. */
function indexBindings(bindings: readonly Binding[]): BindingIndex {
  const module = new Map<string, Binding[]>();
  /** The place behind the last binding of a name, and by place the same of the one before it; 0 where there is none. */
  const last = new Map<string, number>();
  const before = new Int32Array(bindings.length);
  const asked = new Map<string, ReadonlyMap<number, readonly Binding[]>>();
  for (let at = 0; at < bindings.length; at++) {
    const binding = bindings[at]!;
    const { name } = binding;
    if (binding.scope === 0) {
      const known = module.get(name);
      if (known) known.push(binding);
      else module.set(name, [binding]);
      continue;
    }
    before[at] = last.get(name) ?? 0;
    last.set(name, at + 1);
  }

  function scopesOf(name: string): ReadonlyMap<number, readonly Binding[]> {
    const scopes = new Map<number, Binding[]>();
    for (let behind = last.get(name) ?? 0; behind > 0; behind = before[behind - 1]!) {
      const binding = bindings[behind - 1]!;
      const known = scopes.get(binding.scope);
      if (known) known.push(binding);
      else scopes.set(binding.scope, [binding]);
    }
    for (const found of scopes.values()) found.reverse();
    return scopes;
  }

  function inner(name: string): ReadonlyMap<number, readonly Binding[]> {
    let scopes = asked.get(name);
    if (!scopes) asked.set(name, (scopes = scopesOf(name)));
    return scopes;
  }

  return { module, inner, hasInner: (name) => last.has(name) };
}

/** The bindings of `name` in one scope; undefined where there are none. */
export function bindingsIn(index: BindingIndex, scope: number, name: string): readonly Binding[] | undefined {
  return scope === 0 ? index.module.get(name) : index.inner(name).get(scope);
}
