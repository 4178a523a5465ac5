import type { Analysis } from '../analysis.ts';
import type { Binding, FileFacts, Reference } from '../facts.ts';
import { blockChain } from '../graph/guards.ts';
import type { Origin } from '../graph/origin.ts';
import { contains, type Span } from '../text.ts';
import type { FilePlan } from './filePlan.ts';
import { changedUse } from './renameUses.ts';
import { isSameObject, type Plans } from './sameObject.ts';
import { shiftedSites } from './shiftedText.ts';

/**
 * A name outside the plan's own intent that meant one thing and would mean another, as a reason: a name of the module
 * level, an export, or any name that is read outside of what the plan edits.
 */
export function changedMeaning(
  before: Analysis,
  after: Analysis,
  plan: FilePlan,
  plans: Plans,
): string | undefined {
  const { file } = plan;
  const oldFacts = before.read(file)!.facts;
  const newFacts = after.read(file)!.facts;
  const same = (was: Origin, is: Origin): boolean => isSameObject(was, is, plans);
  const isIntended = intendedBindings(oldFacts, plan);
  const intended = new Set(
    oldFacts.bindings.flatMap((binding) =>
      binding.scope === 0 && isIntended(binding) ? [binding.name] : [],
    ),
  );

  for (const name of before.graph.boundNames(file)) {
    if (intended.has(name) || plan.dropped.includes(name)) continue;
    if (!same(before.graph.ownName(file, name), after.graph.ownName(file, name)))
      return `${name} would mean another object`;
  }
  // What is bound on a condition is unknown both times, and its last binding still may not be another one.
  const [last, lastNow] = [lastBindings(before, file), lastBindings(after, file)];
  for (const [name, binding] of last) {
    const now = lastNow.get(name);
    if (!now || intended.has(name)) continue;
    if (!same(before.graph.bound(file, binding), after.graph.bound(file, now)))
      return `${name} would mean another object`;
  }
  const exported = changedExport(before, after, file, intended, same);
  if (exported) return exported;
  const renamed = changedUse(before, after, plan, plans);
  if (renamed !== undefined) return renamed;

  // References keep their order: the edits only rename, remove or add single ones, all of them in sites.
  const old = outside(oldFacts, plan.sites);
  const now = outside(newFacts, shiftedSites(plan));
  for (const [index, reference] of old.entries()) {
    const here = now[index];
    if (!here || !isReadAlike(reference, here))
      return `${reference.name} outside of what is fixed would be read differently`;
    if (before.graph.bindingsOf(file, reference).some(isIntended)) continue;
    const is = after.graph.referenced(file, here);
    if (plan.unstarred.has(reference.name) && before.graph.bindingsOf(file, reference).length === 0) {
      const brought = plan.unstarred.get(reference.name);
      if (brought && !same(brought, is[0]!)) return `${reference.name} would mean another object`;
      continue;
    }
    const was = before.graph.referenced(file, reference);
    if (was.length !== is.length || !was.every((origin, at) => same(origin, is[at]!)))
      return `${reference.name} would mean another object`;
  }
  return now.length > old.length ? `${now[old.length]!.name} would be read as a name` : undefined;
}

/**
 * What changes on purpose: the imports that are repaired or replaced, what is another name for one of them, and what is
 * bound in or for a `try` that such an import has let fail until now.
 */
function intendedBindings(facts: FileFacts, plan: FilePlan): (binding: Binding) => boolean {
  const intended = new Set<Binding>();
  const names = new Set<string>();
  const tries = new Set(
    plan.changed.flatMap(({ import: index }) =>
      blockChain(facts, facts.imports[index]!.block).filter((block) => facts.blocks[block]!.kind === 'try'),
    ),
  );
  const isWoken = ({ block }: Binding): boolean =>
    tries.size > 0 &&
    blockChain(facts, block).some((each) => tries.has(each) || tries.has(facts.blocks[each]!.of ?? -1));
  const isIntended = (binding: Binding): boolean =>
    (binding.kind === 'import' &&
      plan.changed.some((each) => each.import === binding.import && each.imported === binding.imported)) ||
    (binding.kind === 'alias' && names.has(binding.target.split('.', 1)[0]!)) ||
    isWoken(binding);
  for (let known = -1; known < intended.size;) {
    known = intended.size;
    for (const binding of facts.bindings.filter(isIntended)) {
      intended.add(binding);
      names.add(binding.name);
    }
  }
  return (binding) => intended.has(binding);
}

function lastBindings(analysis: Analysis, file: string): Map<string, Binding> {
  const { bindings } = analysis.read(file)!.facts;
  return new Map(
    bindings.flatMap((binding) => (binding.scope === 0 ? [[binding.name, binding] as const] : [])),
  );
}

function hasNoNames({ graph }: Analysis, file: string, index: number): boolean {
  const target = graph.target(file, graph.importsOf(file)[index]!);
  return graph.exportedNames(target, 'typescript')?.size === 0;
}

function changedExport(
  before: Analysis,
  after: Analysis,
  file: string,
  intended: ReadonlySet<string>,
  same: (was: Origin, is: Origin) => boolean,
): string | undefined {
  const { facts } = before.read(file)!;
  if (facts.language !== 'typescript') return undefined;
  const target = { kind: 'file', id: before.modules.typescript.idOf(file), file } as const;
  const there = new Set(after.read(file)!.facts.exports.map(({ exported }) => exported));
  for (const { exported, local, import: index, imported } of facts.exports) {
    if (!there.has(exported)) {
      // A module that is a class as a whole has no names to pass on.
      if (exported === '*' && index !== undefined && hasNoNames(before, file, index)) continue;
      return `${exported} would be exported no more`;
    }
    if (exported === '*' || (local !== undefined && intended.has(local))) continue;
    const was = before.graph.exported(target, exported, 'typescript');
    const is = after.graph.exported(target, exported, 'typescript');
    // A re-export binds no name; where it was broken, that it is there now is the repair.
    const isRepaired = index !== undefined && imported !== undefined && was.kind === 'missing';
    if (!isRepaired && !same(was, is)) return `${exported} would be another object to those that import it`;
  }
  return undefined;
}

function outside(facts: FileFacts, sites: readonly Span[]): Reference[] {
  return facts.references.all().filter(({ span }) => !sites.some((site) => contains(site, span)));
}

/** The same name in the same place of its statement: what stands before it may not swallow it. */
function isReadAlike(old: Reference, now: Reference): boolean {
  return (
    old.name === now.name &&
    old.use === now.use &&
    old.space === now.space &&
    old.members.join('.') === now.members.join('.')
  );
}
