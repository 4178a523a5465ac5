// What the plugin costs a TypeScript server: the same files of a codebase, opened and edited in a server with it and in one
// without.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { repository } from '../headless/folders.mjs';
import { benchFolder } from './folders.mjs';
import { median } from './statistics.mjs';

const filesPerRun = 12;
const editsPerFile = 10;

/**
 * @typedef {object} Comparison
 * @property {number} files
 * @property {number} violating  how many of them have violations
 * @property {number} latency  with the plugin to without, on files without a violation: median of all rounds and files
 * @property {number} latencyOfViolating  the same on files with one; NaN where there is none
 * @property {number} median  milliseconds without the plugin
 * @property {number} load  with to without, from the first file's opening to its diagnostics
 * @property {number} memoryWith  MB at its peak
 * @property {number} memoryWithout
 */

/**
 * Both servers live at once and take turns edit by edit, so that what slows the machine slows both.
 *
 * @param {string} folder  absolute; a configuration may stand in it or above
 * @param {number} rounds
 * @param {(line: string) => void} say
 * @returns {Promise<Comparison>}
 */
export async function compareServers(folder, rounds, say) {
  const files = chosenFiles(folder);
  const violating = new Set();
  /** @type {{ file: string, with: number, without: number }[]} */
  const latencies = [];
  /** @type {Record<'load' | 'memory', { with: number, without: number }[]>} */
  const { load, memory } = { load: [], memory: [] };
  for (let round = 1; round <= rounds; round++) {
    say(`tsserver, round ${round} of ${rounds}`);
    const servers = { with: startServer(true), without: startServer(false) };
    const order = /** @type {const} */ (round % 2 === 0 ? ['with', 'without'] : ['without', 'with']);
    for (const file of files) {
      const opening = { with: 0, without: 0 };
      for (const each of order) {
        const started = performance.now();
        servers[each].tell('open', { file, fileContent: readFileSync(file, 'utf8') });
        const found = await servers[each].ask('semanticDiagnosticsSync', { file });
        opening[each] = performance.now() - started;
        if (found.some(({ source }) => source === 'ssot')) violating.add(file);
      }
      if (file === files[0]) load.push(opening);
      latencies.push({ file, ...(await editInTurns(servers, order, file)) });
      for (const each of order) servers[each].tell('close', { file });
    }
    memory.push({ with: await servers.with.end(), without: await servers.without.end() });
  }
  const ratioOf = (/** @type {{ with: number, without: number }[]} */ pairs) =>
    pairs.length === 0 ? NaN : median(pairs.map((pair) => pair.with / pair.without));
  return {
    files: files.length,
    violating: violating.size,
    latency: ratioOf(latencies.filter(({ file }) => !violating.has(file))),
    latencyOfViolating: ratioOf(latencies.filter(({ file }) => violating.has(file))),
    median: median(latencies.map(({ without }) => without)),
    load: ratioOf(load),
    memoryWith: median(memory.map((each) => each.with)),
    memoryWithout: median(memory.map((each) => each.without)),
  };
}

/** Milliseconds from an edit to the diagnostics, median of several; the first of each server is not counted. */
async function editInTurns(servers, order, file) {
  const times = { with: [], without: [] };
  const start = { line: 1, offset: 1 };
  for (let edit = 0; edit <= editsPerFile; edit++)
    for (const each of order) {
      const began = performance.now();
      servers[each].tell('updateOpen', {
        changedFiles: [{ fileName: file, textChanges: [{ start, end: start, newText: '\n' }] }],
      });
      await servers[each].ask('semanticDiagnosticsSync', { file });
      if (edit > 0) times[each].push(performance.now() - began);
    }
  return { with: median(times.with), without: median(times.without) };
}

/** Some files, from all over the folder. @param {string} folder */
function chosenFiles(folder) {
  const all = globSync('**/*.{ts,tsx}', {
    cwd: folder,
    absolute: true,
    ignore: ['**/node_modules/**', '**/dist/**', '**/*.d.ts'],
  }).sort();
  if (all.length === 0) throw new Error(`${folder} holds no TypeScript file`);
  const step = Math.max(1, all.length / filesPerRun);
  return [...new Set(Array.from({ length: filesPerRun }, (_, at) => all[Math.floor(at * step)]))].filter(
    Boolean,
  );
}

/** @param {boolean} plugin */
function startServer(plugin) {
  const usage = join(benchFolder, `tsserver-${plugin ? 'with' : 'without'}.json`);
  const child = fork(
    join(repository, 'node_modules', 'typescript', 'lib', 'tsserver.js'),
    [
      '--useNodeIpc',
      '--disableAutomaticTypingAcquisition',
      ...(plugin ? ['--globalPlugins', 'ssot-tsserver-plugin', '--pluginProbeLocations', repository] : []),
    ],
    {
      silent: true,
      execArgv: [
        '--max-old-space-size=4096',
        '--require',
        fileURLToPath(new URL('reportUsage.cjs', import.meta.url)),
      ],
      env: { ...process.env, SSOT_BENCH_USAGE: usage },
    },
  );
  /** @type {Map<number, { resolve: (body: any) => void, reject: (error: Error) => void }>} */
  const pending = new Map();
  let sequence = 0;
  child.on('message', (/** @type {any} */ message) => {
    const asked = message.type === 'response' && pending.get(message.request_seq);
    if (!asked) return;
    pending.delete(message.request_seq);
    if (message.success) asked.resolve(message.body);
    else asked.reject(new Error(message.message));
  });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  void exited.then(() => pending.forEach(({ reject }) => reject(new Error('the server is gone'))));
  const tell = (/** @type {string} */ command, /** @type {object} */ args) => {
    child.send({ seq: ++sequence, type: 'request', command, arguments: args });
    return sequence;
  };
  return {
    tell,
    /** @returns {Promise<any>} */
    ask: (/** @type {string} */ command, /** @type {object} */ args) =>
      new Promise((resolve, reject) => pending.set(tell(command, args), { resolve, reject })),
    /** Its peak memory in MB. */
    async end() {
      tell('exit', {});
      await exited;
      return JSON.parse(readFileSync(usage, 'utf8')).peakMemory;
    },
  };
}
