// `npm start`: everything that is needed to try the extension, in one command. See scripts/start/options.mjs.
import { runningFolder } from '../test/headless/folders.mjs';
import { endLeftovers } from '../test/headless/leftovers.mjs';
import { expectFree, startBackend } from './start/backend.mjs';
import { openInBrowser } from './start/browserWindow.mjs';
import { checkWorkbench } from './start/check.mjs';
import { desktopCommand, openDesktop } from './start/desktop.mjs';
import { serveEditor } from './start/headless.mjs';
import { parseStart, usage } from './start/options.mjs';
import { copySample } from './start/sample.mjs';
import { runNode } from './nodeCommand.mjs';

const say = (/** @type {string} */ line) => console.log(line);

/** @type {(() => Promise<void>)[]} in the order of their starting */
const running = [];

/** @type {Promise<number>} */
const interrupted = new Promise((resolve) => {
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(name, () => resolve(0));
  // A signal to npm ends npm and the shell that it runs scripts in, and never arrives here.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && resolve(0), 500).unref();
  }
});

/** @param {ReturnType<typeof parseStart>} options @returns {Promise<number>} the exit code */
async function start({ headless, port, keep, check }) {
  await endLeftovers(runningFolder);
  await expectFree(port);
  say('building ...');
  const built = await runNode(['esbuild.mjs']);
  if (built.code !== 0) throw new Error(`the build failed:\n${built.output}`);
  const folder = await copySample({ port, keep });
  const backend = await startBackend(port);
  running.push(backend.stop);
  say(`staging backend: http://127.0.0.1:${port} (profile strict-intended)`);
  const backendGone = backend.exited.then((output) => {
    throw new Error(`the staging backend ended: ${output}`);
  });
  // Awaited below; it may end before that.
  backendGone.catch(() => {});

  const command = headless || check ? undefined : desktopCommand();
  if (command && (await opensDesktop(command, folder))) {
    say(`VS Code opens ${folder}\nCtrl-C here ends the backend.`);
    return backendGone;
  }
  const { address, server } = await serveEditor(folder, say);
  running.push(server.stop);
  const serverGone = server.exited.then((code) => {
    throw new Error(`the editor's server ended with code ${code}:\n${server.output()}`);
  });
  serverGone.catch(() => {});
  if (check) {
    const status = await Promise.race([checkWorkbench(address, say), serverGone, backendGone]);
    say(`The extension is active; its status bar item says: ${status}\nPicture: .cache/start.png`);
    return 0;
  }
  say(
    `\nVS Code with the extension is at\n\n  ${address}\n\nOpen it in a browser on this machine. Ctrl-C ends it.`,
  );
  openInBrowser(address);
  return Promise.race([serverGone, backendGone]);
}

/** @param {string} command @param {string} folder */
async function opensDesktop(command, folder) {
  try {
    await openDesktop(command, folder);
    return true;
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\nGoing on with the headless VS Code.`);
    return false;
  }
}

let code = 1;
try {
  const options = parseStart(process.argv.slice(2));
  if (options.help) {
    say(usage);
    code = 0;
  } else {
    code = await Promise.race([start(options), interrupted]);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
} finally {
  for (const stop of running.reverse()) await stop().catch(() => {});
}
process.exit(code);
