// Servers that outlived their runner: a runner that was killed with SIGKILL cannot end its server.
import { readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, endTree, isAlive } from './processes.mjs';

/**
 * Records a running server.
 * @param {string} folder  where the records are
 * @param {number} pid  the server, started with `detached: true`
 * @param {string} proof  a text that its command line has and no other process would, such as its data folder
 * @returns {Promise<() => Promise<void>>} removes the record
 */
export async function recordServer(folder, pid, proof) {
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${pid}.json`);
  await writeFile(file, JSON.stringify({ pid, runner: process.pid, proof }));
  return () => rm(file, { force: true });
}

/**
 * Ends every recorded server whose runner is gone, and drops the record.
 * @param {string} folder
 * @returns {Promise<number>} how many were ended
 */
export async function endLeftovers(folder) {
  let ended = 0;
  for (const name of entries(folder)) {
    const file = join(folder, name);
    /** @type {{ pid: number, runner: number, proof: string } | undefined} */
    const record = await readFile(file, 'utf8')
      .then(JSON.parse)
      .catch(() => undefined);
    if (record && isAlive(record.runner)) continue;
    // The number may belong to a stranger by now.
    if (record && isAlive(record.pid) && commandLine(record.pid).includes(record.proof)) {
      await endTree(record.pid);
      ended++;
    }
    await rm(file, { force: true });
  }
  return ended;
}

/** @param {string} folder */
function entries(folder) {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}
