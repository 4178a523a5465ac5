// One process at a time, across processes.
import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
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
    // Gone in the meantime: it is free.
    if (!holder) continue;
    if (!isAlive(holder)) {
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

/** Whoever sees the file sees who holds it: it is linked into place with its text. @param {string} file */
async function take(file) {
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}
