import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configFileName } from './configuration.ts';
import { replaceFile, type WriteResult } from './writeFile.ts';

/** Writes a folder's configuration, whole or not at all. One that is there stays, unless it may be replaced. */
export function writeConfiguration(folder: string, text: string, mayReplace: boolean): WriteResult {
  const path = join(folder, configFileName);
  if (!mayReplace && existsSync(path))
    return { ok: false, message: 'it is there already; --force replaces it' };
  return replaceFile(path, text);
}
