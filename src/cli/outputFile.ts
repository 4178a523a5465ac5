import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageFault } from './usageError.ts';

/**
 * Looks whether a file can be written, without touching it: what takes long to find out should not be lost at the end.
 *
 * @throws UsageFault where it cannot
 */
export async function refuseUnwritable(file: string): Promise<void> {
  try {
    const found = await stat(file).catch(() => null);
    if (found?.isDirectory() === true) throw new Error('it is a folder');
    await access(found === null ? dirname(file) : file, constants.W_OK);
    if (found === null && !(await stat(dirname(file))).isDirectory())
      throw new Error(`${dirname(file)} is no folder`);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

export const cannotWrite = (file: string, error: unknown): UsageFault =>
  new UsageFault([`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`]);
