// The embedded staging backend, as a process of its own.
import { spawn } from 'node:child_process';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repository, runningFolder } from '../../test/headless/folders.mjs';
import { recordServer } from '../../test/headless/leftovers.mjs';
import { endTree } from '../../test/headless/processes.mjs';

/**
 * Said before anything else happens: another `npm start` may be what uses the port, and lives on the same files.
 * @param {number} port
 * @throws {Error} when it is in use
 */
export async function expectFree(port) {
  if (await isFree(port)) return;
  const another = port < 65535 ? port + 1 : port - 1;
  throw new Error(
    `port ${port} is in use. Stop what uses it, or give another: npm start -- --port ${another}`,
  );
}

/**
 * Starts the backend and waits until it accepts connections.
 * @param {number} port
 * @returns {Promise<{ exited: Promise<string>, stop: () => Promise<void> }>} `exited` resolves with its output
 * @throws {Error} with the backend's output when it ends or does not listen
 */
export async function startBackend(port) {
  const args = [join(repository, 'dist', 'cli.js'), 'emulate', '--port', String(port)];
  args.push('--profile', 'strict-intended');
  const child = spawn(process.execPath, args, {
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output = (output + chunk).slice(-20_000)));
  }
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(`exit code ${code}\n${output.trim()}`));
  });
  const forget = child.pid ? await recordServer(runningFolder, child.pid, args.join(' ')) : async () => {};
  const stop = async () => {
    if (child.pid) await endTree(child.pid);
    await exited;
    await forget();
  };
  let ended = false;
  void exited.then(() => (ended = true));
  const until = performance.now() + 15_000;
  while (!ended && performance.now() < until) {
    if (await accepts(port)) return { exited, stop };
    await delay(50);
  }
  const what = ended ? 'ended at once' : `does not listen on port ${port}`;
  await stop();
  throw new Error(`the staging backend ${what}: ${await exited}`);
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** @param {number} port @returns {Promise<boolean>} */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
      .once('connect', () => resolve(true))
      .once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
