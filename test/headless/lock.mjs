// One process at a time, across processes.
import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './processes.mjs';

/**
 * Runs `work` while holding the lock file, and waits for another live process that holds it. The file of a
 * process that died is taken over. Two processes that take it over in the same instant may both go on: what
 * they protect must end in one atomic rename.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} waiting  called once when another process holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(file, work, waiting = () => {}) {
  let told = false;
  while (!(await take(file))) {
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    // Empty for the moment between creating and writing it; a holder that dies right there is given a second.
    if (holder ? !isAlive(holder) : !(await fillsSoon(file))) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) waiting(holder);
    told = true;
    await delay(200);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** @param {string} file */
async function take(file) {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
async function fillsSoon(file) {
  await delay(1000);
  // Gone counts as well: then it is free, and the next attempt takes it.
  return (await readFile(file, 'utf8').catch(() => 'gone')) !== '';
}
