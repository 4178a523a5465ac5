import { realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadedConfig } from '../configuration.ts';
import { createRecordFile, type RecordFile } from './recordFile.ts';

/**
 * Where the last scan of a configuration is kept in a folder. What another build, another configuration or another user has
 * found is not used.
 *
 * @param place beside the configuration, what tells one scan from another that is kept at the same time
 * @param conditions what else has to be the same for what is kept to be of use
 */
export function recordIn(
  folder: string,
  { root, path, config }: LoadedConfig,
  place: readonly string[],
  conditions: readonly unknown[],
): RecordFile {
  const name = [root, path, ...place].join('\n');
  const key = [name, config, conditions, thisBuild(), process.version, process.getuid?.()];
  return createRecordFile(folder, name, JSON.stringify(key));
}

/** What tells this build of the program from any other of the same version. */
function thisBuild(): readonly string[] {
  const program = realpathSync(process.argv[1]!);
  return [program, join(dirname(program), 'typescript.js')].map((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats ? `${file} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino}` : file;
  });
}
