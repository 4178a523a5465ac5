import type { Binding, Reference } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { runsAtLoad } from './importCycle.ts';
import { patchLookup } from './patchLookup.ts';
import type { Planning } from './planning.ts';

/**
 * Who names the place where a construction finds its class when it runs, to put a double there, as a reason: a call of the
 * factory would not get it. What is constructed while its module is loaded gets none.
 */
export function patchedClass(planning: Planning, reference: Reference, factory: string): string | undefined {
  const { analysis, context, environment } = planning;
  if (context.facts.language !== 'python' || runsAtLoad(context.facts, reference.block)) return undefined;
  const lookup = patchLookup(analysis, environment);
  for (const { module, name } of readWhenItRuns(planning, reference)) {
    const patch = lookup
      .patches(module, name)
      .find((each) => !each.isInside && lookup.reaches(each, context.file));
    if (patch)
      return `${patch.file} patches ${module.id}.${name}, and its double would not stand in for ${factory}: change both by hand`;
  }
  return undefined;
}

interface ReadName {
  readonly module: ModuleTarget;
  readonly name: string;
}

/** The names of modules in which the class is looked up each time: of this one, or of the one that it is taken from then. */
function readWhenItRuns({ analysis, context }: Planning, reference: Reference): ReadName[] {
  const { facts, file, graph } = context;
  const { members, name } = reference;
  if (members.length > 0) {
    const origin = graph.referenced(file, reference)[members.length - 1];
    return origin?.kind === 'module' ? [{ module: origin.target, name: members.at(-1)! }] : [];
  }
  const own: ModuleTarget = { kind: 'file', id: analysis.modules.python.idOf(file), file };
  const readOf = (binding: Binding): ReadName[] => {
    if (binding.scope === 0) return [{ module: own, name }];
    if (binding.kind !== 'import') return [];
    const fact = facts.imports[binding.import]!;
    return [{ module: graph.target(file, fact), name: fact.names[binding.imported]!.name }];
  };
  return graph.bindingsOf(file, reference).flatMap(readOf);
}
