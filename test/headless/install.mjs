// Puts a part (an editor, a browser, a Node) into its folder, whole or not at all.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { partsFolder } from './folders.mjs';
import { withLock } from './lock.mjs';
import { isAlive } from './processes.mjs';

/**
 * @typedef {object} Part
 * @property {string} name  name and version, and so the folder's name
 * @property {string} size  what a human should expect, such as "890 MB"
 * @property {(folder: string) => Promise<void>} fill  puts the part's files into an empty folder
 * @property {(folder: string) => string[]} missing  what the folder lacks of the part; empty when it is whole
 */

const marker = 'installed.json';

/**
 * Installs a part unless it is there and whole. It is filled in a folder beside its place and renamed, so that
 * no run ever sees half of it; a folder without the marker, or that lacks files today, is done again.
 *
 * @param {Part} part
 * @param {{ root?: string, say?: (line: string) => void }} [options]
 * @returns {Promise<string>} the part's folder, absolute
 * @throws {Error} when it cannot be fetched, or what was fetched is not whole
 */
export async function install(part, { root = partsFolder, say = () => {} } = {}) {
  const folder = join(root, part.name);
  if (isWhole(part, folder)) return folder;
  await mkdir(root, { recursive: true });
  await withLock(
    join(root, `${part.name}.lock`),
    async () => {
      if (isWhole(part, folder)) return;
      await sweep(root, part.name);
      await replace(part, folder, say);
    },
    (pid) => say(`waiting for process ${pid}, which is fetching ${part.name}`),
  );
  return folder;
}

/** @param {Part} part @param {string} folder */
const isWhole = (part, folder) => existsSync(join(folder, marker)) && part.missing(folder).length === 0;

/** @param {Part} part @param {string} folder @param {(line: string) => void} say */
async function replace(part, folder, say) {
  const started = performance.now();
  say(`fetching ${part.name} (${part.size}) ...`);
  const partial = `${folder}.partial-${process.pid}`;
  try {
    await mkdir(partial, { recursive: true });
    await part.fill(partial);
    const missing = part.missing(partial);
    if (missing.length) throw new Error(`${part.name} came without ${missing.join(', ')}`);
    await writeFile(join(partial, marker), `${JSON.stringify({ part: part.name, at: new Date() })}\n`);
    if (existsSync(folder)) {
      // Moved away first: removing takes a while and can be interrupted.
      const broken = `${folder}.broken-${process.pid}`;
      await rename(folder, broken);
      await rm(broken, { recursive: true, force: true });
    }
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another process may have been first after all (see withLock).
    if (!isWhole(part, folder)) throw error;
  }
  say(`fetched ${part.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Removes what an earlier process left half done. @param {string} root @param {string} name */
async function sweep(root, name) {
  for (const entry of await readdir(root)) {
    const match = /^(.+)\.(?:partial|broken)-(\d+)$/.exec(basename(entry));
    if (match?.[1] === name && !isAlive(Number(match[2]))) {
      await rm(join(root, entry), { recursive: true, force: true });
    }
  }
}
