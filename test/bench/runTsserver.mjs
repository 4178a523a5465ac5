// `node test/bench/runTsserver.mjs [--rounds N] [folder]`: the part of the bench about the TypeScript server. The folder may
// also stand in SSOT_TYPESCRIPT_TREE; without one, nothing is measured. Exit code 1: the budget is missed.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchFolder } from './folders.mjs';
import { compareServers } from './tsserver.mjs';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const folder = positionals[0] ?? process.env.SSOT_TYPESCRIPT_TREE;
if (!folder) {
  console.log('tsserver with and without the plugin: skipped (no folder, no SSOT_TYPESCRIPT_TREE)');
} else {
  await mkdir(benchFolder, { recursive: true });
  const say = (/** @type {string} */ line) => void process.stderr.write(`[bench] ${line}\n`);
  const result = await compareServers(resolve(folder), Number(values.rounds), say);
  const times = (/** @type {number} */ ratio) =>
    Number.isNaN(ratio) ? 'none measured' : `${ratio.toFixed(3)} x`;
  console.log(
    `tsserver with the plugin, to without (${result.files} files, ${result.violating} with a violation)`,
  );
  console.log(`  diagnostics after an edit, files without a violation  ${times(result.latency)}`);
  console.log(`  the same, files with one                              ${times(result.latencyOfViolating)}`);
  console.log(`  first diagnostics, with the project loaded            ${times(result.load)}`);
  console.log(`  median without the plugin                             ${result.median.toFixed(1)} ms`);
  const memory = [result.memoryWith, result.memoryWithout].map((each) => `${each.toFixed(0)} MB`);
  console.log(`  peak memory with and without                          ${memory.join(', ')}`);
  const met = !(result.latency > 1.05);
  console.log(`  budget: within 5% on files without a violation        ${met ? 'met' : 'MISSED'}`);
  await writeFile(join(benchFolder, '..', 'bench-tsserver.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = met ? 0 : 1;
}
