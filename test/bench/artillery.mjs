// Artillery (https://www.artillery.io) on the same backend with as many sockets for as long, for comparison. It is large, so
// that it is fetched into a folder of the system's own temporary ones, and removed with it.
import { spawn, execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emulatorToken } from './emulatorToken.mjs';
import { peakMemoryOf } from './emulator.mjs';

/**
 * @typedef {object} ArtilleryRun
 * @property {string} [failed]  why there are no figures
 * @property {string} [version]
 * @property {number} [connections]  that the backend accepted
 * @property {number} [perSecond]  from the first to the last of them
 * @property {number} [peakMemory]  MB, of all its processes together
 * @property {number} [processes]
 * @property {number} [errors]
 */

/**
 * @param {{ url: string, upgrades: () => readonly number[] }} emulator
 * @param {{ sockets: number, minutes: number }} size
 * @returns {Promise<ArtilleryRun>}
 */
export async function runArtillery({ url, upgrades }, { sockets, minutes }) {
  const folder = await mkdtemp(join(tmpdir(), 'ssot-artillery-'));
  try {
    const installed = await install(folder);
    if (installed.failed !== undefined) return installed;
    const report = join(folder, 'report.json');
    await writeFile(join(folder, 'scenario.json'), JSON.stringify(await scenario(url, sockets, minutes)));
    const args = [installed.program, 'run', '--output', report, join(folder, 'scenario.json')];
    const ended = await watched(process.execPath, args, folder);
    const accepted = upgrades();
    if (accepted.length === 0) return { failed: `it connected nowhere: ${ended.output.slice(-400)}` };
    const { counters } = JSON.parse(readFileSync(report, 'utf8')).aggregate;
    const seconds = (accepted[accepted.length - 1] - accepted[0]) / 1000;
    return {
      version: installed.version,
      connections: accepted.length,
      perSecond: accepted.length / Math.max(seconds, 0.001),
      peakMemory: ended.peakMemory,
      processes: ended.processes,
      errors: counters['vusers.failed'] ?? 0,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function install(folder) {
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['install', 'artillery@2', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await promisify(execFile)(npm, args, { cwd: folder, timeout: 600_000, maxBuffer: 2 ** 24 });
  } catch (error) {
    return { failed: `it cannot be fetched: ${error.message.split('\n')[0]}` };
  }
  const home = join(folder, 'node_modules', 'artillery');
  const { version, bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return { program: join(home, typeof bin === 'string' ? bin : bin.artillery), version };
}

/** As many users at once as there is room for, each with a message every second, which the backend answers. */
async function scenario(url, sockets, minutes) {
  const headers = { Authorization: `Bearer ${await emulatorToken()}` };
  return {
    config: {
      target: `${url.replace(/^http/, 'ws')}/ws`,
      // One second: it opens its sockets as fast as it can.
      phases: [{ duration: 1, arrivalCount: sockets }],
      ws: { headers, subprotocols: ['jwt-auth'] },
    },
    scenarios: [
      {
        engine: 'ws',
        flow: [
          {
            loop: [{ send: '{"type":"ping"}' }, { think: 1 }],
            count: Math.max(1, Math.round(minutes * 60)),
          },
        ],
      },
    ],
  };
}

/** Runs a program and looks now and then at how much memory it and its children hold at most. */
async function watched(program, args, cwd) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true', HOME: cwd },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  /** @type {Map<number, number>} */
  const peaks = new Map();
  const look = setInterval(() => {
    for (const pid of family(child.pid)) peaks.set(pid, peakMemoryOf(pid) ?? 0);
  }, 500);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(look);
  const known = [...peaks.values()].filter((peak) => peak > 0);
  return {
    output,
    processes: known.length,
    peakMemory: known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0),
  };
}

/** A process and all below it, where the system lists them. @param {number} root @returns {number[]} */
function family(root) {
  try {
    const parents = new Map();
    for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      } catch {
        // It ended meanwhile.
      }
    }
    const below = (pid) =>
      [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
    return [root, ...below(root)];
  } catch {
    return [root];
  }
}
