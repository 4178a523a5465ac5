import type { Analysis } from '../analysis.ts';
import type { FileFacts, ImportFact, StringFact } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Origin } from '../graph/origin.ts';
import { lineIn } from '../placeIn.ts';
import type { Source } from '../source.ts';
import { folderOf, relativePath, withoutExtension } from '../typescript/posixPath.ts';
import { contains } from '../text.ts';
import type { Violation } from '../violation.ts';
import type { FixEnvironment } from './environment.ts';
import { isMocking, mockLookup, type Mock } from './mocks.ts';
import type { NewName, TogetherResult } from './movedTogether.ts';
import { unnameable } from './unnameable.ts';

/**
 * What has to move together with an import of TypeScript, where a mock has another module in the place of the one that it
 * names: the mock, and every import that the mock is meant for.
 *
 * @returns undefined where no mock reaches the import
 */
export function mockedTogether(
  analysis: Analysis,
  environment: FixEnvironment,
  violation: Violation,
): TogetherResult | undefined {
  if (violation.subject.kind !== 'import') return undefined;
  const group = createGroup(analysis, environment);
  const reason = group.takeImport(violation);
  if (reason !== undefined) return { ok: false, reason };
  return group.result();
}

/** Where a mock names its module: a place for people, and the string. */
export function placeOf(analysis: Analysis, { file, string }: Mock): string {
  const snapshot = analysis.read(file)!;
  return lineIn(file, snapshot, snapshot.facts.strings[string]!.span.start);
}

/** An import of one name as it is about to move. */
export interface MovingImport {
  readonly file: string;
  readonly fact: ImportFact;
  /** What it brings today. */
  readonly today: Origin;
  readonly source: Source;
  /** The name in the canonical module. */
  readonly there: string;
  /** A mock of the module that is named moves along. */
  readonly isMoved: boolean;
}

/**
 * The mock that the import of a name is made for today and would escape, or that it would newly run into, as a reason.
 * One of the imported module itself may move along.
 */
export function mockInTheWay(
  analysis: Analysis,
  environment: FixEnvironment,
  { file, fact, today, source, there, isMoved }: MovingImport,
): string | undefined {
  const lookup = mockLookup(analysis, environment);
  const target = analysis.graph.target(file, fact);
  const before = passedModules(analysis, target, today);
  const after = passedModules(analysis, source.canonical, source.canonicalName(there));
  if (fact.isActual) {
    // It loads the module itself, whose own imports may be mocked.
    before.delete(target.id);
    after.delete(source.canonical.id);
  }
  const reaching = (module: ModuleTarget): Mock | undefined =>
    lookup.mocksOf(module).find((mock) => lookup.reaches(mock.file, file));
  for (const [id, module] of before) {
    const mock = after.has(id) || (isMoved && id === target.id) ? undefined : reaching(module);
    if (mock && fact.isActual)
      return `${placeOf(analysis, mock)} mocks ${id}, which is met on the way today and would be passed by`;
    if (mock)
      return mock.file === file
        ? `${placeOf(analysis, mock)} mocks ${id}: the import and the mock have to move together`
        : `${placeOf(analysis, mock)} mocks ${id}, which this import would escape: both have to move together`;
  }
  for (const [id, module] of after) {
    const mock = before.has(id) ? undefined : reaching(module);
    if (mock)
      return `${placeOf(analysis, mock)} mocks ${id}, and the code here, which has not read that until now, would get the double`;
  }
  return undefined;
}

/** The modules over which a name comes, by their ids: what is mocked of them is what the importer gets. */
export function passedModules(
  { modules }: Analysis,
  first: ModuleTarget,
  { steps }: Origin,
): Map<string, ModuleTarget> {
  const files = new Set(steps.map(({ file }) => file));
  const passed = new Map([[first.id, first]]);
  let isPassed = first.kind !== 'file';
  for (const file of files) {
    const id = modules.typescript.idOf(file);
    // What stands before the module is the importer itself.
    isPassed ||= first.kind === 'file' && file === first.file;
    if (isPassed) passed.set(id, { kind: 'file', id, file });
  }
  return passed;
}

interface Group {
  takeImport(violation: Violation): string | undefined;
  result(): TogetherResult | undefined;
}

function createGroup(analysis: Analysis, environment: FixEnvironment): Group {
  const { graph } = analysis;
  const lookup = mockLookup(analysis, environment);
  const violations = new Map<string, Map<string, Violation>>();
  const attributes = new Set<string>();
  const strings = new Map<string, Map<number, NewName>>();
  const taken = new Set<string>();

  function takeImport(violation: Violation): string | undefined {
    const { file, subject } = violation;
    if (subject.kind !== 'import' || violations.get(file)?.has(violation.fingerprint)) return undefined;
    const fact = analysis.read(file)!.facts.imports[subject.import]!;
    const module = graph.target(file, fact);
    const mocks = lookup.mocksOf(module).filter((mock) => lookup.reaches(mock.file, file));
    putInto(violations, file, violation.fingerprint, violation);
    if (mocks.length === 0 || fact.typeOnly || fact.isActual) return undefined;
    const [mock] = mocks;
    const moves = violation.items.map(({ name, to = '', source }) => ({
      name,
      there: to.slice(to.lastIndexOf('.') + 1),
      canonical: analysis.sources.find(({ config }) => config.id === source)?.canonical,
    }));
    const canonical = moves[0]?.canonical;
    const unlike = moves.find(({ name, there }) => name !== there);
    if (unlike)
      return `${placeOf(analysis, mock!)} mocks ${module.id}, and ${file} imports ${unlike.name} of it, which has another name in the canonical module: change both by hand`;
    if (!canonical || moves.some((move) => move.canonical?.id !== canonical.id))
      return `${placeOf(analysis, mock!)} mocks ${module.id}, whose names go to several modules: change both by hand`;
    if (violation.fix.kind !== 'safe')
      return `${placeOf(analysis, mock!)} mocks ${module.id}, and what ${file} imports of it would be another object: change both by hand`;
    if (moves.length < fact.names.length)
      return `${placeOf(analysis, mock!)} mocks ${module.id}, and ${file} imports other names of it too: the mock is for them as well`;
    for (const { name } of moves) attributes.add(`${module.id}.${name}`);
    for (const each of mocks) {
      const reason = takeMock(each, canonical);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  /** The mock of a module names the canonical one, with everything else that says or takes the old one where it holds. */
  function takeMock(mock: Mock, canonical: ModuleTarget): string | undefined {
    const { file, module } = mock;
    const key = `${file}\0${module.id}`;
    if (taken.has(key)) return undefined;
    taken.add(key);
    const place = placeOf(analysis, mock);
    if (module.kind !== 'file') return `${place} mocks ${module.id}, which is not there`;
    if (analysis.sources.some(({ isOwner }) => isOwner(file)))
      return `${place} mocks ${module.id}, and implements the source`;
    if (
      lookup
        .mocksOf(canonical)
        .some((other) => lookup.reaches(other.file, file) || lookup.reaches(file, other.file))
    )
      return `${place} mocks ${module.id}, and ${canonical.id} is mocked for the same code already`;
    const reason = takeStrings(mock, canonical);
    return reason === undefined ? takeReaders(mock, canonical) : `${place} mocks ${module.id}, ${reason}`;
  }

  function takeStrings({ file, module }: Mock, canonical: ModuleTarget): string | undefined {
    const { facts } = analysis.read(file)!;
    const named = [...facts.strings.entries()].filter(
      ([, { value }]) => graph.target(file, { module: value }).id === module.id,
    );
    const calls = facts.references.all().flatMap(({ call }) => (call ? [call] : []));
    const mocking = named.flatMap(([, fact]) =>
      isMocking(fact.callee)
        ? calls.filter((call) => call.arguments[0] && contains(call.arguments[0].valueSpan, fact.span))
        : [],
    );
    if (mocking.some((call) => call.arguments.length < 2) && hasManualMock(module))
      return `whose double stands in a __mocks__ folder: move that first`;
    for (const [index, fact] of named) {
      const isOfMock =
        /\.(mock|doMock|setMock|unmock|dontMock|doUnmock|deepUnmock|unstable_mockModule|unstable_unmockModule|module)$/.test(
          fact.callee,
        );
      if (isActualImport(facts, fact)) continue;
      if (!isOfMock && !mocking.some((call) => contains(call.argumentsSpan, fact.span)))
        return `and ${fact.callee} names it too, of which what is read cannot be told`;
      const check = analysis
        .check(file)
        .find(({ subject }) => subject.kind === 'string' && subject.string === index);
      if (check?.suppressed || check?.intentional) return 'and is to stay as it is';
      const to = specifierLike(fact.value, file, canonical);
      if (to === undefined) return `and ${unnameable(file, canonical)}`;
      putInto(strings, file, index, { to, isSame: true });
    }
    return undefined;
  }

  /** Every import of the module that the mock reaches moves; none of the canonical one may be reached besides. */
  function takeReaders(mock: Mock, canonical: ModuleTarget): string | undefined {
    const { file, module } = mock;
    const mocks = `${placeOf(analysis, mock)} mocks ${module.id}`;
    for (const { reader, index, fact } of importsOf(module)) {
      if (!lookup.reaches(file, reader) || fact.typeOnly || isSaidByString(reader, fact)) continue;
      const violation = analysis
        .check(reader)
        .find(
          ({ subject, suppressed, intentional, form }) =>
            subject.kind === 'import' &&
            subject.import === index &&
            !suppressed &&
            !intentional &&
            form !== 'module-import' &&
            form !== 'star-import',
        );
      if (!violation) return `${mocks}, which ${reader} imports too, and stays`;
      const reason = takeImport(violation);
      if (reason !== undefined) return reason;
    }
    for (const { reader, fact } of importsOf(canonical)) {
      if (fact.typeOnly || fact.isActual || (module.kind === 'file' && reader === module.file)) continue;
      // All that have imported the module go to the canonical one, so that what it loads itself is loaded no more.
      if (lookup.reaches(file, reader, module.kind === 'file' ? module.file : undefined))
        return `${mocks}, and ${reader} imports ${canonical.id}, where the mock would reach it too`;
    }
    return undefined;
  }

  /** `jest.requireActual('../legacy')`: it moves as the import that it is. */
  function isActualImport({ imports }: FileFacts, { contentSpan }: StringFact): boolean {
    return imports.some(({ isActual, moduleSpan }) => isActual && moduleSpan.start === contentSpan.start);
  }

  /** `vi.mock(import('../legacy'))`: the import is how the string is written. */
  function isSaidByString(file: string, { moduleSpan, isActual }: ImportFact): boolean {
    if (isActual) return false;
    const { strings: named } = analysis.read(file)!.facts;
    return named.some(({ contentSpan }) => contentSpan.start === moduleSpan.start);
  }

  /** A mock registry may not know the aliases that a compiler knows: a path stays one. */
  function specifierLike(written: string, file: string, module: ModuleTarget): string | undefined {
    if (!written.startsWith('.') || module.kind !== 'file') return environment.specifier(file, module);
    const path = relativePath(folderOf(file), module.file);
    const ending = /\.[cm]?[jt]sx?$/.exec(written)?.[0];
    if (ending === undefined) return withoutExtension(path).replace(/\/index$/, '');
    return /^\.[cm]?ts/.test(ending) ? path : withoutExtension(path) + ending;
  }

  function importsOf(module: ModuleTarget): { reader: string; index: number; fact: ImportFact }[] {
    if (module.kind !== 'file') return [];
    return environment.importersOf(module.file).flatMap((reader) =>
      [...graph.importsOf(reader).entries()].flatMap(([index, fact]) => {
        const target = graph.target(reader, fact);
        return target.kind === 'file' && target.file === module.file ? [{ reader, index, fact }] : [];
      }),
    );
  }

  /** `__mocks__/name` beside the module, which a mock without a factory takes. */
  function hasManualMock(module: ModuleTarget): boolean {
    if (module.kind !== 'file') return false;
    const slash = module.file.lastIndexOf('/') + 1;
    const beside = `${module.file.slice(0, slash)}__mocks__/${module.file.slice(slash)}`;
    const stem = beside.replace(/\.\w+$/, '');
    return ['ts', 'tsx', 'js', 'jsx', 'mts', 'mjs', 'cjs', 'cts'].some(
      (ending) => analysis.read(`${stem}.${ending}`) !== undefined,
    );
  }

  function result(): TogetherResult | undefined {
    if (strings.size === 0) return undefined;
    const files = new Set([...violations.keys(), ...strings.keys()]);
    return {
      ok: true,
      moved: {
        violations: new Map([...files].map((file) => [file, [...(violations.get(file)?.values() ?? [])]])),
        intents: new Map(
          [...files].map((file) => [
            file,
            {
              attributes,
              renames: new Set<string>(),
              strings: strings.get(file) ?? new Map<number, NewName>(),
              factories: new Set<string>(),
              calls: [],
            },
          ]),
        ),
      },
    };
  }

  return { takeImport, result };
}

function putInto<Key, Value>(all: Map<string, Map<Key, Value>>, file: string, key: Key, value: Value): void {
  const mine = all.get(file) ?? new Map<Key, Value>();
  all.set(file, mine.set(key, value));
}
