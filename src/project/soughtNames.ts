import type { SourceConfig } from '../engine/config/schema.ts';
import type { ImportLine } from './importIndex.ts';

/** Names of Python modules that lead to something owned. It only grows: a name that no longer does costs a look. */
export interface SoughtNames {
  /** Takes in that `module` passes on `name`. False where that was known, and where all of the module is sought. */
  add(module: string, name: string): boolean;
  /** Whether all names of a module are sought: it is one of the sources' own. */
  isWhole(module: string): boolean;
  /** Whether an import takes one of the names, or a module that has some. */
  isTaken(line: ImportLine): boolean;
  /** Whether a module leads to something owned, by itself or by one of its names. */
  isLeading(module: string): boolean;
  /** The names by the module that passes them on. */
  entries(): readonly (readonly [module: string, names: readonly string[]])[];
}

/** @param sources their modules lead there with all names, the packages around them with the next part of the path */
export function createSoughtNames(
  sources: readonly Pick<SourceConfig, 'module' | 'legacyModules'>[],
): SoughtNames {
  const whole = new Set(
    // A source that is only tracked has no module.
    sources.flatMap(({ module, legacyModules }) =>
      module === '' ? legacyModules : [module, ...legacyModules],
    ),
  );
  const names = new Map<string, Set<string>>();
  for (const module of whole) {
    const parts = module.split('.');
    for (let length = 1; length < parts.length; length++)
      add(parts.slice(0, length).join('.'), parts[length]!);
  }

  function add(module: string, name: string): boolean {
    if (whole.has(module)) return false;
    const known = names.get(module);
    if (known?.has(name)) return false;
    if (known) known.add(name);
    else names.set(module, new Set([name]));
    return true;
  }

  function isLeading(module: string): boolean {
    return whole.has(module) || names.has(module);
  }

  return {
    add,
    isWhole: (module) => whole.has(module),
    isTaken({ module, names: taken }) {
      const sought = names.get(module);
      return (
        whole.has(module) ||
        (sought !== undefined && taken.some((name) => name === '*' || sought.has(name))) ||
        // `from p import n` may name the module p.n.
        taken.some((name) => isLeading(`${module}.${name}`))
      );
    },
    isLeading,
    entries: () => [...names].map(([module, passedOn]) => [module, [...passedOn]] as const),
  };
}
