import { planModuleMove, type ModuleMove } from '../rules/moduleMove.ts';
import { moduleUses, type ModuleUse } from '../rules/moduleUses.ts';
import type { ImportFact } from '../facts.ts';
import type { Violation } from '../violation.ts';
import { planFactoryCall } from './factoryCall.ts';
import { hasMore, wholeLine } from './dropUnused.ts';
import { mockInTheWay } from './mockedTogether.ts';
import { patchedOnTheWay } from './patchedOnTheWay.ts';
import { patchLookup } from './patchLookup.ts';
import { isNeeded, userElsewhere } from './neededNames.ts';
import { isBroughtForAnother, openChange, usesOf, type OpenChange, type Planning } from './planning.ts';
import { isCanonicalAt } from './renameUses.ts';
import { requiredByStatement } from './requiredByStatement.ts';

type Counterparts = ModuleMove['counterparts'];

/** Owned names that are used through a module are used through their canonical ones. Answers why they cannot be. */
export function moveModuleUses(planning: Planning, violation: Violation): string | undefined {
  const { context } = planning;
  const { subject, module } = violation;
  if (subject.kind !== 'import') return undefined;
  const uses = (moduleUses(context).get(subject.import) ?? []).filter((use) => use.module === module);
  const [first] = uses;
  if (!first) return `nothing is used through ${module} here`;
  const planned = planModuleMove(context, uses);
  if (!planned.ok) return planned.reason;
  const shared = sharedStatement(planning, subject.import);
  if (shared !== undefined) return shared;
  const fact = context.facts.imports[subject.import]!;
  const { local = '' } = fact.names[first.imported]!;
  const { how, counterparts } = planned.move;
  const obstacle =
    context.facts.language === 'python'
      ? patchedUse(planning, uses, counterparts, local)
      : (mockedUse(planning, fact, uses, counterparts) ??
        (how === 'names'
          ? (usedForOthers(planning, fact) ?? deferredByStatement(planning, fact))
          : undefined));
  if (obstacle !== undefined) return obstacle;
  return how === 'retarget'
    ? retarget(planning, uses, counterparts, local)
    : byName(planning, uses, counterparts);
}

/** A mock of TypeScript that the uses are made for today, or would newly run into. */
function mockedUse(
  { context, analysis, environment }: Planning,
  fact: ImportFact,
  uses: readonly ModuleUse[],
  counterparts: Counterparts,
): string | undefined {
  if (fact.typeOnly) return undefined;
  for (const { name, origin, source } of uses) {
    const moving = { file: context.file, fact, today: origin, source, isMoved: false };
    const there = counterparts.get(name)!.name ?? name;
    const reason = mockInTheWay(analysis, environment, { ...moving, there });
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** One statement is written once: of the modules that it names, one is moved at a time. */
function sharedStatement({ context, changes }: Planning, index: number): string | undefined {
  const { imports } = context.facts;
  const { form, statement } = imports[index]!;
  const isShared = [...changes.keys()].some(
    (other) => other !== index && imports[other]!.statement.start === statement.start,
  );
  return isShared || (changes.has(index) && form === 'module')
    ? 'the statement imports several modules, which are moved one after the other'
    : undefined;
}

function usedForOthers(planning: Planning, fact: ImportFact): string | undefined {
  const obstacle = requiredByStatement(planning, fact);
  return obstacle && `the module is used for other names too, and ${obstacle}`;
}

/** `import defer * as m from 'm'`: there is no such import of single names, which would be loaded at once. */
function deferredByStatement({ text }: Planning, { statement, names }: ImportFact): string | undefined {
  const isDeferred =
    names[0]?.name === '*' && /^import\s+defer\b/.test(text.slice(statement.start, statement.end));
  return isDeferred
    ? 'the module is loaded when it is used first, and an import of single names would load it at once'
    : undefined;
}

/**
 * What puts a double where the name is read today, under the legacy module's name or through this file's own name for the
 * module; or under the canonical module's, which is not read today.
 */
function patchedUse(
  planning: Planning,
  uses: readonly ModuleUse[],
  counterparts: Counterparts,
  local: string,
): string | undefined {
  const { analysis, context, environment } = planning;
  const lookup = patchLookup(analysis, environment);
  const { python } = analysis.modules;
  const own = `${python.idOf(context.file)}.${local}`;
  const [naming] = environment.filesNaming(own);
  if (naming !== undefined) return `${naming} names ${own}, as a patch does`;
  for (const { name, module, origin, source } of uses) {
    if (origin.kind === 'missing') continue;
    const there = counterparts.get(name)!.name ?? name;
    const target = python.resolveId(module);
    const onTheWay = patchedOnTheWay(planning, source, target, name, false);
    if (onTheWay !== undefined) return onTheWay;
    const reaching = [
      { target, dotted: `${module}.${name}`, name },
      { target: source.canonical, dotted: `${source.canonical.id}.${there}`, name: there },
    ].flatMap(({ target: of, dotted, name: patchedName }) =>
      lookup
        .patches(of, patchedName)
        .filter((patch) => !patch.isInside && lookup.reaches(patch, context.file))
        .map((patch) => ({ patch, dotted })),
    );
    const [first] = reaching;
    if (first)
      return `${first.patch.file} patches ${first.dotted}, which is read here when the code runs: both have to move together`;
  }
  return undefined;
}

/** `import legacy as m` becomes `import canonical as m`; what has another name there is renamed behind it. */
function retarget(
  planning: Planning,
  uses: readonly ModuleUse[],
  counterparts: Counterparts,
  local: string,
): string | undefined {
  const { analysis, context, environment } = planning;
  const { import: index, imported, source } = uses[0]!;
  if (context.facts.blocks[context.facts.imports[index]!.block]!.scope === 0) {
    const user = userElsewhere(analysis, environment, context.file, local);
    if (user !== undefined) return user;
  }
  openChange(planning, index).retargeted = { source, position: imported };
  planning.changed.push({ import: index, imported });
  return renameAll(planning, uses, counterparts, (name) => `${local}.${name}`);
}

/** The names are imported beside the module, whose own import goes where nothing else needs it. */
function byName(
  planning: Planning,
  uses: readonly ModuleUse[],
  counterparts: Counterparts,
): string | undefined {
  const { context } = planning;
  const { import: index } = uses[0]!;
  const change = openChange(planning, index);
  for (const use of uses) {
    const { name = use.name } = counterparts.get(use.name)!;
    if (isBroughtForAnother(planning, index, name, use.source))
      return `${name} will be that of another source here; fix one after the other`;
    const reference = context.facts.references.at(use.reference);
    if (!isCanonicalAt(context, use.source, reference, name, index)) change.added.set(name, use.source);
  }
  const refused = renameAll(planning, uses, counterparts, (name) => name);
  if (refused === undefined && change.added.size === 0) dropModule(planning, index, change);
  return refused;
}

/** An import whose names are there already goes with its line, where nothing else needs what it binds. */
function dropModule(planning: Planning, index: number, change: OpenChange): void {
  const { context, dropped, renames, text } = planning;
  const { facts } = context;
  const { block, names, statement } = facts.imports[index]!;
  const { local = '' } = names[0]!;
  const isAlone =
    names.length === 1 &&
    facts.imports.every((each, at) => at === index || each.statement.start !== statement.start);
  const isGone = usesOf(context, index, 0).every((use) => renames.has(use));
  const line = wholeLine(text, statement)?.[0]!.span;
  if (!isAlone || !isGone || !line || !hasMore(facts, block, statement)) return;
  if (isNeeded(planning, block, local)) return;
  change.removedLine = line;
  change.leaving.set(0, null);
  if (facts.blocks[block]!.scope === 0) dropped.add(local);
}

function renameAll(
  planning: Planning,
  uses: readonly ModuleUse[],
  counterparts: Counterparts,
  written: (name: string) => string,
): string | undefined {
  for (const { reference, members, name, source } of uses) {
    const { name: there = name, kind, replacesFactory } = counterparts.get(name)!;
    const text = written(there);
    if (!replacesFactory) {
      planning.renames.set(reference, { reference, members, text, isIntended: kind !== 'safe' });
      continue;
    }
    const planned = planFactoryCall(planning.context, reference, source, 'legacy-factory');
    if (!planned.ok) return planned.reason;
    planning.calls.set(reference, { call: planned.call, callee: text });
  }
  return undefined;
}
