import { counterpartOf } from '../counterpart.ts';
import { isStarImport, type Binding, type ImportFact, type Language } from '../facts.ts';
import { planFactoryCall } from '../fix/factoryCall.ts';
import { usesOf } from '../fix/planning.ts';
import { whereLoaded } from '../loading/failedLoad.ts';
import type { Origin } from '../graph/origin.ts';
import { violatedSource } from '../ownership.ts';
import type { FileContext, Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { failureIsCaught, isDeliberate, isExpectedToFail } from '../surroundings.ts';
import { weakest, type Finding, type ViolationForm, type ViolationItem } from '../violation.ts';
import { fallbackObstacle } from './fallbackChain.ts';
import { planModuleMove } from './moduleMove.ts';
import { moduleUses, type ModuleUse } from './moduleUses.ts';
import { planStarMove } from './starMove.ts';
import { isExportedByName } from './starReexport.ts';
import { asType } from '../typeName.ts';

/** An owned name that is imported from anywhere but its canonical module. */
export const legacyImport: Rule = {
  id: 'legacy-import',
  description: 'An owned name is imported from a module that is not its canonical one.',
  check(context) {
    const uses = moduleUses(context);
    const bindings = importBindings(context);
    return context.facts.imports.flatMap((fact, index) => [
      ...importedByName(context, fact, index, bindings.get(index)),
      ...usedThroughModule(context, fact, index, uses.get(index) ?? []),
      ...(uses.has(index) ? [] : passedOnWhole(context, fact, index)),
    ]);
  },
};

function importedByName(
  context: FileContext,
  fact: ImportFact,
  index: number,
  bindings: ReadonlyMap<number, Binding> | undefined,
): Finding[] {
  const target = context.graph.target(context.file, fact);
  if (isStarImport(fact)) return throughStar(context, fact, index);
  const found: Owned[] = [];
  const positions: number[] = [];
  for (const [position, { name, local }] of fact.names.entries()) {
    const binding = bindings?.get(position);
    if (binding && !context.mayBeOwned(binding)) continue;
    const origin = context.graph.imported(context.file, index, position);
    if (name === '*' && origin.kind !== 'definition') continue;
    // What a module is as a whole is its default to importers of another kind.
    const called = name === '*' ? 'default' : name;
    const source = violatedSource(context, target.id, called, origin);
    if (!source || source.canonical.id === target.id) continue;
    const item = importItem(context, { fact, index, position }, source, target.id, called, local, origin);
    found.push({ source, item });
    positions.push(position);
  }
  if (found.length === 0) return [];
  return [
    finding(context, fact, {
      found,
      module: target.id,
      form: formOf(context.facts.language, fact),
      subject: { kind: 'import', import: index, names: positions },
    }),
  ];
}

/** A name of a finding, and whose it is. */
interface Owned {
  readonly source: Source;
  readonly item: ViolationItem;
}

/** The bindings that imports make, by import and position of the name; a re-export makes none. */
function importBindings({ facts }: FileContext): ReadonlyMap<number, ReadonlyMap<number, Binding>> {
  const all = new Map<number, Map<number, Binding>>();
  for (const binding of facts.bindings) {
    if (binding.kind !== 'import') continue;
    const known = all.get(binding.import);
    if (known) known.set(binding.imported, binding);
    else all.set(binding.import, new Map([[binding.imported, binding]]));
  }
  return all;
}

function importItem(
  context: FileContext,
  at: { fact: ImportFact; index: number; position: number },
  source: Source,
  module: string,
  name: string,
  local: string | undefined,
  origin: Origin,
): ViolationItem {
  const caught = at.fact.isCaught ?? failureIsCaught(context.facts, at.fact.block);
  const from = context.graph.target(context.file, at.fact);
  const loaded = whereLoaded(
    context,
    source,
    from,
    origin,
    caught,
    counterpartOf(source, name, origin, caught),
  );
  const counterpart = asType(context, at, source, origin, loaded);
  const item = {
    name,
    source: source.config.id,
    local,
    from: `${module}.${name}`,
    to: counterpart.name === undefined ? undefined : `${source.config.module}.${counterpart.name}`,
  };
  const fallback =
    counterpart.name === undefined || context.facts.language !== 'python'
      ? undefined
      : fallbackObstacle(context, at.fact, source, counterpart.name);
  const obstacle = fallback ?? (counterpart.replacesFactory ? callObstacle(context, at, source) : undefined);
  return obstacle
    ? { ...item, kind: 'none', why: obstacle }
    : { ...item, kind: counterpart.kind, why: counterpart.why };
}

/** Why a call of a legacy factory cannot become a call of the factory: the import cannot move then either. */
function callObstacle(
  { file, facts, graph }: FileContext,
  { index, position }: { index: number; position: number },
  source: Source,
): string | undefined {
  for (const at of usesOf({ file, facts, graph }, index, position)) {
    const reference = facts.references.at(at);
    if (reference.use !== 'call' || reference.members.length > 0)
      return `${reference.name} is used without being called, and its replacement is another function`;
    const planned = planFactoryCall({ file, facts, graph }, at, source, 'legacy-factory');
    if (!planned.ok) return planned.reason;
  }
  return undefined;
}

/** `from legacy import *`: the owned names that it brings. */
function throughStar(context: FileContext, fact: ImportFact, index: number): Finding[] {
  const { graph, facts } = context;
  const target = graph.target(context.file, fact);
  const names = graph.exportedNames(target, facts.language);
  const owned = [...(names ?? [])].flatMap((name): { source: Source; name: string }[] => {
    if (fact.form === 'reexport' && isExportedByName(facts, name)) return [];
    const origin = graph.exported(target, name, facts.language);
    const source = violatedSource(context, target.id, name, origin);
    return source && source.canonical.id !== target.id ? [{ source, name }] : [];
  });
  const broken =
    target.kind === 'missing'
      ? context.sources.filter(({ legacyModules }) => legacyModules.has(target.id))
      : [];
  if (owned.length === 0 && broken.length === 0) return [];
  const planned = planStarMove(context, index);
  const found = owned.map(({ source, name }): Owned => {
    const there = planned.ok ? planned.move.moved.get(name) : undefined;
    const kind = planned.ok ? (there?.kind ?? 'safe') : 'none';
    return {
      source,
      item: {
        name,
        source: source.config.id,
        local: name,
        from: `${target.id}.${name}`,
        to: planned.ok ? `${source.config.module}.${there?.name ?? name}` : undefined,
        kind,
        why: planned.ok
          ? (there?.why ?? 'the star import brings it, and nothing here uses it')
          : planned.reason,
      },
    };
  });
  return [
    finding(context, fact, {
      found,
      everythingOf: broken,
      module: target.id,
      form: fact.form === 'reexport' ? 'reexport' : 'star-import',
      title:
        fact.form === 'reexport'
          ? 'Export the owned names beside the star, from where they belong'
          : 'Name what is used of the star import, and import it from where it belongs',
      subject: { kind: 'import', import: index, names: [0] },
    }),
  ];
}

/**
 * TypeScript's ways to take a module whole that name none of its names: `export * as ns from`, `export import m = require()`,
 * `typeof import()`, and a namespace that is exported.
 */
function passedOnWhole(context: FileContext, fact: ImportFact, index: number): Finding[] {
  const { graph, facts, file } = context;
  const [whole] = fact.names;
  if (facts.language !== 'typescript' || whole?.name !== '*' || isStarImport(fact)) return [];
  const isExported =
    whole.exported !== undefined ||
    (fact.form === 'module' && fact.block === 0 && facts.exports.some(({ local }) => local === whole.local));
  if (!isExported && fact.form !== 'import-type') return [];
  const target = graph.target(file, fact);
  const found = [...(graph.exportedNames(target, 'typescript') ?? [])].flatMap((name): Owned[] => {
    const origin = graph.exported(target, name, 'typescript');
    const source = violatedSource(context, target.id, name, origin);
    if (!source || source.canonical.id === target.id) return [];
    const why = isExported
      ? `${target.id} is exported whole, so who uses which of its names is not known here`
      : `the type is that of all of ${target.id}: name the types that are needed of it`;
    const from = `${target.id}.${name}`;
    return [
      {
        source,
        item: { name, source: source.config.id, local: undefined, from, to: undefined, kind: 'none', why },
      },
    ];
  });
  if (found.length === 0) return [];
  const subject = { kind: 'import', import: index, names: [0] } as const;
  return [finding(context, fact, { found, module: target.id, form: formOf('typescript', fact), subject })];
}

/** `import legacy as m` and `from pkg import legacy`, where an owned name is used through the module. */
function usedThroughModule(
  context: FileContext,
  fact: ImportFact,
  index: number,
  uses: readonly ModuleUse[],
): Finding[] {
  const groups = new Map<string, ModuleUse[]>();
  for (const use of uses) groups.set(use.module, [...(groups.get(use.module) ?? []), use]);
  return [...groups].map(([module, group]) => {
    const names = [...new Map(group.map((use) => [use.name, use])).values()];
    const planned = planModuleMove(context, group);
    const found = names.map(({ source, name, origin }): Owned => {
      const counterpart =
        (planned.ok ? planned.move.counterparts.get(name) : undefined) ??
        counterpartOf(source, name, origin, fact.isCaught ?? failureIsCaught(context.facts, fact.block));
      const item: ViolationItem = {
        name,
        source: source.config.id,
        local: undefined,
        from: `${module}.${name}`,
        to: counterpart.name === undefined ? undefined : `${source.config.module}.${counterpart.name}`,
        kind: planned.ok ? counterpart.kind : 'none',
        why: planned.ok ? counterpart.why : planned.reason,
      };
      return { source, item };
    });
    return finding(context, fact, {
      found,
      module,
      form: 'module-import',
      subject: { kind: 'import', import: index, names: [] },
    });
  });
}

/** One finding for all sources that own a name of the statement. `everythingOf`: those of a star import of nothing. */
function finding(
  context: FileContext,
  fact: ImportFact,
  what: Pick<Finding, 'module' | 'form' | 'subject' | 'title'> & {
    readonly found: readonly Owned[];
    readonly everythingOf?: readonly Source[];
  },
): Finding {
  const { found, everythingOf = [], module, form, subject, title } = what;
  const items = found.map(({ item }) => item);
  const names = items.map(({ name }) => name);
  const intentional = isDeliberate(context.facts, fact.block) || isExpectedToFail(context.facts, fact.span);
  const kind = weakest(items.map((item) => item.kind));
  const concerned = new Set(found.length > 0 ? found.map(({ source }) => source) : everythingOf);
  const sources = context.sources.filter((source) => concerned.has(source));
  const subjects = names.length === 0 ? 'Everything' : names.join(', ');
  return {
    ruleId: 'legacy-import',
    source: sources[0]!.config.id,
    span: fact.span,
    form,
    module,
    names,
    items,
    message: `${subjects} ${names.length > 1 ? 'are' : 'is'} imported from ${module}; ${truthOf(found, sources)}.`,
    reason: intentional
      ? 'a test wants this import as it is'
      : kind === 'safe' || kind === 'repair'
        ? null
        : reasonOf(items, kind),
    intentional,
    subject,
    ...(title === undefined ? {} : { title }),
  };
}

/** Where the names should come from: said of each where it is not the same for all. */
function truthOf(found: readonly Owned[], sources: readonly Source[]): string {
  const [only] = sources;
  if (sources.length === 1) return `the source of truth is ${only!.truth}`;
  const modules = sources.map(({ truth }) => truth);
  if (found.length === 0) return `the sources of truth are ${modules.join(' and ')}`;
  const truths = sources.map(({ config, truth }) => {
    const names = found.filter(({ source }) => source.config === config).map(({ item }) => item.name);
    return `${truth} for ${names.join(', ')}`;
  });
  return `the sources of truth are ${truths.join(' and ')}`;
}

function reasonOf(items: readonly ViolationItem[], kind: ViolationItem['kind']): string {
  return items.find((item) => item.kind === kind)?.why ?? 'it brings no name that could be moved';
}

function formOf(language: Language, fact: ImportFact): ViolationForm {
  switch (fact.form) {
    case 'from':
    case 'side-effect':
      // Python's imports under `if TYPE_CHECKING` are written like all others.
      return fact.typeOnly && language === 'typescript' ? 'type-import' : 'from-import';
    case 'module':
      return 'module-import';
    case 'reexport':
      return 'reexport';
    case 'require':
      return 'require';
    case 'dynamic':
      return 'dynamic-import';
    case 'import-type':
      return 'type-import';
  }
}
