// One run of a test suite in the extension host of the headless editor.
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { workbenchAddress } from './address.mjs';
import { launchBrowser } from './browser.mjs';
import { startDriver } from './driver.mjs';
import { installEditor } from './editor.mjs';
import { brokeOff, hostFailed, timedOut } from './exitCodes.mjs';
import { resultsFolder } from './folders.mjs';
import { worthShowing } from './noise.mjs';
import { startServer } from './server.mjs';
import { openWorkbench } from './workbench.mjs';

/** Milliseconds from the drawn workbench to the suite's first word. */
const startPatience = 90_000;

/**
 * @typedef {object} Shell
 * @property {(line: string) => void} print  shows what the extension host writes to its console
 * @property {(line: string) => void} say  shows what the harness does
 * @property {Promise<number>} cancelled  resolves with an exit code when the run has to end early
 */

/**
 * Starts editor and browser, runs the suite, and ends both again, whatever happens.
 *
 * @param {import('./launchArguments.mjs').Launch} launch
 * @param {Shell} shell
 * @returns {Promise<number>} the suite's exit code, or one of exitCodes.mjs
 */
export async function runSuite(launch, shell) {
  /** @type {(() => unknown)[]} in the order of their opening */
  const open = [];
  try {
    return await Promise.race([run(launch, shell, open), shell.cancelled]);
  } catch (error) {
    shell.say(error instanceof Error ? error.message : String(error));
    return hostFailed;
  } finally {
    for (const close of open.reverse()) await Promise.resolve(close()).catch(() => {});
  }
}

/**
 * @param {import('./launchArguments.mjs').Launch} launch
 * @param {Omit<Shell, 'cancelled'>} shell
 * @param {(() => unknown)[]} open  receives what has to be closed
 * @returns {Promise<number>}
 */
async function run(launch, { print, say }, open) {
  const editor = await installEditor(launch.engine, say);
  const dataFolder = await serverData(launch, open);
  let page = /** @type {import('playwright-core').Page | undefined} */ (undefined);
  const started = signal();
  const ended = signal();
  let finished = false;
  let reloading = false;
  const driver = await startDriver(() => page ?? fail('the workbench is not open yet'), {
    started: () => {
      reloading = false;
      started.resolve(undefined);
    },
    reloading: () => void (reloading = true),
    finished: () => void (finished = true),
  });
  open.push(driver.close);
  const server = await startServer({
    editor,
    dataFolder,
    extensionsFolder: launch.extensionsFolder ?? join(dataFolder, 'extensions'),
    keepTrust: launch.keepTrust,
    environment: { SSOT_TEST_DRIVER: driver.url },
  });
  open.push(server.stop);
  const gone = server.exited.then((code) =>
    fail(`the editor's server ended by itself with code ${code}:\n${server.output()}`),
  );
  // It is awaited below, but the server may end before that.
  gone.catch(() => {});
  const { browser, close } = await launchBrowser(say);
  open.push(close);
  const opening = openWorkbench(browser, workbenchAddress({ ...launch, port: server.port }), {
    codeAutomationLog: (_type, values) => show(values, print),
    codeAutomationExit: (code) => reloading || ended.resolve(code),
  });
  page = await Promise.race([opening, gone]);
  page.on('crash', () => ended.resolve(hostFailed));
  const late = limit({ launch, page, started: started.promise, server, say });
  const code = await Promise.race([ended.promise, gone, late]);
  if (code !== 0 || finished) return code;
  say(`the extension host ended in the middle of the suite:\n${server.output()}`);
  return brokeOff;
}

/**
 * The server's own data folder inside the user data folder; the user's settings go to where it reads them.
 * @param {import('./launchArguments.mjs').Launch} launch
 * @param {(() => unknown)[]} open
 */
async function serverData({ userDataFolder }, open) {
  if (!userDataFolder) {
    const folder = await mkdtemp(join(tmpdir(), 'ssot-editor-'));
    open.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    return folder;
  }
  const folder = join(userDataFolder, 'server');
  await mkdir(join(folder, 'data', 'User'), { recursive: true });
  const settings = join('User', 'settings.json');
  await copyFile(join(userDataFolder, settings), join(folder, 'data', settings)).catch(() => {});
  return folder;
}

/**
 * @param {object} run
 * @param {import('./launchArguments.mjs').Launch} run.launch
 * @param {import('playwright-core').Page} run.page
 * @param {Promise<unknown>} run.started
 * @param {import('./server.mjs').Server} run.server
 * @param {(line: string) => void} run.say
 * @returns {Promise<number>} resolves when time is up, else never
 */
async function limit({ launch, page, started, server, say }) {
  const wait = (/** @type {number} */ patience) =>
    new Promise((resolve) => setTimeout(resolve, patience, 'late').unref());
  const came = await Promise.race([started, wait(startPatience)]);
  if (came !== 'late') await wait(launch.timeLimit);
  const path = join(resultsFolder, `last-state-${launch.engine.id}.png`);
  await mkdir(resultsFolder, { recursive: true });
  await page.screenshot({ path, timeout: 10_000 }).catch(() => {});
  const what =
    came === 'late'
      ? `the suite did not begin within ${startPatience / 1000} s`
      : `the suite did not end within ${launch.timeLimit / 1000} s`;
  say(`${what} in VS Code ${launch.engine.vscode}. Its last state: ${path}\n${server.output()}`);
  return came === 'late' ? hostFailed : timedOut;
}

/** @param {unknown[]} values @param {(line: string) => void} print */
function show(values, print) {
  const text = worthShowing(format(...values));
  if (text !== undefined) print(text);
}

function signal() {
  /** @type {(value: any) => void} */
  let resolve = () => {};
  /** @type {Promise<any>} */
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

/** @param {string} message @returns {never} */
function fail(message) {
  throw new Error(message);
}
