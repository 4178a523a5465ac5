/** The engine's fixtures, as anybody who fixes real files may hold himself against them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArchive } from '../unit/engine/archive.ts';

export const limits = ['safe', 'repair', 'unsafe'] as const;
/** How far somebody who fixes may go: `repair` includes what is safe, `unsafe` everything. */
export type Limit = (typeof limits)[number];

/** One violation that is to be shown: neither intentional nor suppressed. Lines and columns count from 1. */
export interface ExpectedViolation {
  readonly file: string;
  /** `line:column-line:column` */
  readonly range: string;
  readonly rule: string;
  /** As the engine tells forms apart. */
  readonly form: string;
  readonly fix: Limit | 'none';
  /** The owned names, as they are written. */
  readonly names: readonly string[];
}

export interface Golden {
  readonly name: string;
  /** Texts by path, those of the language's base included. */
  readonly files: ReadonlyMap<string, string>;
  /** The paths that are checked. */
  readonly code: readonly string[];
  readonly violations: readonly ExpectedViolation[];
  /** What becomes of a file whose fixes up to a limit are applied; its own text where there is none. */
  fixed(file: string, limit: Limit): string;
  /** The lines of a file whose fixes up to a limit are refused, from 1. */
  refused(file: string, limit: Limit): readonly number[];
}

/** @param folder absolute path of the fixtures of one language */
export function readGoldens(folder: string): Golden[] {
  const base = parseArchive(readFileSync(join(folder, 'base.txtar'), 'utf8')).files;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txtar') && name !== 'base.txtar')
    .sort()
    .map((name) => {
      const archive = parseArchive(readFileSync(join(folder, name), 'utf8')).files;
      return goldenOf(name.replace(/\.txtar$/, ''), base, archive);
    });
}

function goldenOf(
  name: string,
  base: ReadonlyMap<string, string>,
  archive: ReadonlyMap<string, string>,
): Golden {
  const own = new Map([...archive].filter(([path]) => !path.startsWith('expect: ')));
  const files = new Map([...base, ...own]);
  return {
    name,
    files,
    code: [...own.keys()].filter((path) => /\.[cm]?[jt]sx?$/.test(path)),
    violations: (archive.get('expect: violations') ?? '').split('\n').flatMap(violationOf),
    fixed(file, limit) {
      // A text that a lower limit gives already is not written again.
      const known = limits.slice(0, limits.indexOf(limit) + 1).reverse();
      const [found] = known.flatMap((each) => archive.get(`expect: ${each} ${file}`) ?? []);
      return found ?? files.get(file) ?? '';
    },
    refused: (file, limit) =>
      [...(archive.get(`expect: ${limit} refuses ${file}`) ?? '').matchAll(/^(\d+): /gm)].map(([, line]) =>
        Number(line),
      ),
  };
}

const shape =
  /^(.+?):(\d+:\d+-\d+:\d+) (\S+) (\S+) (safe|repair|unsafe|none)((?: intentional| suppressed)*): ([^;]*)/;

function violationOf(line: string): ExpectedViolation[] {
  if (line === '') return [];
  const [, file, range, rule, form, fix, flags, names = ''] = shape.exec(line) ?? [];
  if (file === undefined || range === undefined || rule === undefined || form === undefined)
    throw new Error(`no violation: ${line}`);
  return flags === ''
    ? [{ file, range, rule, form, fix: fix as Limit | 'none', names: names.split(', ') }]
    : [];
}
