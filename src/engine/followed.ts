import type { Binding, FileFacts } from './facts.ts';

/** What of a file may mean something owned: all that a rule has to follow, out of many names and references. */
export interface Followed {
  /** Names that an import which may lead to something owned binds, or another name for one of those. */
  readonly names: ReadonlySet<string>;
  /** Indices of the references to these names and to managed classes, which may be read where nothing binds them. */
  readonly references: readonly number[];
}

/** @param classes the names of managed classes */
export function followedIn(
  { bindings, references }: FileFacts,
  mayBeOwned: (binding: Binding) => boolean,
  classes: readonly string[],
): Followed {
  const names = new Set<string>();
  const aliases = new Map<string, string[]>();
  for (const binding of bindings) {
    if (binding.kind === 'import') {
      if (!names.has(binding.name) && mayBeOwned(binding)) names.add(binding.name);
    } else if (binding.kind === 'alias') {
      const dot = binding.target.indexOf('.');
      const head = dot < 0 ? binding.target : binding.target.slice(0, dot);
      const known = aliases.get(head);
      if (known) known.push(binding.name);
      else aliases.set(head, [binding.name]);
    }
  }
  // A set takes in what is added while it is gone through: aliases of aliases are met.
  for (const name of names) for (const alias of aliases.get(name) ?? []) names.add(alias);

  const read = classes.length === 0 ? names : new Set([...names, ...classes]);
  return { names, references: references.select({ names: read }) };
}
