// The tools that the product is measured against. They are fetched on demand and are no dependency.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { install } from '../headless/install.mjs';
import { npmInstall } from '../headless/npm.mjs';
import { benchFolder } from './folders.mjs';

const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * Each is a package whose optional dependencies hold the program, one per platform: npm installs the fitting one alone, and
 * no script of a package has to run.
 */
const packages = {
  ripgrep: {
    package: '@vscode/ripgrep',
    version: '1.18.0',
    size: '7 MB',
    scope: '@vscode',
    platformPackage: /^ripgrep-/,
    program: join('bin', `rg${suffix}`),
  },
  astGrep: {
    package: '@ast-grep/cli',
    version: '0.51.1',
    size: '60 MB',
    scope: '@ast-grep',
    platformPackage: /^cli-/,
    program: `ast-grep${suffix}`,
  },
};

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Record<'ripgrep' | 'astGrep', { program: string, version: string }>>} paths are absolute
 * @throws {Error} where one cannot be fetched, or there is none for this platform
 */
export async function fetchTools(say) {
  const found = {};
  for (const [name, tool] of Object.entries(packages)) {
    const folder = await install(
      {
        name: `${name}-${tool.version}`,
        size: tool.size,
        fill: (into) => npmInstall(into, [`${tool.package}@${tool.version}`]),
        missing: (into) => (programIn(into, tool) ? [] : [`${tool.package} for this platform`]),
      },
      { root: benchFolder, say },
    );
    found[name] = { program: programIn(folder, tool), version: tool.version };
  }
  return found;
}

/** @param {string} folder @param {(typeof packages)['ripgrep']} tool @returns {string | undefined} */
function programIn(folder, tool) {
  const scope = join(folder, 'node_modules', tool.scope);
  if (!existsSync(scope)) return undefined;
  return readdirSync(scope)
    .filter((name) => tool.platformPackage.test(name))
    .map((name) => join(scope, name, tool.program))
    .find(existsSync);
}
