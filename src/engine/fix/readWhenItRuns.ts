import type { Binding, Reference } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Planning } from './planning.ts';

/** A name of a module, which whoever patches it has another object under. */
export interface ReadName {
  readonly module: ModuleTarget;
  readonly name: string;
}

/** The names of modules in which what is called is looked up each time: of this one, or of the one that it is taken from then. */
export function readWhenItRuns(
  { analysis, context }: Pick<Planning, 'analysis' | 'context'>,
  reference: Reference,
): ReadName[] {
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
