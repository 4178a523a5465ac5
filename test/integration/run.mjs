// Runs the integration suites in a real VS Code:
//   node test/integration/run.mjs [--engine minimum|newest|both] [--grep PATTERN]
//     [--set suite|migration|multiroot|goldens|typescript7|reload|restricted], more than once for several
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chosenEngines } from '../headless/engines.mjs';
import { repository, resultsFolder } from '../headless/folders.mjs';
import { buildSuites } from './build.mjs';
import { chooseEditor } from './editorChoice.mjs';
import { runSet } from './hostRun.mjs';
import { sets } from './sets.mjs';

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'both' },
    set: { type: 'string', multiple: true },
    // Part of the names of what it writes: runs of an engine at the same time need different ones.
    name: { type: 'string' },
    grep: { type: 'string' },
    // Another folder than this repository, such as an unpacked package.
    extension: { type: 'string', default: repository },
  },
});

/**
 * Restricted Mode needs a switch that only the headless editor has: test-electron turns trust off on desktop. So does a reload
 * of the window, with which desktop VS Code ends the suite. An editor of the minimum engine knows no setting for TypeScript 7,
 * and is asked for the golden files and the migration only where they are named: they take minutes.
 * @param {'minimum' | 'newest'} engine @param {'desktop' | 'headless'} editor
 */
function setsFor(engine, editor) {
  const unknown = values.set?.find((set) => !sets.some((each) => each === set));
  if (unknown !== undefined) throw new Error(`unknown set "${unknown}": ${sets.join(', ')}`);
  const wanted = sets.filter((each) => values.set === undefined || values.set.includes(each));
  return wanted.filter((set) => {
    const needs =
      (set === 'restricted' || set === 'reload') && editor === 'desktop'
        ? 'the headless editor'
        : engine === 'minimum' &&
            (set === 'typescript7' ||
              (['goldens', 'migration', 'multiroot'].includes(set) && values.set === undefined))
          ? 'the newest engine'
          : undefined;
    if (needs) console.log(`Skipped: the set "${set}" (it needs ${needs}).`);
    return needs === undefined;
  });
}

/** @param {{ id: string }} engine */
const resultsFile = ({ id }) => join(resultsFolder, `integration-${named(id)}.json`);

const named = (/** @type {string} */ id) => (values.name ? `${id}-${values.name}` : id);

/** @param {import('../headless/engines.mjs').Engine} engine @param {'desktop' | 'headless'} editor @param {string} suites */
async function runEngine(engine, editor, suites) {
  const total = { passed: 0, failed: 0, skipped: 0, version: '', failures: /** @type {any[]} */ ([]) };
  for (const set of setsFor(engine.id, editor)) {
    console.log(`\n${editor} VS Code, ${engine.id} engine (${engine.vscode}), set "${set}"`);
    const extension = resolve(values.extension);
    const outcome = await runSet({ engine, editor, set, suites, extension, grep: values.grep });
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.skipped += outcome.skipped;
    total.version ||= outcome.version ?? '';
    total.failures.push(...outcome.failures);
  }
  await writeFile(
    resultsFile(engine),
    `${JSON.stringify({ engine: engine.id, editor, ...total }, null, 2)}\n`,
  );
  return total;
}

await mkdir(resultsFolder, { recursive: true });
const engines = chosenEngines(values.engine);
// A result of an earlier run must not be taken for one of this run.
for (const engine of engines) await rm(resultsFile(engine), { force: true });
if (!existsSync(join(repository, 'dist', 'extension.js'))) {
  console.log('dist/extension.js is not there: run "npm run build" first to have the extension active.');
}
const editor = await chooseEditor();
const suites = await buildSuites(named(values.engine)).catch(() => {
  // esbuild has said which file and line.
  console.error('The suites do not compile.');
  process.exit(1);
});
const lines = [];
let failed = 0;
for (const engine of engines) {
  const total = await runEngine(engine, editor, suites);
  failed += total.failed;
  const { passed, skipped, version } = total;
  lines.push(
    `VS Code ${version || engine.vscode} (${engine.id}): ${passed} passed, ${total.failed} failed, ${skipped} skipped`,
    ...total.failures.map(
      ({ title, message }) => `  failed: ${title}\n    ${message.replaceAll('\n', '\n    ')}`,
    ),
  );
}
console.log(`\n${lines.join('\n')}`);
process.exitCode = failed ? 1 : 0;
