// One set of suites in one editor, through @vscode/test-electron.
import { runTests } from '@vscode/test-electron';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { meaning } from '../headless/exitCodes.mjs';
import { repository, resultsFolder } from '../headless/folders.mjs';
import { installTypeScript7 } from './typescript7.mjs';
import { freshWorkspace } from './workspaceCopy.mjs';

/**
 * @typedef {object} Outcome
 * @property {string | undefined} version  what the editor says it is; undefined when it never came up
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {{ title: string, message: string }[]} failures
 */

/**
 * Runs a set in a fresh user profile on a fresh copy of the workspace. An editor that does not come up is
 * started once more; a test that fails is not.
 *
 * @param {object} options
 * @param {import('../headless/engines.mjs').Engine} options.engine
 * @param {'desktop' | 'headless'} options.editor
 * @param {import('./workspaceCopy.mjs').Set} options.set
 * @param {string} options.suites  the module that exports `run()`
 * @param {string} [options.extension]  the extension under development; this repository unless given
 * @param {string} [options.grep]
 * @param {string} [options.screenshots]  folder for the pictures that the suites take
 * @returns {Promise<Outcome>}
 */
export async function runSet(options) {
  const first = await attempt(options);
  if (first.version !== undefined) return first;
  console.log('The editor did not come up. Starting it once more.');
  return attempt(options);
}

/** @param {Parameters<typeof runSet>[0]} options @returns {Promise<Outcome>} */
async function attempt({ engine, editor, set, suites, extension = repository, grep, screenshots }) {
  const { opened, user, extensions, results, remove } = await freshWorkspace(set);
  const launchArgs = [opened, `--user-data-dir=${user}`, `--extensions-dir=${extensions}`];
  if (editor === 'headless') launchArgs.push(`--headless-engine=${engine.id}`);
  if (editor === 'headless' && set === 'restricted') launchArgs.push('--headless-keep-trust');
  try {
    const typescript = set === 'typescript7' ? await installTypeScript7(extensions, console.log) : undefined;
    /** @type {unknown} */
    let problem;
    await runTests({
      ...(editor === 'headless'
        ? { vscodeExecutablePath: await executable() }
        : { version: engine.desktop, cachePath: join(repository, '.vscode-test') }),
      extensionDevelopmentPath: extension,
      extensionTestsPath: suites,
      launchArgs,
      extensionTestsEnv: {
        SSOT_TEST_SET: set,
        SSOT_TEST_GREP: grep,
        SSOT_TEST_GOLDENS: process.env.SSOT_TEST_GOLDENS,
        SSOT_TEST_RESULTS: results,
        SSOT_TEST_TYPESCRIPT7: typescript,
        SSOT_TEST_SCREENSHOTS: screenshots ?? join(resultsFolder, `pictures-${engine.id}`),
        // Its own, whatever the surroundings name.
        SSOT_CACHE_DIR: join(user, 'scans'),
        SSOT_TEST_VERSION: editor === 'headless' ? engine.vscode : undefined,
      },
    }).catch((error) => (problem = error));
    return outcome(await readResults(results), problem, set);
  } finally {
    await remove();
  }
}

/** The headless editor; a checkout without file modes may have lost the one that it needs. */
async function executable() {
  const windows = process.platform === 'win32';
  const file = join(repository, 'test', 'headless', windows ? 'executable.cmd' : 'executable.mjs');
  if (!windows) await chmod(file, 0o755).catch(() => {});
  return file;
}

/** @param {string} file */
const readResults = (file) => readFile(file, 'utf8').then(JSON.parse, () => undefined);

/**
 * What the results file and the exit code say together: a run that ended badly has at least one failure.
 * @param {any} results
 * @param {unknown} problem
 * @param {string} set
 * @returns {Outcome}
 */
function outcome(results, problem, set) {
  const { version, passed = 0, failed = 0, skipped = 0, failures = [] } = results ?? {};
  if (problem === undefined && results?.complete) return { version, passed, failed, skipped, failures };
  if (failed > 0 && results.complete) return { version, passed, failed, skipped, failures };
  const title = results?.running ?? `the set "${set}"`;
  const code = /** @type {{ code?: number }} */ (problem ?? {}).code;
  const why = meaning(code) ?? String(problem ?? 'the editor closed early');
  const message = results ? `did not end: ${why}` : `did not begin: ${why}`;
  return { version, passed, failed: failed + 1, skipped, failures: [...failures, { title, message }] };
}
