import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasPython, python, trees } from './oracleTrees.ts';
import { runCli } from './runCli.ts';

/**
 * The scan and the fixes against CPython's own reading of the same files: always on the sample workspace, and on the real
 * codebase where `SSOT_NETRA_TREE` names its tree. Without python3 the tests are skipped, and say so.
 */
const scratch = mkdtempSync(join(tmpdir(), 'ssot-oracle-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe.skipIf(!hasPython).each(trees)(
  'CPython and the command line on $name',
  ({ name, folder, config, sources }) => {
    const configFile = join(scratch, `${name}.json`);
    writeFileSync(configFile, JSON.stringify(config));

    it.each(sources)(
      'find the same from-imports of names that $id owns from legacy modules, by file, line and names',
      { timeout: 300_000 },
      async (source) => {
        const sourceFile = join(scratch, `${name}.source.json`);
        writeFileSync(sourceFile, JSON.stringify(source));
        const oracle = python('legacyImports.py', folder, sourceFile) as {
          statements: { file: string; line: number; module: string; names: string[] }[];
          names: string[];
          unparsed: string[];
        };
        const run = await runCli(
          scratch,
          'scan',
          folder,
          '--config',
          configFile,
          '--format',
          'json',
          '--rule',
          'legacy-import',
        );
        const { violations } = JSON.parse(run.stdout) as {
          violations: {
            file: string;
            range: { start: { line: number } };
            module: string;
            form: string;
            items: { name: string; source: string }[];
          }[];
        };
        const key = (file: string, line: number, module: string, names: readonly string[]): string =>
          `${file}:${line} ${module}: ${[...names].sort().join(', ')}`;
        const owned = new Set(oracle.names);
        const legacy = new Set(oracle.statements.map(({ module }) => module));
        const unparsed = new Set(oracle.unparsed);
        // The oracle reads Python files alone: a notebook's cells are told of beside them.
        const inFiles = violations.filter(({ file }) => file.endsWith('.py'));
        const ours = inFiles.flatMap(({ file, range, module, form, items }) => {
          // The oracle knows one source. What is found by origin alone has names that it does not know.
          const byName = items.filter((item) => item.source === source.id && owned.has(item.name));
          return form !== 'from-import' || !legacy.has(module) || byName.length === 0 || unparsed.has(file)
            ? []
            : [
                key(
                  file,
                  range.start.line,
                  module,
                  byName.map(({ name }) => name),
                ),
              ];
        });
        const theirs = oracle.statements.map(({ file, line, module, names }) =>
          key(file, line, module, names),
        );
        expect(theirs.length).toBeGreaterThanOrEqual(source.atLeast);
        expect(ours.sort()).toEqual(theirs.sort());
      },
    );

    it(
      'agree that fixing breaks no file, and that a second run changes nothing',
      { timeout: 600_000 },
      async () => {
        const copy = join(scratch, `${name}.copy`);
        cpSync(folder, copy, { recursive: true });
        const before = python('compileAll.py', copy) as string[];
        const fix = (...limits: string[]) =>
          runCli(scratch, 'fix', copy, '--config', configFile, '--write', ...limits);
        for (const limits of [[], ['--repair'], ['--repair', '--unsafe']]) {
          const first = await fix(...limits);
          expect(first.stderr).not.toMatch(/^0 violations fixed/);
          expect((await fix(...limits)).stderr).toMatch(/^0 violations fixed in 0 files/);
          const after = new Set(python('compileAll.py', copy) as string[]);
          expect(before.filter((file) => !after.has(file))).toEqual([]);
        }
        rmSync(copy, { recursive: true, force: true });
      },
    );
  },
);
