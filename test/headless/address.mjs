// The workbench's address, which tells the editor what to open and what to run.
import { pathToFileURL } from 'node:url';

/**
 * @param {object} options
 * @param {number} options.port
 * @param {string} [options.folder]  workspace folder, absolute
 * @param {string} [options.workspace]  file of a workspace of several folders, absolute
 * @param {string[]} [options.extensionDevelopmentPaths]  absolute
 * @param {string} [options.extensionTestsPath]  absolute path of a module that exports `run()`
 * @param {string} [options.token]  what the server asks for
 * @returns {string} its host is 127.0.0.1, and must be when it is opened: the payload names it as well
 */
export function workbenchAddress(options) {
  const { port, folder, workspace, extensionDevelopmentPaths = [], extensionTestsPath, token } = options;
  const authority = `127.0.0.1:${port}`;
  const remote = (/** @type {string} */ path) =>
    `vscode-remote://${authority}${pathToFileURL(path).pathname}`;
  const payload = [
    ...extensionDevelopmentPaths.map((path) => ['extensionDevelopmentPath', remote(path)]),
    ...(extensionTestsPath ? [['extensionTestsPath', remote(extensionTestsPath)]] : []),
    ...(extensionTestsPath ? [['enableProposedApi', '']] : []),
    ['skipWelcome', 'true'],
  ];
  const address = new URL(`http://${authority}/`);
  if (token) address.searchParams.set('tkn', token);
  const pathOf = (/** @type {string} */ file) => decodeURIComponent(pathToFileURL(file).pathname);
  if (workspace) address.searchParams.set('workspace', pathOf(workspace));
  else if (folder) address.searchParams.set('folder', pathOf(folder));
  else address.searchParams.set('ew', 'true');
  address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}
