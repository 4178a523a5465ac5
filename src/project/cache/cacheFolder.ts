import { join } from 'node:path';

/** The surroundings that say where caches lie. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
}

const product = 'ssot-migrator';

/**
 * The folder of this user's caches: what `SSOT_CACHE_DIR` names, else by the custom of the platform
 * (https://specifications.freedesktop.org/basedir-spec/latest/). Absolute.
 */
export function cacheFolder({ environment, platform, home }: Surroundings): string {
  const named = environment['SSOT_CACHE_DIR'];
  if (named) return named;
  if (platform === 'darwin') return join(home, 'Library', 'Caches', product);
  if (platform === 'win32')
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), product, 'Cache');
  const shared = environment['XDG_CACHE_HOME'];
  // One that is not absolute has to be ignored.
  return join(shared?.startsWith('/') ? shared : join(home, '.cache'), product);
}
