// The arguments that @vscode/test-electron gives to the executable that it starts.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { engines } from './engines.mjs';

/**
 * @typedef {object} Launch
 * @property {import('./engines.mjs').Engine} engine  `--headless-engine=minimum|newest`; newest unless given
 * @property {boolean} keepTrust  `--headless-keep-trust`: test-electron always disables workspace trust
 * @property {number} timeLimit  milliseconds, `--headless-time-limit=SECONDS`
 * @property {string[]} extensionDevelopmentPaths
 * @property {string | undefined} extensionTestsPath
 * @property {string | undefined} extensionsFolder
 * @property {string | undefined} userDataFolder
 * @property {string | undefined} folder  the workspace, where it is one folder
 * @property {string | undefined} workspace  the file of a workspace of several folders
 */

/**
 * Ours begin with `--headless-` and go into `launchArgs`. Of the editor's own, those that mean nothing to a
 * server are passed over, as the desktop editor passes over what it does not know.
 *
 * @param {string[]} argv
 * @returns {Launch}
 * @throws {Error} for a value of ours that makes no sense
 */
export function parseLaunch(argv) {
  /** @type {Map<string, string[]>} */
  const options = new Map();
  /** @type {string[]} */
  const paths = [];
  for (const argument of argv) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(argument);
    if (!match) paths.push(argument);
    else options.set(match[1] ?? '', [...(options.get(match[1] ?? '') ?? []), match[2] ?? '']);
  }
  const last = (/** @type {string} */ name) => options.get(name)?.at(-1);
  const engine = last('headless-engine') ?? 'newest';
  if (engine !== 'minimum' && engine !== 'newest') throw new Error(`unknown engine "${engine}"`);
  const seconds = Number(last('headless-time-limit') ?? 600);
  if (!(seconds > 0)) throw new Error(`not a number of seconds: ${last('headless-time-limit')}`);
  const folder = paths.find((path) => existsSync(path) && statSync(path).isDirectory());
  const workspace = paths.find((path) => path.endsWith('.code-workspace') && existsSync(path));
  return {
    engine: engines[engine],
    keepTrust: options.has('headless-keep-trust'),
    timeLimit: seconds * 1000,
    extensionDevelopmentPaths: (options.get('extensionDevelopmentPath') ?? []).map((path) => resolve(path)),
    extensionTestsPath: absolute(last('extensionTestsPath')),
    extensionsFolder: absolute(last('extensions-dir')),
    userDataFolder: absolute(last('user-data-dir')),
    folder: absolute(folder),
    workspace: absolute(workspace),
  };
}

/** @param {string | undefined} path */
const absolute = (path) => (path === undefined ? undefined : resolve(path));
