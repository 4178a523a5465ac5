// `node test/bench/runTsserver.mjs [--rounds N] [--files N] [--edits N] [--minutes N] [--seed TEXT] [--project tsconfig.json]
// [folder]`: the part of the bench about the TypeScript server. The folder may also stand in SSOT_TYPESCRIPT_TREE; without
// one, nothing is measured. With `--project`, the files of that tsconfig are one program. Exit code 1: the budget is missed.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchFolder } from './folders.mjs';
import { compareServers } from './tsserver.mjs';

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    files: { type: 'string', default: '12' },
    edits: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    project: { type: 'string' },
  },
  allowPositionals: true,
});
const folder = positionals[0] ?? process.env.SSOT_TYPESCRIPT_TREE;
if (!folder) {
  console.log('tsserver with and without the plugin: skipped (no folder, no SSOT_TYPESCRIPT_TREE)');
} else {
  await mkdir(benchFolder, { recursive: true });
  const say = (/** @type {string} */ line) => void process.stderr.write(`[bench] ${line}\n`);
  const { rounds, files, edits, minutes } = values;
  const options = {
    folder: resolve(folder),
    project: values.project,
    rounds: Number(rounds),
    files: Number(files),
    edits: Number(edits),
    minutes: Number(minutes),
    seed: values.seed,
  };
  const result = await compareServers(options, say);
  print(result, options);
  const met = !(result.plain.edit.median > 1.05);
  line('budget: within 5% on files without a candidate', met ? 'met' : 'MISSED');
  await writeFile(join(benchFolder, '..', 'bench-tsserver.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = met ? 0 : 1;
}

/**
 * @param {Awaited<ReturnType<typeof compareServers>>} result
 * @param {import('./tsserver.mjs').Options} options
 */
function print({ all, rounds, plain, candidates, load, memory }, { edits, seed }) {
  console.log(
    `tsserver with the plugin, to without: ${plain.files} files without a candidate and ${candidates.files} with one, ` +
      `of ${all} (seed ${seed}, ${edits} edits a file, ${rounds.length} rounds)`,
  );
  line('diagnostics after an edit, files without a candidate', told(plain.edit));
  line('first diagnostics of such a file', told(plain.opening));
  line('diagnostics after an edit, files with one', told(candidates.edit));
  line('first diagnostics of such a file', told(candidates.opening));
  line('first diagnostics of all, with the project loaded', told(load));
  line('diagnostics after an edit, median without the plugin', `${plain.median.toFixed(1)} ms`);
  line('peak memory with and without', `${memory.with.toFixed(0)} MB, ${memory.without.toFixed(0)} MB`);
  for (const [of, { work }] of Object.entries({ without: plain, with: candidates }))
    line(
      `done for the files ${of === 'with' ? 'with a candidate' : 'without'}`,
      Object.entries(work)
        .map(([what, count]) => `${count} ${what}`)
        .join(', '),
    );
}

/** @param {string} what @param {string} value */
function line(what, value) {
  console.log(`  ${what.padEnd(56)}${value}`);
}

/** @param {{ median: number, middle: number[], total: number }} ratio */
function told({ median, middle, total }) {
  if (Number.isNaN(median)) return 'none measured';
  const [low = NaN, high = NaN] = middle;
  return `${median.toFixed(3)} x (half within ${low.toFixed(3)} to ${high.toFixed(3)}; of the sums ${total.toFixed(3)})`;
}
