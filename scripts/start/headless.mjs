// The headless VS Code, served to a browser.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workbenchAddress } from '../../test/headless/address.mjs';
import { installEditor } from '../../test/headless/editor.mjs';
import { engines } from '../../test/headless/engines.mjs';
import { repository } from '../../test/headless/folders.mjs';
import { startServer } from '../../test/headless/server.mjs';

/** The first start's settings; what the user changes stays. */
const settings = {
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * @param {string} folder  the workspace
 * @param {(line: string) => void} say
 * @returns {Promise<{ address: string, server: import('../../test/headless/server.mjs').Server }>}
 */
export async function serveEditor(folder, say) {
  const editor = await installEditor(engines.newest, say);
  const base = join(repository, '.vscode-test', 'start');
  const user = join(base, 'server', 'data', 'User');
  await mkdir(user, { recursive: true });
  const file = join(user, 'settings.json');
  if (!existsSync(file)) await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
  // It runs for long and can run anything: whoever opens it has to know its address.
  const token = randomUUID();
  const server = await startServer({
    editor,
    dataFolder: join(base, 'server'),
    extensionsFolder: join(base, 'extensions'),
    token,
  });
  const extensionDevelopmentPaths = [repository];
  return {
    server,
    address: workbenchAddress({ port: server.port, folder, extensionDevelopmentPaths, token }),
  };
}
