import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { presets } from '../../src/engine/config/presets.ts';

/** A codebase that CPython is asked about: the sample always, the real one where `SSOT_NETRA_TREE` names its tree. */
export interface Tree {
  readonly name: string;
  readonly folder: string;
  /** What `scan` is given besides the folder. */
  readonly config: object;
  /** Where module names start, below the folder. */
  readonly root: string;
  readonly sources: readonly OracleSource[];
  /** How many imported names resolve there at least. */
  readonly atLeast: number;
}

/** A source as the oracle reads it. */
export interface OracleSource {
  readonly id: string;
  /** How many statements there are at least: an oracle that finds nothing proves nothing. */
  readonly atLeast: number;
}

interface SourceLike {
  readonly id: string;
  readonly module?: string | undefined;
  readonly language?: string | undefined;
}

const sample = join(import.meta.dirname, '../../media/sample');
const sampleConfig = parse(readFileSync(join(sample, 'ssot.config.json'), 'utf8')) as {
  roots?: string[];
  sources: SourceLike[];
};
const netra = process.env['SSOT_NETRA_TREE'];
export const trees: Tree[] = [
  {
    name: 'the sample workspace',
    folder: sample,
    config: sampleConfig,
    root: sampleConfig.roots?.[0] ?? '.',
    sources: oracleSources(sampleConfig.sources, () => 3, sampleConfig.roots?.[0]),
    atLeast: 3,
  },
  ...(netra === undefined
    ? []
    : [
        {
          name: 'the Netra tree',
          folder: netra,
          config: { extends: ['preset:netra'], exclude: [] },
          root: '.',
          sources: oracleSources(presets['netra']!.sources!, ({ id }) =>
            id === 'websocket-manager' ? 800 : 30,
          ),
          atLeast: 800,
        },
      ]),
];

function oracleSources(
  all: readonly SourceLike[],
  atLeast: (source: SourceLike) => number,
  root = '.',
): OracleSource[] {
  return all
    .filter(({ language }) => language !== 'typescript')
    .map((source) => ({
      ...source,
      root,
      others: all.flatMap(({ id, module }) => (id === source.id || module === undefined ? [] : [module])),
      atLeast: atLeast(source),
    }));
}

export const hasPython = spawnSync('python3', ['--version']).status === 0;
/** What a script of `oracle/` prints, as JSON. */
export function python(script: string, ...args: string[]): unknown {
  const run = spawnSync('python3', [join(import.meta.dirname, 'oracle', script), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}
