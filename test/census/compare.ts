/** The census' figures, and where counted statements differ from them. */
import { swapClasses, type Statement, type SwapClass } from './statements.ts';
import type { Shapes } from './shapes.ts';
import type { ExpectedReports } from './violations.ts';

type Counts = Readonly<Record<string, number>>;

/** As in `expected.json`. */
export interface Expected {
  /** From-imports by the module that they name, the canonical one included. */
  readonly statements: Counts;
  readonly classes: Readonly<
    Record<
      SwapClass,
      {
        readonly statements: number;
        readonly files: number;
        /** `module: names`; left out where the census does not break a class down by whole statements. */
        readonly byNames?: Counts;
      }
    >
  >;
  /** Names of the statements of class `none`: the census lists the 60 that occur most. */
  readonly noneByName: Counts;
  readonly brokenNames: {
    readonly names: number;
    readonly files: number;
    readonly missingModule: number;
    readonly missingName: number;
    readonly byName: Counts;
  };
  readonly reports: ExpectedReports;
  /** The same of the second source, which the census has not counted: what our own reading found, checked by hand. */
  readonly emitter: {
    readonly classes: Readonly<Record<SwapClass, number>>;
    readonly shapes: Counts;
  };
}

export interface Difference {
  readonly what: string;
  readonly census: number;
  readonly ours: number;
}

/** Every figure that differs; none where the statements are exactly what the census counted. */
export function compareCensus(statements: readonly Statement[], expected: Expected): Difference[] {
  const legacy = (swap: SwapClass): Statement[] => statements.filter((each) => each.swap === swap);
  const broken = statements.flatMap((each) => each.broken.map((name) => ({ ...name, module: each.module })));
  return [
    ...byKey('from-imports of', count(statements.map(({ module }) => module)), expected.statements),
    ...swapClasses.flatMap((swap) => {
      const own = legacy(swap);
      const { statements: total, files, byNames } = expected.classes[swap];
      return [
        ...figure(`${swap}: statements`, total, own.length),
        ...figure(`${swap}: files`, files, filesOf(own)),
        ...(byNames ? byKey(`${swap}:`, count(own.map(signature)), byNames) : []),
      ];
    }),
    ...byKey(
      'none:',
      onlyListed(count(legacy('none').flatMap(dottedNames)), expected.noneByName),
      expected.noneByName,
    ),
    ...figure('names that do not resolve', expected.brokenNames.names, broken.length),
    ...figure(
      'files with a name that does not resolve',
      expected.brokenNames.files,
      filesOf(statements.filter((each) => each.broken.length > 0)),
    ),
    ...figure(
      'names of a missing module',
      expected.brokenNames.missingModule,
      broken.filter(({ what }) => what === 'module').length,
    ),
    ...figure(
      'names that a module lacks',
      expected.brokenNames.missingName,
      broken.filter(({ what }) => what === 'name').length,
    ),
    ...byKey(
      'does not resolve:',
      count(broken.map(({ module, name }) => `${module}.${name}`)),
      expected.brokenNames.byName,
    ),
  ];
}

/** The same of what the rules report. */
export function compareReports(ours: ExpectedReports, { reports }: Expected): Difference[] {
  return [
    ...byKey(
      'reported by the first source alone,',
      { ...ours.firstSourceAlone },
      { ...reports.firstSourceAlone },
    ),
    ...byKey('reported by', ours.allSources, reports.allSources),
  ];
}

/** The same of the emitter. */
export function compareEmitter(
  statements: readonly Statement[],
  shapes: Shapes,
  { emitter }: Expected,
): Difference[] {
  const classes = count(statements.flatMap(({ swap }) => (swap ? [swap] : [])));
  return [...byKey('emitter:', classes, emitter.classes), ...byKey('emitter:', shapes, emitter.shapes)];
}

function figure(what: string, census: number, ours: number): Difference[] {
  return census === ours ? [] : [{ what, census, ours }];
}

function byKey(what: string, ours: Counts, census: Counts): Difference[] {
  const keys = [...new Set([...Object.keys(census), ...Object.keys(ours)])].sort();
  return keys.flatMap((key) => figure(`${what} ${key}`, census[key] ?? 0, ours[key] ?? 0));
}

function onlyListed(ours: Counts, listed: Counts): Counts {
  return Object.fromEntries(Object.entries(ours).filter(([key]) => key in listed));
}

function count(keys: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

function filesOf(statements: readonly Statement[]): number {
  return new Set(statements.map(({ file }) => file)).size;
}

function signature({ module, names }: Statement): string {
  return `${module}: ${names.join(', ')}`;
}

function dottedNames({ module, names }: Statement): string[] {
  return names.map((name) => `${module}.${name}`);
}
