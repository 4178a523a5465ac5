// Puts the parts of one scan together: `node mergeSarif.mjs COUNT shards/*.sarif > ssot.sarif`.
//
// The parts come from `ssot scan --shard I/COUNT --format sarif`, by one version and one configuration: they differ in
// which part they are, what they found and could not read, and in nothing else. The outcome has one run, as code scanning wants it.
import { readFileSync } from 'node:fs';

const [count, ...files] = process.argv.slice(2);

try {
  process.stdout.write(`${JSON.stringify(merge(files.map(read)), null, 2)}\n`);
} catch (error) {
  console.error(`mergeSarif: ${error.message}`);
  process.exitCode = 2;
}

function read(file) {
  try {
    const log = JSON.parse(readFileSync(file, 'utf8'));
    if (log.version === '2.1.0' && log.runs?.length === 1 && Array.isArray(log.runs[0].results)) return log;
  } catch (error) {
    throw new Error(`${file}: ${error.message}`, { cause: error });
  }
  throw new Error(`${file}: this is no SARIF 2.1.0 log with one run and its results`);
}

function merge(logs) {
  // With a part missing, all its alerts would be closed as fixed.
  if (logs.length === 0 || logs.length !== Number(count))
    throw new Error(`there are ${logs.length} parts, not ${count}`);
  const [first, ...others] = logs;
  const [run] = first.runs;
  const odd = others.findIndex(({ runs }) => JSON.stringify(runs[0].tool) !== JSON.stringify(run.tool));
  if (odd >= 0)
    throw new Error(`${files[odd + 1]} is from another version or configuration than ${files[0]}`);
  const runs = logs.map((log) => log.runs[0]);
  checkShards(runs);
  const notifications = runs.flatMap(({ invocations }) => invocations[0].toolExecutionNotifications);
  return {
    ...first,
    runs: [
      {
        ...run,
        // It is no part any more.
        properties: undefined,
        invocations: [
          {
            executionSuccessful: runs.every(({ invocations }) => invocations[0].executionSuccessful),
            toolExecutionNotifications: notifications.sort(byPlace),
          },
        ],
        results: runs.flatMap(({ results }) => results).sort(byPlace),
      },
    ],
  };
}

/** Each of 1/COUNT to COUNT/COUNT once. */
function checkShards(runs) {
  const seen = new Map();
  for (const [index, { properties }] of runs.entries()) {
    const file = files[index];
    const shard = properties?.shard;
    const [part, of] = shard?.split('/').map(Number) ?? [];
    if (of !== runs.length || !(part >= 1 && part <= of))
      throw new Error(
        `${file} is ${shard === undefined ? 'no part' : `part ${shard}`}, and not one of ${count}`,
      );
    if (seen.has(part)) throw new Error(`${file} is part ${shard}, as ${seen.get(part)} is`);
    seen.set(part, file);
  }
}

/** The same order, whichever part was done first. */
function byPlace(a, b) {
  const [left, right] = [a, b].map(({ locations }) => locations[0].physicalLocation);
  return (
    compare(left.artifactLocation.uri, right.artifactLocation.uri) ||
    left.region.startLine - right.region.startLine ||
    (left.region.startColumn ?? 0) - (right.region.startColumn ?? 0)
  );
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
