// Versions of TypeScript other than our own, from npm.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './install.mjs';
import { npmInstall } from './npm.mjs';

/** The oldest version that the language service plugin has to load in. */
export const oldestTypeScript = '5.0.4';

const tsserver = join('node_modules', 'typescript', 'lib', 'tsserver.js');

/**
 * Installs a version unless it is there.
 * @param {string} version as npm knows it: `5.0.4`, but no tag, which may mean another one tomorrow
 * @param {(line: string) => void} say
 * @returns {Promise<string>} its tsserver, absolute
 * @throws {Error} where the version cannot be fetched
 */
export async function installTypeScript(version, say) {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    throw new Error(`“${version}” is no version of TypeScript: write all of it, such as ${oldestTypeScript}`);
  const folder = await install(
    {
      name: `typescript-${version}`,
      size: 'about 40 MB',
      fill: (into) => npmInstall(into, [`typescript@${version}`]),
      missing: (into) => (existsSync(join(into, tsserver)) ? [] : [tsserver]),
    },
    { say },
  );
  return join(folder, tsserver);
}
