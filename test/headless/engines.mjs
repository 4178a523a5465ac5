/**
 * The editor versions under test.
 *
 * `codeServer` is the version of the npm package `code-server` that carries this VS Code, `nodeMajor` the Node
 * that its server needs: 4.139 exits at once on Node 20, where `module.registerHooks` is missing, and the native
 * interfaces of 4.100 are those of Node 20.
 *
 * @typedef {object} Engine
 * @property {'minimum' | 'newest'} id
 * @property {string} vscode  version of the editor, what `vscode.version` says
 * @property {string} desktop  the version to download where that is possible
 * @property {string} codeServer
 * @property {number} nodeMajor
 */

/** @type {Record<'minimum' | 'newest', Engine>} */
export const engines = {
  minimum: { id: 'minimum', vscode: '1.100.3', desktop: '1.100.3', codeServer: '4.100.3', nodeMajor: 20 },
  newest: { id: 'newest', vscode: '1.139.1', desktop: 'stable', codeServer: '4.139.1', nodeMajor: 24 },
};

/**
 * @param {string} choice `minimum`, `newest` or `both`
 * @returns {Engine[]} the minimum one first
 * @throws {Error} for any other word
 */
export function chosenEngines(choice) {
  if (choice === 'both') return [engines.minimum, engines.newest];
  if (choice === 'minimum' || choice === 'newest') return [engines[choice]];
  throw new Error(`unknown engine "${choice}": minimum, newest or both`);
}
