import { counterpartOf } from '../counterpart.ts';
import { whereLoaded } from '../loading/failedLoad.ts';
import { isStarImport, type Binding, type FileFacts, type ImportFact } from '../facts.ts';
import { guardOf } from '../graph/guards.ts';
import type { ModuleGraph } from '../graph/moduleGraph.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { describeOrigin, sameOrigin, type Origin } from '../graph/origin.ts';
import { violatedSource } from '../ownership.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import type { FixKind } from '../violation.ts';
import { planStarReexport } from './starReexport.ts';
import { selected } from '../references.ts';

/** What `from legacy import *` becomes: the names that the file uses, each from where it belongs. */
export interface StarMove {
  /** Names that go on being imported from the module itself, with what they are. */
  readonly stay: ReadonlyMap<string, Origin>;
  readonly moved: ReadonlyMap<string, MovedFromStar>;
  /** Names that the import brings and the file does not use. */
  readonly unused: readonly string[];
}

export interface MovedFromStar {
  readonly source: Source;
  readonly origin: Origin;
  /** Its name in the canonical module. */
  readonly name: string;
  readonly kind: FixKind;
  readonly why: string;
}

export type StarMoveResult =
  { readonly ok: true; readonly move: StarMove } | { readonly ok: false; readonly reason: string };

/** Works out which names stand for a star import, or why that cannot be told from the code. */
export function planStarMove(context: FileContext, index: number): StarMoveResult {
  const { facts, file, graph } = context;
  const fact = facts.imports[index]!;
  const target = graph.target(file, fact);
  const module = target.id;
  if (facts.language === 'typescript') return planStarReexport(context, index);
  const brought = graph.exportedNames(target, 'python');
  if (!brought) return refused(`which names ${module} gives cannot be told from its text`);
  const whole = wholeNamespace(facts, file, fact, module);
  if (whole !== undefined) return refused(whole);

  const later = namesOfLaterStars(context, index);
  if (!later) return refused('another star import behind this one brings names that cannot be told');
  const inside = loadedModule(context, target);
  if (inside !== undefined)
    return refused(`${inside} is used, a module of ${module} that the star brings where it is loaded`);
  const stay = new Map<string, Origin>();
  const moved = new Map<string, MovedFromStar>();
  const unused: string[] = [];
  for (const name of brought) {
    if (isTakenOver(context, name, later.get(name))) continue;
    const origin = graph.exported(target, name, 'python');
    const obstacle = foundByItsName(context, name, origin);
    if (obstacle !== undefined) return refused(obstacle);
    if (facts.all !== 'computed' && facts.all?.includes(name))
      return refused(`__all__ passes ${name} on from here`);
    const need = needOf(context, fact, name, origin);
    if (need === 'unclear')
      return refused(`${name} is bound here too, and which of both counts depends on the order`);
    if (need === 'none') {
      unused.push(name);
      continue;
    }
    const source = violatedSource(context, module, name, origin);
    if (!source || source.canonical.id === module) {
      if (origin.kind === 'missing') return refused(`${name} is used, and is ${describeOrigin(origin)}`);
      stay.set(name, origin);
      continue;
    }
    const same = counterpartOf(source, name, origin, false);
    const counterpart = whereLoaded(context, source, target, origin, false, same);
    if (counterpart.name === undefined) return refused(counterpart.why);
    if (counterpart.replacesFactory)
      return refused(`${name} is replaced by another function; import it by name first`);
    moved.set(name, { source, origin, name: counterpart.name, kind: counterpart.kind, why: counterpart.why });
  }
  return stay.size + moved.size === 0
    ? refused(
        `nothing that it brings is used here: others may take it from here, or it is there for what loading ${module} does`,
      )
    : { ok: true, move: { stay, moved, unused } };
}

/** A module in a package that the file uses by its name alone: a star brings it where something has loaded it. */
function loadedModule({ facts, file, graph }: FileContext, target: ModuleTarget): string | undefined {
  if (target.kind !== 'file' || !target.file.endsWith('/__init__.py')) return undefined;
  return facts.references
    .all()
    .find(
      (reference) =>
        graph.bindingsOf(file, reference).length === 0 &&
        graph.exported(target, reference.name, 'python').kind === 'module',
    )?.name;
}

/** Why the file may use names that it does not write. */
function wholeNamespace(
  facts: FileFacts,
  file: string,
  fact: ImportFact,
  module: string,
): string | undefined {
  if (fact.block !== 0) return `whether ${module} is imported depends on what is around the import`;
  if (/(^|\/)__init__\.pyi?$/.test(file)) return 'a package passes on what it imports';
  if (facts.all === 'computed') return '__all__ is computed, and may pass on what the star import brings';
  if (facts.syntaxErrors.length > 0)
    return 'the file has a syntax error, and may use names that cannot be read';
  const looks = selected(facts.references, { names: takingAnyName }).find(
    ({ name, members, call }) =>
      call !== undefined &&
      members.length === 0 &&
      (!/^(vars|dir)$/.test(name) || call.arguments.length === 0),
  );
  return looks && `${looks.name}() may use any of the names that it brings`;
}

/** Functions that can read a name which the text does not say. */
const takingAnyName = new Set(['globals', 'locals', 'eval', 'exec', 'vars', 'dir']);

/** Whether a star import further down brings a name, and nothing above it may have read that before. */
function isTakenOver({ facts }: FileContext, name: string, at: number | undefined): boolean {
  if (at === undefined) return false;
  return selected(facts.references, { names: new Set([name]) }).every(({ span }) => span.start > at);
}

/**
 * The names of the star imports behind one, which take the place of its own, with where the first that does stands; undefined where
 * they cannot be told.
 */
function namesOfLaterStars(
  { facts, graph, file }: FileContext,
  index: number,
): Map<string, number> | undefined {
  const names = new Map<string, number>();
  for (const fact of facts.imports.slice(index + 1)) {
    if (!isStarImport(fact)) continue;
    const from = graph.target(file, fact);
    const own = graph.exportedNames(from, 'python');
    if (!own) return undefined;
    if (fact.block !== 0) continue;
    for (const name of own) {
      // What it may not bring does not take the place of anything.
      const origin = graph.exported(from, name, 'python');
      if (origin.isPerhaps || origin.kind === 'unknown') return undefined;
      if (!names.has(name)) names.set(name, fact.span.start);
    }
  }
  return names;
}

/** Whether the file needs a name of the import: something reads it, and nothing else binds it in time. */
function needOf(
  context: FileContext,
  fact: ImportFact,
  name: string,
  origin: Origin,
): 'import' | 'none' | 'unclear' {
  const { facts, graph, file } = context;
  const { statement } = fact;
  const own = facts.bindings.filter((binding) => binding.scope === 0 && binding.name === name);
  const sure = own.filter((binding) => guardOf(facts, binding, 0).kind === 'always');
  const uses = selected(facts.references, { names: new Set([name]) }).filter((reference) =>
    graph.bindingsOf(file, reference).every(({ scope }) => scope === 0),
  );
  if (own.length === 0) return uses.length > 0 ? 'import' : 'none';
  const first = sure[0];
  if (first && sure.length === own.length && own.every((each) => isSame(context, fact, each, origin))) {
    const isThere = (offset: number): boolean =>
      first.span.start < statement.start || first.span.start < offset;
    return uses.every(({ span }) => isThere(span.start)) ? 'none' : 'import';
  }
  // What is bound behind the import takes its place, unless something reads the name before.
  const isReplaced =
    first !== undefined &&
    own.every(({ span }) => span.start > statement.start) &&
    uses.every(({ span }) => span.start > first.span.start);
  return isReplaced ? 'none' : 'unclear';
}

/** Whether a binding of the file is what the star import brings too: of what lies outside the project, the same import. */
function isSame(
  { facts, graph, file }: FileContext,
  star: ImportFact,
  binding: Binding,
  origin: Origin,
): boolean {
  if (origin.kind !== 'unknown') return sameOrigin(graph.bound(file, binding), origin);
  const target = graph.target(file, star);
  if (binding.kind !== 'import' || target.kind !== 'file') return false;
  const own = facts.imports[binding.import]!;
  const { name } = own.names[binding.imported]!;
  const there = graph
    .importsOf(target.file)
    .flatMap((fact) => fact.names.flatMap((each) => (each.local === binding.name ? [{ fact, each }] : [])));
  const [only] = there;
  return (
    there.length === 1 &&
    only!.fact.block === 0 &&
    !own.module.startsWith('.') &&
    only!.fact.module === own.module &&
    only!.fact.form === own.form &&
    only!.each.name === name
  );
}

/** Why a name may be used without being written: a test runner finds tests, fixtures and hooks by their names. */
function foundByItsName({ graph }: FileContext, name: string, origin: Origin): string | undefined {
  const isRun = /^(test|Test|pytest_)/.test(name);
  if (origin.kind === 'unknown')
    return isRun && name !== 'TestCase' ? `a test runner may find ${name} by its name` : undefined;
  if (origin.kind !== 'definition') return undefined;
  const { binding } = origin;
  const isFixture =
    binding.kind === 'function' && binding.decorators.some((each) => /(^|\.)fixture$/.test(each));
  if (isRun || isFixture) return `a test runner finds ${name} by its name`;
  const test = isTestCase(graph, origin, 0) ? testMethod(graph, origin, 0) : undefined;
  return test === undefined ? undefined : `a test runner finds ${name}.${test} by its name`;
}

/** Whether a class is one that a test runner looks into whatever its name: it comes from one that is called a test case. */
function isTestCase(graph: ModuleGraph, origin: Origin, depth: number): boolean {
  return basesOf(graph, origin, depth).some(
    ({ written, base }) => written.endsWith('TestCase') || isTestCase(graph, base, depth + 1),
  );
}

/** A test that a class has or inherits: it is run wherever the class is bound. */
function testMethod(graph: ModuleGraph, origin: Origin, depth: number): string | undefined {
  if (origin.kind !== 'definition') return undefined;
  const own = graph.memberNames(origin).find((each) => each.startsWith('test'));
  if (own !== undefined) return own;
  return basesOf(graph, origin, depth)
    .map(({ base }) => testMethod(graph, base, depth + 1))
    .find((each) => each !== undefined);
}

function basesOf(graph: ModuleGraph, origin: Origin, depth: number): { written: string; base: Origin }[] {
  if (origin.kind !== 'definition' || origin.binding.kind !== 'class' || depth > 8) return [];
  const { file, binding } = origin;
  return binding.bases.map((written) => ({ written, base: graph.dotted(file, binding.scope, written) }));
}

function refused(reason: string): StarMoveResult {
  return { ok: false, reason };
}
