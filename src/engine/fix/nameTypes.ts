import { isTypeUse, typeNameFor } from '../typeName.ts';
import { isBroughtForAnother, usesOf, type Planning } from './planning.ts';
import { canRename, isCanonicalAt } from './renameUses.ts';

/**
 * Where constructions of a class have become calls of the factory, what only names it as a type goes on with the class
 * whose instances the factory gives. An annotation decides nothing when the program runs; `isinstance` and `spec=` do, and
 * follow only where the class is not there today or another object was asked for.
 */
export function nameTypes(planning: Planning): void {
  const { changes, context, violations } = planning;
  const isAskedFor = violations.some(
    ({ ruleId, fix }) => ruleId === 'direct-construction' && fix.kind === 'unsafe',
  );
  for (const [index, { added }] of changes) {
    if (added.size === 0) continue;
    for (const position of context.facts.imports[index]!.names.keys())
      nameTypesOf(planning, index, position, isAskedFor);
  }
}

function nameTypesOf(planning: Planning, index: number, position: number, isAskedFor: boolean): void {
  const { calls, changes, context, renames } = planning;
  const { facts, file, graph } = context;
  const { name, local } = facts.imports[index]!.names[position]!;
  if (local === undefined) return;
  const uses = usesOf(context, index, position);
  const source = uses.map((use) => calls.get(use)?.call.source).find((each) => each !== undefined);
  const others = uses
    .filter((use) => !calls.has(use))
    .map((use) => ({ ...facts.references.at(use), at: use }));
  if (!source || others.length === 0) return;
  if (!others.every((other) => isTypeUse(other) && other.members.length === 0)) return;
  const today = graph.imported(file, index, position);
  const typeName = typeNameFor(source, name, today);
  if (typeName === undefined || isBroughtForAnother(planning, index, typeName, source)) return;
  const isFree = today.kind === 'missing' || isAskedFor;
  const following = others.filter(({ use }) => isFree || use === 'annotation');
  if (following.length === 0) return;
  const isThere = following.every((each) => isCanonicalAt(context, source, each, typeName, index));
  if (!isThere && !canRename(planning, index, uses, local, typeName)) return;
  if (!isThere) changes.get(index)!.added.set(typeName, source);
  for (const { at: reference } of following)
    renames.set(reference, { reference, members: 0, text: typeName, isIntended: true });
}
