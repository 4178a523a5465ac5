import { realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../project/cache/cacheFolder.ts';
import { createRecordFile, type RecordFile } from '../project/cache/recordFile.ts';
import type { LoadedConfig } from '../project/configuration.ts';
import { toolVersion } from './version.ts';

/** Where the last scan of a configuration is kept. What another build, another configuration or another user has found is not used. */
export function recordOf({ root, path, config }: LoadedConfig): RecordFile {
  const folder = cacheFolder({ environment: process.env, platform: process.platform, home: homedir() });
  const name = `${root}\n${path}`;
  const key = JSON.stringify([name, config, toolVersion, thisBuild(), process.version, process.getuid?.()]);
  return createRecordFile(folder, name, key);
}

/** What tells this build of the program from any other of the same version. */
function thisBuild(): readonly string[] {
  const program = realpathSync(process.argv[1]!);
  return [program, join(dirname(program), 'typescript.js')].map((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats ? `${file} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino}` : file;
  });
}
