import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatArchive, parseArchive } from './archive.ts';

const root = join(import.meta.dirname, '../../fixtures');
const update = process.env['UPDATE_GOLDEN'] === '1';

/** A fixture: an archive that is laid over the base of the engine's fixtures of its language. */
export interface Golden {
  readonly name: string;
  readonly path: string;
  readonly prose: string;
  /** The base's files, and its own. */
  readonly files: ReadonlyMap<string, string>;
  readonly own: ReadonlyMap<string, string>;
  /** What is expected, by its heading. */
  readonly expected: ReadonlyMap<string, string>;
}

/** The fixtures in `test/fixtures/<kind>/<language>/`. */
export function goldensOf(kind: string, language: string): Golden[] {
  const base = parseArchive(readFileSync(join(root, 'engine', language, 'base.txtar'), 'utf8'));
  const folder = join(root, kind, language);
  return readdirSync(folder).map((file) => {
    const path = join(folder, file);
    const { prose, files } = parseArchive(readFileSync(path, 'utf8'));
    const isExpected = ([name]: readonly [string, string]): boolean => name.startsWith('expect: ');
    const own = new Map([...files].filter((each) => !isExpected(each)));
    return {
      name: file.replace(/\.txtar$/, ''),
      path,
      prose,
      files: new Map([...base.files, ...own]),
      own,
      expected: new Map([...files].filter(isExpected)),
    };
  });
}

/** One fixture, one test: what comes out of its files is what it expects. `UPDATE_GOLDEN=1` writes it down. */
export function testGoldens(
  kind: string,
  what: string,
  outcome: (files: ReadonlyMap<string, string>) => Iterable<readonly [string, string]>,
): void {
  for (const language of ['python', 'typescript'])
    describe(`${what} in ${language}`, () => {
      for (const { name, path, prose, files, own } of goldensOf(kind, language))
        it(name, () => {
          const actual = formatArchive({ prose, files: new Map([...own, ...outcome(files)]) });
          if (update) writeFileSync(path, actual);
          expect(actual).toBe(readFileSync(path, 'utf8'));
        });
    });
}
