// The sample workspace, as a copy that may be edited.
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { repository } from '../../test/headless/folders.mjs';
import { samplePort } from './options.mjs';

/**
 * @param {{ port: number, keep: boolean }} options
 * @returns {Promise<string>} the copy's folder, absolute
 * @throws {Error} when this checkout has no sample
 */
export async function copySample({ port, keep }) {
  const source = join(repository, 'media', 'sample');
  const folder = join(repository, '.vscode-test', 'sample');
  if (keep && existsSync(folder)) return folder;
  if (!existsSync(source)) throw new Error(`the sample workspace is not there: ${source}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await cp(source, folder, { recursive: true });
  if (port !== samplePort) {
    // As text: the file has comments that are to stay.
    const file = join(folder, 'ssot.config.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll(new RegExp(`:${samplePort}\\b`, 'g'), `:${port}`));
  }
  return folder;
}
