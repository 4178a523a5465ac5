import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, readdirSync, rmSync, writeFileSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { kill, pid } from 'node:process';

/** `<name>.ssot-<process>-<random>.tmp`: what a file is to become, as long as it does not stand in its place. */
const pattern = /\.ssot-(\d+)-[0-9a-f]{12}\.tmp$/;

/** Whose a file is, and who may do what with it. */
export type Access = Pick<Stats, 'mode' | 'uid' | 'gid'>;

/**
 * Writes a file beside another one, in whose place it can be put at once.
 *
 * @param access of the other one; undefined where there is none yet
 * @returns its path
 * @throws {Error} with nothing left behind
 */
export function writeBeside(target: string, content: Uint8Array | string, access?: Access): string {
  const name = `${basename(target)}.ssot-${pid}-${randomBytes(6).toString('hex')}.tmp`;
  const temporary = join(dirname(target), name);
  try {
    writeFileSync(temporary, content, { flag: 'wx', ...(access && { mode: access.mode }) });
    if (access) giveAccess(temporary, access);
    return temporary;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function giveAccess(file: string, { mode, uid, gid }: Access): void {
  try {
    // Who works as another user, as in a container, must not take the files from their owner.
    chownSync(file, uid, gid);
  } catch {
    // Only who may give files away does; everybody else's are their own.
  }
  // What is asked for at the making is narrowed by the user's mask, and a change of hands takes away more.
  chmodSync(file, mode);
}

/** Deletes what processes that were killed have left in folders. To be called before this process writes there. */
export function removeLeftovers(folders: Iterable<string>): void {
  for (const folder of folders)
    for (const name of namesIn(folder)) {
      const owner = pattern.exec(name)?.[1];
      if (owner === undefined || isAtWork(Number(owner))) continue;
      try {
        rmSync(join(folder, name), { force: true });
      } catch {
        // Nobody reads it: it may as well stay.
      }
    }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Whether another process of this number runs; one of this process's own number is gone, as in containers. */
function isAtWork(other: number): boolean {
  if (other === pid) return false;
  try {
    kill(other, 0);
    return true;
  } catch (error) {
    // One of another user cannot be asked, and is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
