import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { kill, pid } from 'node:process';

/** `<name>.ssot-<process>-<random>.tmp`: what a file is to become, as long as it does not stand in its place. */
const pattern = /\.ssot-(\d+)-[0-9a-f]{12}\.tmp$/;

/** Writes a file beside another one, in whose place it can be put at once. @returns its path @throws {Error} with nothing left behind */
export function writeBeside(target: string, content: Uint8Array | string, mode?: number): string {
  const name = `${basename(target)}.ssot-${pid}-${randomBytes(6).toString('hex')}.tmp`;
  const temporary = join(dirname(target), name);
  try {
    writeFileSync(temporary, content, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    // What is asked for at the making is narrowed by the user's mask.
    if (mode !== undefined) chmodSync(temporary, mode);
    return temporary;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
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
