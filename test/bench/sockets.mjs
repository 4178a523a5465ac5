// `npm run bench:sockets -- [--sockets N] [--minutes N] [--artillery]`: the sockets of the live check for some time, against the
// embedded backend in a process of its own; with --artillery that tool beside it, which is fetched for the occasion into a
// folder outside of the project. Exit code 0: nothing was lost and nothing leaks; 1: something was, or does; 2: it could not be
// measured. Results: .cache/bench-sockets.json.
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { repository } from '../headless/folders.mjs';
import { giveUp } from './arguments.mjs';
import { runArtillery } from './artillery.mjs';
import { descriptorsOf, peakMemoryOf, startEmulator } from './emulator.mjs';
import { benchFolder } from './folders.mjs';
import { percentile } from './statistics.mjs';

/** More would be a load test of the machine, not of the client. */
const most = { sockets: 2_000, minutes: 60 };
/** MB of JavaScript objects that may be left when all sockets are closed: what was measured is among it, and code that was compiled. */
const heapMayGrow = 8;
const profile = 'strict-intended';

const { values } = parseArgs({
  options: {
    sockets: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '5' },
    artillery: { type: 'boolean', default: false },
  },
});
const sockets = Number(values.sockets);
const minutes = Number(values.minutes);
if (!Number.isInteger(sockets) || sockets < 1 || sockets > most.sockets)
  giveUp(`--sockets takes a whole number from 1 to ${most.sockets}`);
if (!(minutes > 0 && minutes <= most.minutes))
  giveUp(`--minutes takes a number above 0, at most ${most.minutes}`);
if (!existsSync(join(repository, 'dist', 'cli.js')))
  giveUp('there is no dist/cli.js: run `npm run build` first');

await mkdir(benchFolder, { recursive: true });
const client = join(benchFolder, 'soakClient.mjs');
await build({
  entryPoints: [fileURLToPath(new URL('soakClient.ts', import.meta.url))],
  outfile: client,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // `ws` is CommonJS, and asks for modules of Node at run time.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'error',
});

/** @param {(emulator: Awaited<ReturnType<typeof startEmulator>>) => Promise<any>} use */
async function withEmulator(use) {
  const emulator = await startEmulator(profile).catch((error) => giveUp(error.message));
  try {
    return await use(emulator);
  } finally {
    await emulator.stop();
  }
}

console.error(`[bench] ${sockets} sockets for ${minutes} minutes`);
const own = await withEmulator(async ({ url, pid, upgrades }) => {
  const descriptorsBefore = descriptorsOf(pid);
  const args = ['--expose-gc', client, url, String(sockets), String(minutes)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 }).catch(
    (error) => giveUp(`the client failed: ${error.message}`),
  );
  // The last closes reach the backend a moment after the client is gone.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return {
    ...JSON.parse(stdout),
    server: {
      before: descriptorsBefore,
      after: descriptorsOf(pid),
      peakMemory: peakMemoryOf(pid),
      upgrades: upgrades().length,
    },
  };
});

const { before, early, late, after, server } = own;
const mb = (/** @type {number | null | undefined} */ value) =>
  value == null ? 'unknown' : `${value.toFixed(1)} MB`;
const spread = (/** @type {number[]} */ samples) =>
  [0.5, 0.95, 0.99].map((part) => `p${part * 100} ${percentile(samples, part).toFixed(1)} ms`).join(', ');
const count = (/** @type {Record<string, number>} */ handles) =>
  Object.values(handles).reduce((a, b) => a + b, 0);

console.log(`${own.opened} connections, ${own.rounds} rounds, ${own.pings.length} pings
connections per second while all were opened: ${((sockets * 1000) / own.rampMs).toFixed(0)}
handshake: ${spread(own.handshakes)}
ping, all sockets at once: ${spread(own.pings)}
memory of the client: ${mb(before.rss)} before, ${mb(early.rss)} with all sockets, ${mb(late.rss)} at the end, ${mb(after.rss)} without any; at most ${mb(after.peakRss)}
  of it JavaScript: ${mb(before.heap)} before, ${mb(early.heap)}, ${mb(late.heap)}, ${mb(after.heap)} after
open handles of the client: ${count(before.handles)} before, ${count(late.handles)} with all sockets, ${count(after.handles)} after
file descriptors: client ${before.descriptors} before, ${after.descriptors} after; backend ${server.before} before, ${server.after} after
memory of the backend: at most ${mb(server.peakMemory)}
`);

const grown = after.heap - before.heap;
const left = Object.entries(after.handles).filter(([kind, many]) => many > (before.handles[kind] ?? 0));
/** @type {readonly (readonly [what: string, bound: string, measured: string, met: boolean])[]} */
const bounds = [
  ['sockets that failed', '0', JSON.stringify(own.failures), Object.keys(own.failures).length === 0],
  [
    'sockets closed as they should',
    String(own.opened),
    String(own.closedCleanly),
    own.closedCleanly === own.opened,
  ],
  ['handles that are left', 'none', JSON.stringify(Object.fromEntries(left)), left.length === 0],
  [
    'descriptors of the client',
    `${before.descriptors}`,
    `${after.descriptors}`,
    after.descriptors <= before.descriptors,
  ],
  ['descriptors of the backend', `${server.before}`, `${server.after}`, !(server.after > server.before)],
  ['memory that is left', `at most ${heapMayGrow} MB`, mb(grown), grown <= heapMayGrow],
];
for (const [what, bound, measured, met] of bounds)
  console.log(`${what}: ${bound}; ${measured}: ${met ? 'met' : 'MISSED'}`);

const artillery = values.artillery
  ? await withEmulator((emulator) => runArtillery(emulator, { sockets, minutes }))
  : undefined;
if (artillery)
  console.log(
    artillery.failed === undefined
      ? `\nartillery ${artillery.version}: ${artillery.connections} connections, ${artillery.perSecond.toFixed(0)} per second while they were opened; at most ${mb(artillery.peakMemory)} in ${artillery.processes} processes; ${artillery.errors} errors`
      : `\nartillery: ${artillery.failed}`,
  );

const percentiles = (/** @type {number[]} */ samples) =>
  [0.5, 0.95, 0.99].map((part) => percentile(samples, part));
const result = {
  node: process.version,
  sockets,
  minutes,
  profile,
  ...own,
  // In the place of every one of them.
  handshakes: percentiles(own.handshakes),
  pings: percentiles(own.pings),
  bounds: bounds.map(([what, bound, measured, met]) => ({ what, bound, measured, met })),
  artillery,
};
await writeFile(join(repository, '.cache', 'bench-sockets.json'), `${JSON.stringify(result, null, 2)}\n`);
process.exitCode = bounds.every(([, , , met]) => met) ? 0 : 1;
