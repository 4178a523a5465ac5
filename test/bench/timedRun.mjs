// Runs one contestant once, and says what it took.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder } from './folders.mjs';

/**
 * @typedef {object} Run
 * @property {number} wall  seconds
 * @property {number} [cpu]  user and system time of all its processes and threads, in seconds; absent on Windows
 * @property {number} [peakMemory]  MB, where the process reports it
 * @property {number} found
 */

/** POSIX: the shell's `times` knows what its children took (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/times.html). */
const measured = ['sh', '-c', '"$@"; code=$?; times >&3; exit $code', 'sh'];

/**
 * @param {import('./contestants.mjs').Contestant} contestant
 * @returns {Promise<Run>}
 * @throws {Error} where it cannot be started, fails, or finds nothing
 */
export async function timedRun({ title, command, environment, usageFile, before, found }) {
  before?.();
  if (usageFile) rmSync(usageFile, { force: true });
  const outputFile = join(benchFolder, 'output');
  const output = openSync(outputFile, 'w');
  const [program, ...args] = process.platform === 'win32' ? command : [...measured, ...command];
  const started = performance.now();
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    // To a file: reading along would take time from what is measured.
    stdio: ['ignore', output, 'pipe', 'pipe'],
  });
  let errors = '';
  let times = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  child.stdio[3].on('data', (chunk) => (times += chunk));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const wall = (performance.now() - started) / 1000;
  closeSync(output);
  // All three exit with 1 where they have found something of severity, or with 0.
  if (code !== 0 && code !== 1) throw new Error(`${title} failed with exit code ${code}: ${errors.trim()}`);
  const count = found(readFileSync(outputFile, 'utf8'));
  if (count === 0) throw new Error(`${title} found nothing: this is not the tree that it is meant for`);
  return {
    wall,
    ...(times ? { cpu: childTime(times) } : {}),
    ...(usageFile ? JSON.parse(readFileSync(usageFile, 'utf8')) : {}),
    found: count,
  };
}

/** The second line of `times`: user and system time of the children, as `0m1.20s 0m0.05s`. @param {string} times */
function childTime(times) {
  const [, children = ''] = times.split('\n');
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}
