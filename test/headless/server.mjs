// The editor's server: serves the workbench and runs the extension host.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runningFolder } from './folders.mjs';
import { endLeftovers, recordServer } from './leftovers.mjs';
import { lineFilter } from './noise.mjs';
import { endTree } from './processes.mjs';

/**
 * @typedef {object} Server
 * @property {number} port  loopback
 * @property {() => string} output  its last lines, without noise
 * @property {Promise<number | null>} exited  its exit code, when it ends by itself or is stopped
 * @property {() => Promise<void>} stop  ends it and all that it started
 */

/**
 * Starts a server on a free loopback port and waits until it listens.
 *
 * @param {object} options
 * @param {{ serverMain: string, node: string }} options.editor
 * @param {string} options.dataFolder  settings are in `data/User/settings.json` below it
 * @param {string} options.extensionsFolder
 * @param {boolean} [options.keepTrust]  leaves workspace trust on: folders open in Restricted Mode
 * @param {Record<string, string>} [options.environment]  added to what the extension host inherits
 * @param {number} [options.port]  0, the default, takes a free one
 * @param {string} [options.token]  the workbench's address must carry it as `tkn`; nothing is asked unless given
 * @param {number} [options.patience]  milliseconds until it must listen
 * @returns {Promise<Server>}
 * @throws {Error} with the server's output, as soon as it exits or when it does not listen in time
 */
export async function startServer(options) {
  const { editor, dataFolder, extensionsFolder, keepTrust = false, environment = {} } = options;
  const { port = 0, token, patience = 60_000 } = options;
  await endLeftovers(runningFolder);
  await mkdir(extensionsFolder, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'ssot-'));
  const tokenFile = join(scratch, 'token');
  // In a file: other users can read a command line.
  if (token) await writeFile(tokenFile, token, { mode: 0o600 });
  const args = [
    ...[editor.serverMain, '--host', '127.0.0.1', '--port', String(port)],
    ...(token ? ['--connection-token-file', tokenFile] : ['--without-connection-token']),
    // A built editor ignores the extension under development unless this is given.
    ...['--accept-server-license-terms', '--enable-smoke-test-driver', '--disable-telemetry'],
    ...(keepTrust ? [] : ['--disable-workspace-trust']),
    ...['--server-data-dir', dataFolder, '--extensions-dir', extensionsFolder],
  ];
  const child = spawn(editor.node, args, {
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    // The editor leaves its sockets behind. On other systems the longer path would be too long for a socket.
    env: { ...process.env, ...(process.platform === 'linux' ? { TMPDIR: scratch } : {}), ...environment },
  });
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => {
    child.on('exit', (code) => resolve(code));
    child.on('error', () => resolve(null));
  });
  const { lines, listening } = watch(child);
  const forget = child.pid ? await recordServer(runningFolder, child.pid, dataFolder) : async () => {};
  const stop = async () => {
    if (child.pid) await endTree(child.pid);
    await exited;
    await forget();
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  };
  const output = () => lines.join('\n').trim();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const outcome = await Promise.race([
    listening,
    exited.then((code) => `exited with code ${code}`),
    new Promise((resolve) => (timer = setTimeout(resolve, patience, `was not there after ${patience} ms`))),
  ]);
  clearTimeout(timer);
  if (typeof outcome !== 'number') {
    await stop();
    throw new Error(`the editor's server ${outcome}:\n${output()}`);
  }
  return { port: outcome, output, exited, stop };
}

/**
 * Keeps the last lines of a server, and sees when it listens.
 * @param {import('node:child_process').ChildProcess} child
 */
function watch(child) {
  /** @type {string[]} */
  const lines = [];
  /** @type {(port: number) => void} */
  let found;
  /** @type {Promise<number>} */
  const listening = new Promise((resolve) => (found = resolve));
  child.on('error', (error) => lines.push(error.message));
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    const isWorthShowing = lineFilter();
    createInterface({ input: stream }).on('line', (line) => {
      const match = /^Extension host agent listening on (\d+)/.exec(line);
      if (match) found(Number(match[1]));
      if (line.trim() && isWorthShowing(line)) lines.push(line);
      if (lines.length > 200) lines.shift();
    });
  }
  return { lines, listening };
}
