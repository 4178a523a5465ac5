import type { Analysis } from '../engine/analysis.ts';
import type { Binding } from '../engine/facts.ts';
import { ownerOf } from '../engine/ownership.ts';

/** The names of a file's module level that mean something owned: what it defines, and what it takes from others. */
export function passedOn(analysis: Analysis, file: string): string[] {
  const { graph, sources } = analysis;
  const seen = analysis.context(file);
  if (!seen) return [];
  const mayBeOwned = (binding: Binding): boolean =>
    binding.kind === 'class' ||
    binding.kind === 'function' ||
    ((binding.kind === 'import' || binding.kind === 'alias') && seen.mayBeOwned(binding));
  const names = new Set(
    seen.facts.bindings
      .filter((binding) => binding.scope === 0 && mayBeOwned(binding))
      .map(({ name }) => name),
  );
  return [...names].filter((name) => {
    const origin = graph.ownName(file, name);
    return origin.kind === 'definition' && ownerOf(sources, '', name, origin) !== undefined;
  });
}
