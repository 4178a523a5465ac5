// The desktop VS Code, where one is installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repository } from '../../test/headless/folders.mjs';

/** @returns {string | undefined} the `code` command, absolute; undefined where it is not, or cannot show a window */
export function desktopCommand() {
  const {
    DISPLAY,
    WAYLAND_DISPLAY,
    PATH = '',
    HOME = '',
    LOCALAPPDATA = '',
    ProgramFiles = '',
  } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return undefined;
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const inBundle = join(
    'Applications',
    'Visual Studio Code.app',
    'Contents',
    'Resources',
    'app',
    'bin',
    'code',
  );
  /** @type {Partial<Record<NodeJS.Platform, string[]>>} */
  const places = {
    linux: ['/usr/share/code/bin/code', '/snap/bin/code'],
    darwin: [join('/', inBundle), join(HOME, inBundle)],
    win32: [join(LOCALAPPDATA, 'Programs'), ProgramFiles].map((folder) =>
      join(folder, 'Microsoft VS Code', 'bin', 'code.cmd'),
    ),
  };
  return [...onPath, ...(places[process.platform] ?? [])].find((file) => existsSync(file));
}

/**
 * Opens a window with the extension under development. The window belongs to the user: it stays when we end.
 * @param {string} command
 * @param {string} folder
 * @returns {Promise<void>}
 * @throws {Error} when the command fails
 */
export function openDesktop(command, folder) {
  const args = ['--new-window', `--extensionDevelopmentPath=${repository}`, folder];
  // VS Code refuses to run as root unless it is told where to keep its data.
  if (process.getuid?.() === 0) {
    args.push('--no-sandbox', `--user-data-dir=${join(repository, '.vscode-test', 'start', 'desktop')}`);
  }
  const windows = process.platform === 'win32';
  const quoted = (/** @type {string} */ text) => (windows ? `"${text}"` : text);
  const child = spawn(quoted(command), args.map(quoted), {
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: windows,
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with code ${code}: ${output.trim()}`));
    });
  });
}
