import type { Counterpart } from './counterpart.ts';
import type { Reference } from './facts.ts';
import { usesOf } from './fix/planning.ts';
import { describeOrigin, sameOrigin, type Origin } from './graph/origin.ts';
import type { FileContext } from './rule.ts';
import type { Source } from './source.ts';

/** Whether a name is only said where a type is meant: in an annotation, to `isinstance`, as what a mock takes after. */
export function isTypeUse({ use }: Reference): boolean {
  return use === 'annotation' || use === 'isinstance' || use === 'spec';
}

/**
 * The class that annotations, `isinstance` and `spec=` name, in place of a class of the canonical module that has
 * another definition: what the factory gives is not an instance of that one.
 *
 * @param today what the name means where it is used, if it means anything
 * @returns its name in the canonical module; undefined where there is none, or the class is that one itself
 */
export function typeNameFor(source: Source, name: string, today?: Origin): string | undefined {
  const { typeName, classes } = source.config;
  if (typeName === undefined || typeName === name || !classes.includes(name)) return undefined;
  const type = source.canonicalName(typeName);
  if (today && sameOrigin(today, type)) return undefined;
  const own = source.canonicalName(name);
  return type.kind === 'definition' && own.kind === 'definition' && !sameOrigin(type, own)
    ? typeName
    : undefined;
}

/** What an imported class becomes that is only used as a type: the source's type, where the name alone would be another. */
export function asType(
  context: FileContext,
  { index, position }: { readonly index: number; readonly position: number },
  source: Source,
  today: Origin,
  found: Counterpart,
): Counterpart {
  if (found.name === undefined || (found.kind !== 'repair' && found.kind !== 'unsafe')) return found;
  const typeName = typeNameFor(source, found.name);
  if (typeName === undefined) return found;
  const uses = usesOf(context, index, position).map((use) => context.facts.references.at(use));
  if (uses.length === 0 || !uses.every((use) => isTypeUse(use) && use.members.length === 0)) return found;
  if (today.kind === 'missing') return { ...found, name: typeName };
  const there = source.canonicalName(typeName);
  return {
    ...found,
    name: typeName,
    why: `it is only named as a type: today ${describeOrigin(today)}, then ${describeOrigin(there)}`,
  };
}

/**
 * What a construction is tested for in the same function, where that is another class than the one whose instances the
 * factory gives: the test would fail, so that more than the construction has to change.
 */
export function testedAsClass(
  { facts, graph, file }: FileContext,
  source: Source,
  reference: Reference,
): string | undefined {
  const [binding] = graph.bindingsOf(file, reference);
  if (binding?.kind !== 'import') return undefined;
  const { name } = facts.imports[binding.import]!.names[binding.imported]!;
  const typeName = typeNameFor(source, name, graph.bound(file, binding));
  if (typeName === undefined) return undefined;
  const tests = { names: new Set([reference.name]), use: 'isinstance', scope: reference.scope } as const;
  return facts.references.select(tests).length > 0
    ? `${reference.name} is what isinstance asks for here, and becomes ${typeName} there too: that is another class`
    : undefined;
}
