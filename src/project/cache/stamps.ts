import { realpathSync, statSync, type Stats } from 'node:fs';

/** What tells one state of a file or folder from another without reading it; `untrusted` equals none. */
export type Stamp = string;

export const untrusted: Stamp = '';
const absent: Stamp = '-';

/** Clocks of file systems tick coarsely: what changed this shortly before it was read may change again unseen. Milliseconds. */
const margin = 2000;

/** How a path is watched: all that `stat` says, only what kind it is, or where links lead from there. */
export type Watching = 'stat' | 'kind' | 'real';

export function stampOf(path: string, how: Watching = 'stat'): Stamp {
  if (how === 'real') return realPath(path);
  const stats = statOf(path);
  if (!stats) return absent;
  return how === 'kind' ? kindOf(stats) : stampOfStats(stats);
}

/**
 * The stamp of what was read since `started`. Like git's index, it does not vouch for what may have changed afterwards within
 * one tick of the clock (https://git-scm.com/docs/racy-git).
 *
 * @param started milliseconds since 1970, before anything was read
 */
export function stampAfterReading(path: string, how: Watching, started: number): Stamp {
  if (how !== 'stat') return stampOf(path, how);
  const stats = statOf(path);
  if (!stats) return absent;
  return isSettledBefore(stats, started) ? stampOfStats(stats) : untrusted;
}

/**
 * Whether a file or folder is other than at a moment, as far as its times can tell, or is not there.
 *
 * @param moment milliseconds since 1970
 */
export function mayHaveChangedSince(path: string, moment: number): boolean {
  const stats = statOf(path);
  return !stats || !isSettledBefore(stats, moment);
}

function isSettledBefore({ mtimeMs, ctimeMs }: Stats, moment: number): boolean {
  return Math.max(mtimeMs, ctimeMs) < moment - margin;
}

function stampOfStats(stats: Stats): Stamp {
  return `${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino}`;
}

function kindOf(stats: Stats): Stamp {
  return stats.isDirectory() ? 'directory' : stats.isFile() ? 'file' : 'other';
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // No right to look there, or a link in a circle.
    return undefined;
  }
}

function realPath(path: string): Stamp {
  try {
    return realpathSync(path);
  } catch {
    return absent;
  }
}
