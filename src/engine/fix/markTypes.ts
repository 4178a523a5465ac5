import type { Analysis } from '../analysis.ts';
import type { Origin } from '../graph/origin.ts';
import { isConstructed } from './dropUnused.ts';
import { openChange, usesOf, writtenName, type Planning } from './planning.ts';

/**
 * A class whose constructions have become calls of the factory, and that nothing but types name any more, is imported as a type where the
 * project wants types to be marked. Where decorators keep types for the running program, they are values.
 */
export function markTypes(planning: Planning): void {
  const { changes, context, environment } = planning;
  const { facts, file, graph } = context;
  const options = environment.importOptions?.(file);
  if (facts.language !== 'typescript' || !options?.typesAreMarked || /\.[cm]?jsx?$/.test(file)) return;
  if (options.typesAreEmitted && facts.references.all().some(({ use }) => use === 'decorator')) return;
  for (const [index, fact] of facts.imports.entries()) {
    if (fact.form !== 'from' || fact.typeOnly || changes.get(index)?.removedLine) continue;
    for (const [position, { local, localSpan, name, typeOnly }] of fact.names.entries()) {
      // A default that stands outside of the braces has no place for it.
      if (typeOnly || local === undefined || (name === 'default' && localSpan === undefined)) continue;
      const uses = usesOf(context, index, position);
      const left = uses.filter((use) => !isConstructed(planning, use));
      if (left.length === 0 || left.length === uses.length) continue;
      if (!left.every((use) => isForTypes(planning, use))) continue;
      const leaving = changes.get(index)?.leaving.get(position);
      const source =
        leaving?.source ??
        uses.map((use) => planning.calls.get(use)?.call.source).find((each) => each !== undefined);
      if (leaving === null || !source) continue;
      if (!leaving && graph.target(file, fact).id !== source.canonical.id) continue;
      const written = leaving?.written ?? writtenName(planning, index, position);
      openChange(planning, index).leaving.set(position, { source, written: `type ${written}` });
    }
  }
}

/**
 * A name that is repaired, and is a type in the canonical module, is brought as one: where the project wants all types to be
 * marked, or where the file passes it on and the project is compiled file by file.
 */
export function markRepairedTypes({ analysis, changes, context, environment }: Planning): void {
  const { facts, file } = context;
  const options = environment.importOptions?.(file);
  if (facts.language !== 'typescript' || !options || /\.[cm]?jsx?$/.test(file)) return;
  for (const [index, change] of changes) {
    const fact = facts.imports[index]!;
    if ((fact.form !== 'from' && fact.form !== 'reexport') || fact.typeOnly) continue;
    for (const [position, brought] of change.leaving) {
      const { local, typeOnly } = fact.names[position]!;
      if (!brought || typeOnly || brought.written.startsWith('type ')) continue;
      const isPassedOn = fact.form === 'reexport' || facts.exports.some((each) => each.local === local);
      if (!options.typesAreMarked && !(isPassedOn && options.passedTypesAreMarked)) continue;
      const [name = ''] = brought.written.split(' as ');
      if (name === 'default' || !isTypeAlone(analysis, brought.source.canonicalName(name))) continue;
      change.leaving.set(position, { ...brought, written: `type ${brought.written}` });
    }
  }
}

/** Whether something is a type, and no value of the same name stands beside it. */
export function isTypeAlone(analysis: Analysis, origin: Origin): boolean {
  if (origin.kind !== 'definition' || origin.binding.kind !== 'type') return false;
  const { name, scope } = origin.binding;
  return !analysis
    .read(origin.file)
    ?.facts.bindings.some((other) => other.name === name && other.scope === scope && other.space !== 'type');
}

/** Whether a name is read where a type stands, `typeof name` among them. */
function isForTypes({ context }: Planning, use: number): boolean {
  const { space, use: how } = context.facts.references.at(use);
  return space === 'type' || how === 'annotation';
}
