// What the plugin costs a TypeScript server: the same files of a codebase, opened and edited in a server with it and in one
// without.
import { readFileSync } from 'node:fs';
import { startServer } from './benchServer.mjs';
import { median, percentile } from './statistics.mjs';
import { benchProject } from './tsserverFiles.mjs';

/** How many files without a candidate come on one that has one. */
const oneCandidateIn = 6;

/**
 * @typedef {object} Options
 * @property {string} folder  absolute; a configuration may stand in it or above
 * @property {string | undefined} project  a tsconfig of the folder, to measure its files as one program
 * @property {number} rounds  each with servers of its own
 * @property {number} files  how many without a candidate, at most
 * @property {number} edits  measured of each file
 * @property {number} minutes  no file is begun after them
 * @property {string} seed
 *
 * @typedef {{ with: number, without: number }} Pair  milliseconds, or MB
 * @typedef {{ probes: number, walks: number, checks: number, analyses: number }} Work
 *
 * @typedef {object} Measured  one file in one round
 * @property {string} file
 * @property {boolean} isCandidate  the plugin ran its rules over it
 * @property {Pair} opening  to its first diagnostics
 * @property {Pair} edit  from an edit to the diagnostics: the median of several
 * @property {Work} work  what the plugin did for it, for its opening and all edits
 *
 * @typedef {object} Round
 * @property {Pair} load  to the first diagnostics of all, with the project loaded
 * @property {Pair} memory
 * @property {Measured[]} files
 */

/**
 * Both servers live at once and take turns edit by edit, so that what slows the machine slows both.
 *
 * @param {Options} options
 * @param {(line: string) => void} say
 */
export async function compareServers(options, say) {
  const project = benchProject(options.folder, options.project, options.seed);
  const end = performance.now() + options.minutes * 60_000;
  /** @type {Round[]} */
  const rounds = [];
  while (rounds.length < options.rounds && (rounds.length === 0 || performance.now() < end)) {
    say(`tsserver, round ${rounds.length + 1} of ${options.rounds}`);
    rounds.push(await measureRound(project, options, rounds.length, end, say));
  }
  return { all: project.files.length, rounds, ...summaryOf(rounds) };
}

/** @param {readonly Round[]} rounds */
function summaryOf(rounds) {
  const measured = rounds.flatMap(({ files }) => files);
  const plain = measured.filter(({ isCandidate }) => !isCandidate);
  const candidates = measured.filter(({ isCandidate }) => isCandidate);
  return {
    plain: { ...comparisonOf(plain), work: workOf(plain) },
    candidates: { ...comparisonOf(candidates), work: workOf(candidates) },
    load: ratioOf(rounds.map(({ load }) => load)),
    memory: {
      with: median(rounds.map(({ memory }) => memory.with)),
      without: median(rounds.map(({ memory }) => memory.without)),
    },
  };
}

/** @param {readonly Measured[]} measured */
function comparisonOf(measured) {
  const edits = measured.map(({ edit }) => edit);
  return {
    files: new Set(measured.map(({ file }) => file)).size,
    edit: ratioOf(edits),
    opening: ratioOf(measured.map(({ opening }) => opening)),
    median: edits.length === 0 ? NaN : median(edits.map(({ without }) => without)),
  };
}

/**
 * With to without. `median`: of the ratios of all pairs, of which half lie in `middle`; `total`: of the sums, in which what
 * happens now and then counts too.
 *
 * @param {readonly Pair[]} pairs
 */
function ratioOf(pairs) {
  if (pairs.length === 0) return { median: NaN, middle: [NaN, NaN], total: NaN };
  const ratios = pairs.map((pair) => pair.with / pair.without);
  const sum = (/** @type {'with' | 'without'} */ which) => pairs.reduce((all, pair) => all + pair[which], 0);
  return {
    median: median(ratios),
    middle: [percentile(ratios, 0.25), percentile(ratios, 0.75)],
    total: sum('with') / sum('without'),
  };
}

/** @param {readonly Measured[]} measured @returns {Work} */
function workOf(measured) {
  const sum = (/** @type {keyof Work} */ which) => measured.reduce((all, { work }) => all + work[which], 0);
  return { probes: sum('probes'), walks: sum('walks'), checks: sum('checks'), analyses: sum('analyses') };
}

/**
 * @param {import('./tsserverFiles.mjs').BenchProject} project
 * @param {Options} options
 * @param {number} turn
 * @param {number} end
 * @param {(line: string) => void} say
 * @returns {Promise<Round>}
 */
async function measureRound({ files, external }, options, turn, end, say) {
  const servers = { with: startServer(true), without: startServer(false) };
  if (external)
    await Promise.all(Object.values(servers).map((server) => server.ask('openExternalProject', external)));
  /** @type {Measured[]} */
  const measured = [];
  /** @type {Pair | undefined} */
  let load;
  let [plain, candidates] = [0, 0];
  for (const file of files) {
    if (plain >= options.files || (measured.length > 0 && performance.now() > end)) break;
    const before = await workSoFar(servers.with);
    const opening = await openInTurns(servers, turn + measured.length, file);
    // The first one brings the whole project along.
    if (!load) load = opening;
    else {
      const isCandidate = (await workSoFar(servers.with)).checks > before.checks;
      if (!isCandidate || candidates * oneCandidateIn <= plain) {
        const edit = await editInTurns(servers, turn + measured.length, file, options.edits);
        const after = await workSoFar(servers.with);
        measured.push({ file, isCandidate, opening, edit, work: difference(after, before) });
        if (isCandidate) candidates++;
        else plain++;
        if (measured.length % 50 === 0) say(`${measured.length} files, ${plain} without a candidate`);
      }
    }
    for (const server of Object.values(servers)) server.tell('close', { file });
  }
  const memory = { with: await servers.with.end(), without: await servers.without.end() };
  return { load: load ?? { with: NaN, without: NaN }, memory, files: measured };
}

/** Which server comes first: another one every time. @param {number} turn */
function orderOf(turn) {
  return /** @type {const} */ (turn % 2 === 0 ? ['with', 'without'] : ['without', 'with']);
}

/** @param {Record<'with' | 'without', import('./benchServer.mjs').BenchServer>} servers @param {number} turn @param {string} file */
async function openInTurns(servers, turn, file) {
  const opening = { with: 0, without: 0 };
  const fileContent = readFileSync(file, 'utf8');
  for (const each of orderOf(turn)) {
    const started = performance.now();
    servers[each].tell('open', { file, fileContent });
    await servers[each].ask('semanticDiagnosticsSync', { file });
    opening[each] = performance.now() - started;
  }
  return opening;
}

/**
 * Milliseconds from an edit to the diagnostics, median of several.
 *
 * @param {Record<'with' | 'without', import('./benchServer.mjs').BenchServer>} servers
 * @param {number} turn
 * @param {string} file
 * @param {number} edits
 */
async function editInTurns(servers, turn, file, edits) {
  /** @type {{ with: number[], without: number[] }} */
  const times = { with: [], without: [] };
  const start = { line: 1, offset: 1 };
  for (let edit = 0; edit < edits; edit++)
    for (const each of orderOf(turn + edit)) {
      const began = performance.now();
      servers[each].tell('updateOpen', {
        changedFiles: [{ fileName: file, textChanges: [{ start, end: start, newText: '\n' }] }],
      });
      await servers[each].ask('semanticDiagnosticsSync', { file });
      times[each].push(performance.now() - began);
    }
  return { with: median(times.with), without: median(times.without) };
}

/** @param {import('./benchServer.mjs').BenchServer} server @returns {Promise<Work>} */
async function workSoFar(server) {
  try {
    return (await server.ask('_ssot:status', {})).work;
  } catch {
    // The plugin is loaded with the first project.
    return { probes: 0, walks: 0, checks: 0, analyses: 0 };
  }
}

/** @param {Work} after @param {Work} before @returns {Work} */
function difference(after, before) {
  return {
    probes: after.probes - before.probes,
    walks: after.walks - before.walks,
    checks: after.checks - before.checks,
    analyses: after.analyses - before.analyses,
  };
}
