import type { Analysis } from '../analysis.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Source } from '../source.ts';
import { patchLookup } from './patchLookup.ts';
import type { Patch } from './patches.ts';
import type { Planning } from './planning.ts';

/** A name of a module that a file takes from there once, when it is loaded. */
interface TakenName {
  readonly module: ModuleTarget;
  readonly name: string;
  readonly reader: string;
}

/**
 * Who replaces for good what is taken when a module is loaded, on the way from `name` of `module` to the canonical one, as a
 * reason. The import of that one would not pass there.
 *
 * @param isAtLoad whether the file itself takes the name when it is loaded, and not each time that its code runs
 */
export function patchedOnTheWay(
  { analysis, context, environment }: Planning,
  { canonical }: Source,
  module: ModuleTarget,
  name: string,
  isAtLoad: boolean,
): string | undefined {
  if (context.facts.language !== 'python') return undefined;
  const lookup = patchLookup(analysis, environment);
  const way = [
    ...(isAtLoad ? [{ module, name, reader: context.file }] : []),
    ...takenOnTheWay(analysis, module, name),
  ];
  for (const taken of way) {
    if (taken.module.id === canonical.id) return undefined;
    const patch = lookup
      .lasting(taken.module, taken.name)
      .find((each) => lookup.reachesLoading(each, taken.reader));
    if (!patch) continue;
    if (patch.isModule) return replacedModule(patch, taken.module);
    return `${patch.file} replaces ${taken.module.id}.${taken.name} for good, and ${taken.reader} may be loaded after that: it has the double then`;
  }
  return undefined;
}

export function replacedModule({ file }: Patch, { id }: ModuleTarget): string {
  return `${file} puts another module in the place of ${id}, and this import gets its names from there`;
}

/** What the module takes the name from, and what that does. */
function takenOnTheWay({ graph }: Analysis, module: ModuleTarget, name: string): TakenName[] {
  const taken: TakenName[] = [];
  let passed = name;
  for (const { file, span } of graph.exported(module, name, 'python').steps)
    for (const fact of graph.importsOf(file)) {
      if (fact.form !== 'from' || span.start < fact.span.start || fact.span.end < span.end) continue;
      const named = fact.names.find((each) => each.span.start === span.start);
      if (named) passed = named.name;
      taken.push({ module: graph.target(file, fact), name: passed, reader: file });
    }
  return taken;
}
