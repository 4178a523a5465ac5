import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { afterAll, describe, expect, it } from 'vitest';
import { presets } from '../../src/engine/config/presets.ts';
import { runCli } from './runCli.ts';

/**
 * The scan and the fixes against CPython's own reading of the same files: always on the sample workspace, and on the real
 * codebase where `SSOT_NETRA_TREE` names its tree. Without python3 the tests are skipped, and say so.
 */
interface Tree {
  readonly name: string;
  readonly folder: string;
  /** What `scan` is given besides the folder, and the source as the oracle reads it. */
  readonly config: object;
  readonly source: object;
  /** How many statements there are at least: an oracle that finds nothing proves nothing. */
  readonly atLeast: number;
}

interface SourceLike {
  readonly language?: string;
}

const sample = join(import.meta.dirname, '../../media/sample');
const sampleConfig = parse(readFileSync(join(sample, 'ssot.config.json'), 'utf8')) as {
  roots?: string[];
  sources: SourceLike[];
};
const netra = process.env['SSOT_NETRA_TREE'];
const trees: Tree[] = [
  {
    name: 'the sample workspace',
    folder: sample,
    config: sampleConfig,
    source: {
      ...sampleConfig.sources.find(({ language }) => language !== 'typescript')!,
      root: sampleConfig.roots?.[0] ?? '.',
    },
    atLeast: 3,
  },
  ...(netra === undefined
    ? []
    : [
        {
          name: 'the Netra tree',
          folder: netra,
          config: { extends: ['preset:netra'], exclude: [] },
          source: presets['netra']!.sources![0]!,
          atLeast: 800,
        },
      ]),
];

const hasPython = spawnSync('python3', ['--version']).status === 0;
const scratch = mkdtempSync(join(tmpdir(), 'ssot-oracle-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function python(script: string, ...args: string[]): unknown {
  const run = spawnSync('python3', [join(import.meta.dirname, 'oracle', script), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

describe.skipIf(!hasPython).each(trees)(
  'CPython and the command line on $name',
  ({ name, folder, config, source, atLeast }) => {
    const configFile = join(scratch, `${name}.json`);
    writeFileSync(configFile, JSON.stringify(config));

    it(
      'find the same from-imports of owned names from legacy modules, by file, line and names',
      { timeout: 300_000 },
      async () => {
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
            names: string[];
          }[];
        };
        const key = (file: string, line: number, module: string, names: readonly string[]): string =>
          `${file}:${line} ${module}: ${[...names].sort().join(', ')}`;
        const owned = new Set(oracle.names);
        const legacy = new Set(oracle.statements.map(({ module }) => module));
        const unparsed = new Set(oracle.unparsed);
        // A statement is reported once for each source that owns a name of it; the oracle knows one source.
        const reported = new Map<string, { file: string; line: number; module: string; names: string[] }>();
        for (const { file, range, module, form, names } of violations) {
          // What is found by origin alone has names that the oracle does not know.
          const byName = names.filter((each) => owned.has(each));
          if (form !== 'from-import' || !legacy.has(module) || byName.length === 0 || unparsed.has(file))
            continue;
          const { line } = range.start;
          const known = reported.get(`${file}:${line} ${module}`)?.names ?? [];
          reported.set(`${file}:${line} ${module}`, { file, line, module, names: [...known, ...byName] });
        }
        const ours = [...reported.values()].map(({ file, line, module, names }) =>
          key(file, line, module, names),
        );
        const theirs = oracle.statements.map(({ file, line, module, names }) =>
          key(file, line, module, names),
        );
        expect(theirs.length).toBeGreaterThanOrEqual(atLeast);
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
