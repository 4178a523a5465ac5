// The part that is measured inside the product's own code: bundled from the sources, run in a process of its own.
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { benchFolder } from './folders.mjs';
import { median, percentile } from './statistics.mjs';

/** @returns {Promise<string>} the bundle's path */
export async function buildInEngine() {
  const outfile = join(benchFolder, 'inEngine.cjs');
  await build({
    entryPoints: [fileURLToPath(new URL('inEngine.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    // Python only: TypeScript is never loaded.
    external: ['typescript'],
    logLevel: 'error',
  });
  return outfile;
}

/** @param {string} bundle @param {string[]} args @returns {Promise<any>} what it printed as JSON */
async function run(bundle, args) {
  const { stdout } = await promisify(execFile)(process.execPath, [bundle, ...args]);
  return JSON.parse(stdout);
}

/** The preset's legacy modules. @param {string} bundle @returns {Promise<string[]>} */
export async function legacyModules(bundle) {
  return (await run(bundle, ['legacy-modules'])).legacyModules;
}

/**
 * @typedef {object} Editing
 * @property {string} file
 * @property {number} lines
 * @property {number} edits
 * @property {number} violations  over all edits
 * @property {number} median  milliseconds, as all that follow
 * @property {number} p99
 * @property {number} longest
 * @property {number} cpu  user and system time of all threads, median
 */

/**
 * What one-character edits of the tree's largest file about WebSockets take.
 *
 * @param {string} bundle @param {string} tree @param {string} config
 * @returns {Promise<Editing>}
 */
export async function measureEditing(bundle, tree, config) {
  const { durations, processorTimes, ...rest } = await run(bundle, ['editing', tree, config]);
  return {
    ...rest,
    edits: durations.length,
    median: median(durations),
    p99: percentile(durations, 0.99),
    longest: Math.max(...durations),
    cpu: median(processorTimes),
  };
}
