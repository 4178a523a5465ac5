import { spawn } from 'node:child_process';

/** Opens an address in the user's browser where there is one and a display; says nothing where there is not. */
export function openInBrowser(/** @type {string} */ address) {
  const { DISPLAY, WAYLAND_DISPLAY, CI } = process.env;
  if (CI || !process.stdout.isTTY) return;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  if (command)
    spawn(command, args, { stdio: 'ignore', detached: true })
      .on('error', () => {})
      .unref();
}
