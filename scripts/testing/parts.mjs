// The parts of `npm test`, in their order.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resultsFolder } from '../../test/headless/folders.mjs';
import { sets } from '../../test/integration/sets.mjs';
import { runNode } from '../nodeCommand.mjs';
import { integrationCounts, vitestCounts } from './counts.mjs';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {() => Promise<import('./counts.mjs').Counts & { output: string }>} run
 */

/** A program that passes or fails as a whole. @param {string} name @param {string[]} args @returns {Part} */
const whole = (name, ...args) => ({
  name,
  run: async () => {
    const { code, output } = await runNode(args);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
  },
});

/** @returns {Part} */
function vitest() {
  const report = join(resultsFolder, 'vitest.json');
  return {
    name: 'unit, CLI and tsserver tests',
    run: async () => {
      // A result of an earlier run must not be taken for one of this run.
      await rm(report, { force: true });
      const flags = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const { code, output } = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...flags]);
      return { ...(await vitestCounts(report, code)), output };
    },
  };
}

/** Some sets of suites in an editor. @param {'minimum' | 'newest'} engine @param {string[]} sets @returns {Part} */
const integration = (engine, ...sets) => ({
  name: `integration tests, ${engine} engine: ${sets.join(', ')}`,
  run: async () => {
    const name = sets.join('-');
    const report = join(resultsFolder, `integration-${engine}-${name}.json`);
    await rm(report, { force: true });
    const { code, output } = await runNode([
      ...['test/integration/run.mjs', '--engine', engine, '--name', name],
      ...sets.flatMap((set) => ['--set', set]),
    ]);
    return { ...(await integrationCounts(report, code)), output };
  },
});

/**
 * The parts in their order. The lanes of a stage run at the same time, the parts of a lane one after the other: a checker keeps
 * one core busy, and tests of sockets and editors mostly wait. No more than two editors run at once.
 * @type {Part[][][]}
 */
export const stages = [
  [[whole('build', 'esbuild.mjs')]],
  [
    [
      whole('types', 'node_modules/typescript/bin/tsc', '--build'),
      whole('lint', 'node_modules/oxlint/bin/oxlint'),
      whole('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '.'),
    ],
    [vitest()],
  ],
  [
    [integration('minimum', 'suite', 'reload', 'restricted'), integration('newest', 'goldens')],
    [integration('newest', ...sets.filter((set) => set !== 'goldens'))],
  ],
];
