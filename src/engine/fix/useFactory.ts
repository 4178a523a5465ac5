import type { Binding } from '../facts.ts';
import { definitionKey } from '../graph/origin.ts';
import type { Source } from '../source.ts';
import { planFactoryCall } from './factoryCall.ts';
import { isBroughtFor, openChange, type Planning } from './planning.ts';

/** The construction at `index` becomes a call of the factory, which is imported where the class is. Answers why it cannot. */
export function useFactory(planning: Planning, source: Source, index: number): string | undefined {
  const { context, calls } = planning;
  const { graph, file, facts } = context;
  const planned = planFactoryCall(context, index, source, 'class');
  if (!planned.ok) return planned.reason;
  const reference = facts.references[index]!;
  const callee = source.factory!.name;
  const there = graph.bindingsOf(file, { ...reference, name: callee, members: [] });
  if (there.length > 0) {
    if (!there.every((binding) => isFactory(planning, source, binding)))
      return `${callee} means something else here, or not always the factory`;
  } else {
    const bindings = graph.bindingsOf(file, reference);
    const [binding] = bindings;
    if (binding?.kind !== 'import')
      return `${reference.name} is another name for the class; the factory would have to be imported beside it`;
    if (bindings.length > 1)
      return `${reference.name} is bound in more than one place; import ${callee} where it is needed first`;
    if (isForTypesOnly(planning, binding))
      return `${reference.name} is imported for type checkers alone; import ${callee} where it is needed first`;
    if (!isBroughtFor(planning, binding.import, callee, reference.span.start)) {
      const change = openChange(planning, binding.import, source);
      if (typeof change === 'string') return change;
      change.added.add(callee);
    }
  }
  calls.set(index, { call: planned.call, callee });
  return undefined;
}

/** Whether a binding is the factory whenever it is made, today or by this very plan. */
function isFactory(planning: Planning, { factory }: Source, binding: Binding): boolean {
  const { context, changes } = planning;
  if (isForTypesOnly(planning, binding)) return false;
  const means = context.graph.bound(context.file, binding);
  if (means.kind === 'definition' && definitionKey(means) === definitionKey(factory!.definition)) return true;
  return (
    binding.kind === 'import' && changes.get(binding.import)?.leaving.get(binding.imported) === factory!.name
  );
}

function isForTypesOnly({ context }: Planning, binding: Binding): boolean {
  if (binding.kind !== 'import') return false;
  const fact = context.facts.imports[binding.import]!;
  return fact.typeOnly || fact.names[binding.imported]!.typeOnly;
}
