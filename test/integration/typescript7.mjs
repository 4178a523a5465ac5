// TypeScript 7 for the editor: its own language server, and the client that an extension of its own starts it with.
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { install } from '../headless/install.mjs';
import { npmInstall } from '../headless/npm.mjs';
import { repository } from '../headless/folders.mjs';

const version = '7.0.2';

/** The extension by whose id the editor knows that TypeScript 7 is there, and leaves its own server off. */
const nativePreview = join(repository, 'test', 'fixtures', 'nativePreview');

/**
 * @param {string} extensions  the folder of the editor's extensions, which gets that one
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the folder whose node_modules hold `typescript` 7 and `vscode-languageclient`
 */
export async function installTypeScript7(extensions, say) {
  await cp(nativePreview, join(extensions, 'typescriptteam.native-preview-0.0.1'), { recursive: true });
  return install(
    {
      name: `typescript-${version}`,
      size: 'about 40 MB',
      fill: (folder) => npmInstall(folder, [`typescript@${version}`, 'vscode-languageclient@9']),
      missing: (folder) =>
        ['typescript', 'vscode-languageclient']
          .map((name) => join('node_modules', name, 'package.json'))
          .filter((file) => !existsSync(join(folder, file))),
    },
    { say },
  );
}
