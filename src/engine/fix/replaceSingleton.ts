import { definitionKey } from '../graph/origin.ts';
import { planSingletonCall } from '../rules/singletonUse.ts';
import type { Source } from '../source.ts';
import { isBroughtForAnother, openChange, type Planning } from './planning.ts';
import { isCanonicalAt, isFreeAt, isFreeAtImport } from './renameUses.ts';

/** A use of a ready-made instance becomes a call of the factory, which is imported where the instance is. Answers why it cannot. */
export function replaceSingleton(planning: Planning, source: Source, index: number): string | undefined {
  const { context, renames } = planning;
  const { facts, graph, file } = context;
  const planned = planSingletonCall(context, index, source);
  if (!planned.ok) return planned.reason;
  const reference = facts.references.at(index);
  const { name } = source.factory!;
  const bindings = graph.bindingsOf(file, reference);
  const [binding] = bindings;
  if (bindings.length !== 1 || binding?.kind !== 'import')
    return `${reference.name} is another name for the instance; the factory would have to be imported beside it`;
  const { form, typeOnly } = facts.imports[binding.import]!;
  if (form !== 'from' || typeOnly) return `${reference.name} is not imported by name`;
  if (isBroughtForAnother(planning, binding.import, name, source))
    return `${name} will be that of another source here; fix one after the other`;
  const change = openChange(planning, binding.import);
  if (!isCanonicalAt(context, source, reference, name, binding.import)) {
    if (!isFreeAt(context, reference, name) || !isFreeAtImport(context, binding.import, name))
      return `${name} means something else here`;
    change.added.set(name, source);
  }
  renames.set(index, {
    reference: index,
    members: 0,
    text: `${name}(${planned.arguments})`,
    isIntended: true,
    isCall: true,
  });
  return undefined;
}

/** Whether a reference is to such an instance of a source itself. */
export function isSingleton({ context }: Planning, source: Source, index: number): boolean {
  const { facts, graph, file } = context;
  const [origin] = graph.referenced(file, facts.references.at(index));
  return origin?.kind === 'definition' && source.singletonDefinitions().has(definitionKey(origin));
}
