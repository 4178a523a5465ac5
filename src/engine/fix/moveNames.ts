import type { ImportFact } from '../facts.ts';
import { sameOrigin } from '../graph/origin.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Source } from '../source.ts';
import type { Violation, ViolationItem } from '../violation.ts';
import { awaitedDouble } from './awaitedDouble.ts';
import { bringsAnotherFactory, callsElsewhere, changesElsewhere } from './callsElsewhere.ts';
import { comparedIdentity } from './comparedIdentity.ts';
import { planFactoryCall } from './factoryCall.ts';
import { runsAtLoad } from './importCycle.ts';
import { mockInTheWay } from './mockedTogether.ts';
import { replacing } from './movedTogether.ts';
import { patchedOnTheWay, replacedModule } from './patchedOnTheWay.ts';
import { patchLookup } from './patchLookup.ts';
import type { Patch } from './patches.ts';
import {
  broughtBy,
  isBroughtFor,
  isBroughtForAnother,
  openChange,
  usesOf,
  writtenName,
  type Planning,
} from './planning.ts';
import { canRename } from './renameUses.ts';
import { commentsOf } from './renderNames.ts';
import { requiredByStatement } from './requiredByStatement.ts';

/** The names of an import violation leave its statement for those from their canonical modules. Answers why they cannot. */
export function moveNames(planning: Planning, violation: Violation): string | undefined {
  const { analysis, context } = planning;
  const { subject } = violation;
  if (subject.kind !== 'import') return undefined;
  const fact = context.facts.imports[subject.import]!;
  const change = openChange(planning, subject.import);
  for (const [at, position] of subject.names.entries()) {
    const item = violation.items[at]!;
    const imported = fact.names[position]!;
    const source = analysis.sources.find(({ config }) => config.id === item.source);
    if (!source) return `there is no source ${item.source}`;
    if (item.to === undefined) return item.why;
    const obstacle =
      mockedModule(planning, source, subject.import, position, item) ??
      patchedName(planning, source, fact, imported.name, item) ??
      comparedIdentity(planning, subject.import, position);
    if (obstacle !== undefined) return obstacle;
    const elsewhere = calledElsewhere(planning, source, subject.import, position, item);
    if (elsewhere !== undefined) return elsewhere;
    const name = item.to.slice(item.to.lastIndexOf('.') + 1);
    if (imported.name === '*' && isWholeThere(planning, source, name)) {
      change.retargeted = { source, position };
      continue;
    }
    const stays = imported.name === '*' ? requiredByStatement(planning, fact) : undefined;
    if (stays !== undefined) return stays;
    if (name === imported.name || item.kind === 'safe' || !isCallReplaced(source, name, imported.name)) {
      change.leaving.set(position, {
        source,
        written: renameClass(planning, source, subject.import, position, name, item),
      });
      continue;
    }
    const uses = usesOf(context, subject.import, position);
    if (imported.local === undefined) return `${imported.name} is re-exported under its own name`;
    const isRenamed =
      imported.localSpan === undefined &&
      canRename(planning, subject.import, uses, imported.local, name) &&
      !isBroughtFor(planning, subject.import, name, Infinity) &&
      !isBroughtForAnother(planning, subject.import, name, source);
    const written = isRenamed ? name : `${name} as ${imported.local}`;
    // Two legacy factories of one statement may have become the same one, which is brought once: what is said of it stays.
    const { comment, above } = commentsOf(planning.text, fact, position);
    const isThere = broughtBy(change).some((each) => each.written === written && each.source === source);
    const isDropped = isThere && comment === '' && above.length === 0;
    change.leaving.set(position, isDropped ? null : { source, written });
    for (const use of uses) {
      const planned = planFactoryCall(context, use, source, 'legacy-factory');
      if (!planned.ok) return planned.reason;
      const doubled = awaitedDouble(planning, context.facts.references.at(use), planned.call.await);
      if (doubled !== undefined) return doubled;
      planning.calls.set(use, { call: planned.call, callee: isRenamed ? name : imported.local });
    }
  }
  return undefined;
}

/** Whether a name is what the canonical module is as a whole, so that it is taken from there in the same way. */
function isWholeThere({ analysis }: Planning, source: Source, name: string): boolean {
  const whole = analysis.graph.exported(source.canonical, 'export=', 'typescript');
  return sameOrigin(whole, source.canonicalName(name));
}

/** Whether another function becomes the factory, which takes other arguments and may need another `await`. */
function isCallReplaced({ factory, config }: Source, name: string, legacyName: string): boolean {
  return name === factory?.name && config.legacyFactories.includes(legacyName);
}

/**
 * How the import from the canonical module writes a name that has another one there. Where the old name means something
 * else in that module, keeping it would mislead: its uses take the new one, if they can.
 */
function renameClass(
  planning: Planning,
  source: Source,
  index: number,
  position: number,
  name: string,
  { kind }: ViolationItem,
): string {
  const { context, renames } = planning;
  const { name: imported, local, localSpan } = context.facts.imports[index]!.names[position]!;
  const uses = usesOf(context, index, position);
  if (
    name === imported ||
    localSpan !== undefined ||
    // Whoever imports a default has chosen its name.
    imported === 'default' ||
    local === undefined ||
    source.canonicalName(imported).kind === 'missing' ||
    isBroughtFor(planning, index, name, Infinity) ||
    isBroughtForAnother(planning, index, name, source) ||
    !canRename(planning, index, uses, local, name)
  )
    return writtenName(planning, index, position, name);
  for (const reference of uses)
    renames.set(reference, { reference, members: 0, text: name, isIntended: kind !== 'safe' });
  if (context.facts.blocks[context.facts.imports[index]!.block]!.scope === 0) planning.dropped.add(local);
  return name;
}

/** A call in another file of the function that it has from here, which has to change with the import. */
function calledElsewhere(
  { analysis, context, environment, together }: Planning,
  source: Source,
  index: number,
  position: number,
  item: ViolationItem,
): string | undefined {
  const { facts, file, graph } = context;
  const { block, names } = facts.imports[index]!;
  const { local } = names[position]!;
  if (facts.language !== 'python' || facts.blocks[block]!.scope !== 0 || local === undefined)
    return undefined;
  if (together?.factories.has(local)) return undefined;
  const today = graph.imported(file, index, position);
  if (!bringsAnotherFactory(analysis, source, today, item)) return undefined;
  return changesElsewhere(analysis, callsElsewhere(analysis, environment, file, local, source, today));
}

/** A mock of TypeScript that the import is made for today, or would newly run into. */
function mockedModule(
  { context, analysis, environment, together }: Planning,
  source: Source,
  index: number,
  position: number,
  { from, to = '' }: ViolationItem,
): string | undefined {
  const { facts, file, graph } = context;
  const fact = facts.imports[index]!;
  if (facts.language !== 'typescript' || fact.typeOnly || fact.names[position]!.typeOnly) return undefined;
  return mockInTheWay(analysis, environment, {
    file,
    fact,
    today: graph.imported(file, index, position),
    source,
    there: to.slice(to.lastIndexOf('.') + 1),
    isMoved: together?.attributes.has(from) ?? false,
  });
}

/**
 * What puts a double under the legacy module's name, which a function that imports it when it runs then gets; or under the
 * canonical one's, which it does not get and would.
 */
function patchedName(
  planning: Planning,
  source: Source,
  fact: ImportFact,
  imported: string,
  { from, to = '', kind }: ViolationItem,
): string | undefined {
  const { analysis, context, environment, together } = planning;
  const { facts, file, graph } = context;
  if (facts.language !== 'python' || kind === 'repair' || fact.typeOnly) return undefined;
  const lookup = patchLookup(analysis, environment);
  const target = graph.target(file, fact);
  const isAtLoad = runsAtLoad(facts, fact.block);
  const onTheWay = patchedOnTheWay(planning, source, target, imported, isAtLoad);
  if (onTheWay !== undefined || isAtLoad || together?.attributes.has(from)) return onTheWay;
  const reaching = (module: ModuleTarget, name: string): Patch | undefined =>
    replacing(lookup, module, name).find((patch) => lookup.reaches(patch, file));
  const lost = reaching(target, imported);
  if (lost?.isModule) return replacedModule(lost, target);
  if (lost)
    return `${lost.file} patches ${from}, which is imported here when the code runs: both have to move together`;
  const caught = reaching(source.canonical, to.slice(to.lastIndexOf('.') + 1));
  return (
    caught &&
    `${caught.file} patches ${to}, and the code here, which has not read that until now, would get the double`
  );
}
