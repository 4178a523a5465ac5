// Speed beside ripgrep and ast-grep on the Netra tree: `npm run bench [-- --rounds N] [tree]`; the tree may also stand in
// SSOT_NETRA_TREE. Everything runs in one go and in turns, so that a busy machine slows all of them; what counts are the
// ratios. The TypeScript server is measured over the folder in SSOT_TYPESCRIPT_TREE. Exit code 0: all budgets are met; 1: one
// is missed; 2: it could not be measured. Results: .cache/bench.json.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { repository } from '../headless/folders.mjs';
import { measureActivation } from './activation.mjs';
import { judge } from './budgets.mjs';
import { cache, contestants } from './contestants.mjs';
import { buildInEngine, legacyModules, measureEditing } from './inEngine.mjs';
import { giveUp, readArguments } from './arguments.mjs';
import { benchFolder } from './folders.mjs';
import { printBudgets, printRuns } from './print.mjs';
import { timedRun } from './timedRun.mjs';
import { fetchTools } from './tools.mjs';

/** @param {string} line */
const say = (line) => void process.stderr.write(`[bench] ${line}\n`);

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const { rounds, tree } = readArguments(values, positionals, 'dist/cli.js');

await mkdir(benchFolder, { recursive: true });
// A copy: what is measured stays the same when somebody builds meanwhile.
const product = join(benchFolder, 'product');
await rm(product, { recursive: true, force: true });
await cp(join(repository, 'dist'), product, { recursive: true });
const config = join(benchFolder, 'ssot.config.json');
await writeFile(config, '{ "extends": ["preset:netra"], "exclude": [] }\n');

const tools = await fetchTools(say).catch((error) => giveUp(`the tools cannot be had: ${error.message}`));
const inEngine = await buildInEngine();
const all = await contestants({ tools, tree, config, product, modules: await legacyModules(inEngine) });

// Uncounted: brings the trees into the page cache, and into that of the scans.
await rm(cache, { recursive: true, force: true });
for (const contestant of all.filter(({ id }) => id !== 'scan' && id !== 'astGrep'))
  await timedRun(contestant).catch((error) => giveUp(error.message));
/** @type {Record<string, import('./timedRun.mjs').Run[]>} */
const runs = Object.fromEntries(all.map(({ id }) => [id, []]));
for (let round = 1; round <= rounds; round++) {
  say(`round ${round} of ${rounds}`);
  for (const contestant of all) {
    const run = await timedRun(contestant).catch((error) => giveUp(error.message));
    runs[contestant.id].push(run);
  }
}
say('editing');
const editing = await measureEditing(inEngine, tree, config);
say('activating');
const activation = await measureActivation(product);

const budgets = judge({ runs, editing, activation });
printRuns(all, runs);
printBudgets(budgets, { editing, activation });
const result = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processors: availableParallelism(),
  tools: Object.fromEntries(Object.entries(tools).map(([name, { version }]) => [name, version])),
  rounds,
  runs,
  editing,
  activation,
  budgets,
};
await writeFile(join(repository, '.cache', 'bench.json'), `${JSON.stringify(result, null, 2)}\n`);
// A process of its own: it says that it is skipped, or what it measured, and misses its budget by its exit code.
const tsserver = spawnSync(process.execPath, [fileURLToPath(new URL('runTsserver.mjs', import.meta.url))], {
  stdio: 'inherit',
});
process.exitCode = budgets.every(({ met }) => met) && tsserver.status === 0 ? 0 : 1;
