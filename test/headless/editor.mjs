// VS Code as an npm package: its server and the workbench that it serves, and the Node that runs it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './install.mjs';
import { npmInstall } from './npm.mjs';

/**
 * Installs the editor of an engine and the Node that it needs.
 * @param {import('./engines.mjs').Engine} engine
 * @param {(line: string) => void} say
 * @returns {Promise<{ serverMain: string, node: string }>} absolute paths
 */
export async function installEditor(engine, say) {
  const folder = await install(editorPart(engine), { say });
  return { serverMain: join(folder, editorRoot, 'out', 'server-main.js'), node: await nodeFor(engine, say) };
}

const editorRoot = join('node_modules', 'code-server', 'lib', 'vscode');

/** @param {import('./engines.mjs').Engine} engine @returns {import('./install.mjs').Part} */
function editorPart({ codeServer, vscode }) {
  return {
    name: `code-server-${codeServer}`,
    size: `VS Code ${vscode}, about ${vscode.startsWith('1.100') ? 400 : 800} MB`,
    fill: async (folder) => {
      await npmInstall(folder, [`code-server@${codeServer}`]);
      // The package's own install script would do these two, and compile native modules as well.
      await npmInstall(join(folder, editorRoot));
      await npmInstall(join(folder, editorRoot, 'extensions'));
    },
    missing: (folder) => {
      const root = join(folder, editorRoot);
      const needed = [join('out', 'server-main.js'), 'package.json', join('extensions', 'package.json')];
      const absent = needed.filter((file) => !existsSync(join(root, file)));
      return absent.length ? absent : [...lacking(root), ...lacking(join(root, 'extensions'))];
    },
  };
}

/**
 * The dependencies that a package names and does not have: an `npm ci` in a folder above removes nested ones,
 * and the server then starts and answers nothing.
 * @param {string} folder
 */
function lacking(folder) {
  /** @type {{ dependencies?: Record<string, string> }} */
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.keys(dependencies).filter((name) => !existsSync(join(folder, 'node_modules', name)));
}

/** @param {import('./engines.mjs').Engine} engine @param {(line: string) => void} say */
async function nodeFor({ nodeMajor }, say) {
  if (Number.parseInt(process.versions.node, 10) === nodeMajor) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const binary = join('node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const folder = await install(
    {
      name: `${name}-${nodeMajor}`,
      size: 'about 125 MB',
      fill: (partial) => npmInstall(partial, [`${name}@${nodeMajor}`]),
      missing: (partial) => [binary].filter((file) => !existsSync(join(partial, file))),
    },
    { say },
  );
  return join(folder, binary);
}
