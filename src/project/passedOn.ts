import type { Analysis } from '../engine/analysis.ts';
import { isStarImport, type Binding, type FileFacts } from '../engine/facts.ts';
import type { Origin } from '../engine/graph/origin.ts';
import { ownerOf } from '../engine/ownership.ts';

/**
 * The names of a Python file's module level that mean something owned: what it defines, what it takes from others by name, and
 * what a star import brings it.
 */
export function passedOn(analysis: Analysis, file: string): string[] {
  const { graph, sources } = analysis;
  const seen = analysis.context(file);
  if (!seen) return [];
  const mayBeOwned = (binding: Binding): boolean =>
    binding.kind === 'class' ||
    binding.kind === 'function' ||
    ((binding.kind === 'import' || binding.kind === 'alias') && seen.mayBeOwned(binding));
  const isOwned = (origin: Origin): boolean =>
    origin.kind === 'definition' && ownerOf(sources, '', origin.name, origin) !== undefined;
  const bound = new Set<string>();
  for (const [name, bindings] of seen.facts.bindingIndex().module)
    if (bindings.some(mayBeOwned)) bound.add(name);
  const names = new Set([...bound].filter((name) => isOwned(graph.ownName(file, name))));
  for (const [name, origin] of broughtByStars(analysis, file, seen.facts))
    if (!bound.has(name) && isOwned(origin)) names.add(name);
  return [...names];
}

/** The names that star imports of the module level bring, and what they mean where they come from. */
function* broughtByStars(
  { graph }: Analysis,
  file: string,
  { blocks, imports }: FileFacts,
): Generator<readonly [name: string, origin: Origin]> {
  for (const fact of imports) {
    if (!isStarImport(fact) || blocks[fact.block]!.scope !== 0) continue;
    const target = graph.target(file, fact);
    for (const name of graph.exportedNames(target, 'python') ?? [])
      yield [name, graph.exported(target, name, 'python')];
  }
}
