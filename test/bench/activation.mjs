// What loading and activating the extension takes of its own code: in fresh processes, with an editor that does nothing.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from './statistics.mjs';

const processes = 11;

/**
 * @typedef {object} Activation
 * @property {number} processes
 * @property {number} load  milliseconds for the module, median
 * @property {number} activate  milliseconds for the call of `activate`, median
 * @property {number} median  of both together
 */

/** @param {string} product  the folder of the bundles @returns {Promise<Activation>} */
export async function measureActivation(product) {
  const script = fileURLToPath(new URL('activate.cjs', import.meta.url));
  const runs = [];
  for (let run = 0; run < processes; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, [script, join(product, 'extension.js')]);
    runs.push(JSON.parse(stdout));
  }
  return {
    processes,
    load: median(runs.map(({ load }) => load)),
    activate: median(runs.map(({ activate }) => activate)),
    median: median(runs.map(({ load, activate }) => load + activate)),
  };
}
