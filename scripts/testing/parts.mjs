// The parts of `npm test`, in their order.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resultsFolder } from '../../test/headless/folders.mjs';
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

/** @param {'minimum' | 'newest'} engine @returns {Part} */
const integration = (engine) => ({
  name: `integration tests, ${engine} engine`,
  run: async () => {
    const report = join(resultsFolder, `integration-${engine}.json`);
    await rm(report, { force: true });
    const { code, output } = await runNode(['test/integration/run.mjs', '--engine', engine]);
    return { ...(await integrationCounts(report, code)), output };
  },
});

/**
 * The parts in their order, those of one row at the same time: a checker keeps one core busy, and tests of sockets and editors
 * mostly wait.
 * @type {Part[][]}
 */
export const stages = [
  [whole('build', 'esbuild.mjs')],
  [
    whole('types', 'node_modules/typescript/bin/tsc', '--build'),
    whole('format', 'node_modules/prettier/bin/prettier.cjs', '--check', '.'),
  ],
  [whole('lint', 'node_modules/eslint/bin/eslint.js', '.'), vitest()],
  [integration('minimum'), integration('newest')],
];
