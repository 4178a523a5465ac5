import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configFileName } from './configuration.ts';
import type { WriteResult } from './writeFile.ts';

/** Writes a folder's configuration, whole or not at all. One that is there stays, unless it may be replaced. */
export function writeConfiguration(folder: string, text: string, mayReplace: boolean): WriteResult {
  const path = join(folder, configFileName);
  if (!mayReplace && existsSync(path))
    return { ok: false, message: 'it is there already; --force replaces it' };
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, path);
    return { ok: true };
  } catch (error) {
    rmSync(temporary, { force: true });
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
