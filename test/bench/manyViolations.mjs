// A Python project with as many violations as asked for, for what a large migration costs the editor.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const violationsPerFile = 8;
const filesPerPackage = 50;
const legacyModules = 10;

/** Half of each file's violations are imports from one of the legacy modules, the others construct what they import. */
const user = (/** @type {number} */ number) =>
  Array.from({ length: violationsPerFile / 2 }, (_, at) => {
    const legacy = `app.sockets.legacy${(number + at) % legacyModules}`;
    return `def use_${at}(user_context):\n    from ${legacy} import SocketManager\n\n    return SocketManager(user_context=user_context)\n`;
  }).join('\n\n');

const files = {
  'app/__init__.py': '',
  'app/sockets/__init__.py': '',
  'app/sockets/manager.py':
    'class SocketManager:\n    def __init__(self, user_context):\n        self.user_context = user_context\n\n\n' +
    'def get_socket_manager(user_context):\n    return SocketManager(user_context=user_context)\n',
  ...Object.fromEntries(
    Array.from({ length: legacyModules }, (_, at) => [
      `app/sockets/legacy${at}.py`,
      'from app.sockets.manager import SocketManager\n\n__all__ = ["SocketManager"]\n',
    ]),
  ),
  CODEOWNERS: Array.from({ length: 10 }, (_, at) => `/app/part${at}* @owner-${at}\n`).join(''),
};

/** The project's configuration; the bench writes it when the editor is there to see it. */
const config = {
  roots: ['.'],
  sources: [
    {
      id: 'sockets',
      language: 'python',
      module: 'app.sockets.manager',
      classes: ['SocketManager'],
      factory: { name: 'get_socket_manager', context: 'user_context' },
      legacyModules: Array.from({ length: legacyModules }, (_, at) => `app.sockets.legacy${at}`),
      owners: ['app/sockets/**'],
      context: { names: ['user_context'], types: [] },
    },
  ],
  phases: [
    { id: '1', title: 'Imports', rules: ['legacy-import'] },
    { id: '2', title: 'Factory', rules: ['direct-construction'] },
  ],
};

/**
 * Writes the project anew.
 * @param {string} folder  what is in it is removed
 * @param {number} violations  rounded up to whole files
 * @returns {Promise<string>} the text of its configuration
 */
export async function writeProject(folder, violations) {
  await rm(folder, { recursive: true, force: true });
  const users = Array.from({ length: Math.ceil(violations / violationsPerFile) }, (_, number) => [
    `app/part${Math.floor(number / filesPerPackage)}/use${number}.py`,
    user(number),
  ]);
  for (const [path, text] of [...Object.entries(files), ...users]) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return `${JSON.stringify(config, null, 2)}\n`;
}
