import { homedir } from 'node:os';
import { cacheFolder } from '../project/cache/cacheFolder.ts';
import type { RecordFile } from '../project/cache/recordFile.ts';
import { recordIn } from '../project/cache/recordIn.ts';
import type { LoadedConfig } from '../project/configuration.ts';
import { toolVersion } from './version.ts';

/** Where the last scan of a configuration is kept for this user. */
export function recordOf(loaded: LoadedConfig): RecordFile {
  const folder = cacheFolder({ environment: process.env, platform: process.platform, home: homedir() });
  return recordIn(folder, loaded, [], [toolVersion]);
}
