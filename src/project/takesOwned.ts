import type { Analysis } from '../engine/analysis.ts';
import { ownerOf, sourceOfModule } from '../engine/ownership.ts';
import type { ImportLine } from './importIndex.ts';
import type { SoughtNames } from './soughtNames.ts';

/**
 * Whether one of the quoted dotted paths, which begin with a legacy module, leads to that module itself or to a name of it,
 * and not to another module inside of it.
 */
export function namesLegacy({ modules, sources }: Analysis, quoted: readonly string[]): boolean {
  return quoted.some((dotted) => {
    const { kind, id } = modules.python.resolveId(dotted);
    return (kind !== 'file' && kind !== 'namespace') || sourceOfModule(sources, id) !== undefined;
  });
}

/**
 * Whether the imports of a Python file take something owned, or something that is gone from a source's modules: whatever
 * else they take, no rule has a say about it. Cheap: what names mean is remembered, and asked for only where a name is sought.
 *
 * @param usesOnlyTypes what is imported from its canonical module is used in no way that a rule has a say about
 */
export function takesOwned(
  { graph, modules, sources }: Analysis,
  sought: SoughtNames,
  lines: readonly ImportLine[],
  usesOnlyTypes: boolean,
): boolean {
  return lines.some((line) => {
    if (!sought.isTaken(line)) return false;
    const target = modules.python.resolveId(line.module);
    return line.names.some((name) => {
      // What is used of a whole module is not known before the file is read.
      if (name === '*') return true;
      // For type checkers a name may mean something else.
      return (['value', 'type'] as const).some((askedFor) => {
        const origin = graph.exported(target, name, 'python', askedFor);
        if (origin.kind === 'module') return sought.isLeading(origin.target.id);
        const owner = ownerOf(sources, target.id, name, origin);
        if (owner)
          return !(usesOnlyTypes && owner.canonical.id === target.id && origin.kind === 'definition');
        return origin.kind === 'missing' && sourceOfModule(sources, target.id) !== undefined;
      });
    });
  });
}
