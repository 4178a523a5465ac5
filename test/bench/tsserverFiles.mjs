// The files that a TypeScript server is measured with: those of one project, or all of a folder, in an order that a seed fixes.
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import ts from 'typescript';

/**
 * @typedef {object} BenchProject
 * @property {string[]} files  absolute, in the order in which they are to be taken
 * @property {object | undefined} external  what `openExternalProject` takes; undefined where each file finds its own project
 */

/**
 * @param {string} folder  absolute
 * @param {string | undefined} project  a tsconfig below the folder whose files are to be one program, whatever it is called
 * @param {string} seed
 * @returns {BenchProject}
 */
export function benchProject(folder, project, seed) {
  const config = project === undefined ? undefined : join(folder, project);
  const parsed = config === undefined ? undefined : parsedProject(config);
  const all =
    parsed?.fileNames ??
    globSync('**/*.{ts,tsx}', {
      cwd: folder,
      absolute: true,
      ignore: ['**/node_modules/**', '**/dist/**'],
    });
  const place = (/** @type {string} */ file) =>
    createHash('sha256')
      .update(`${seed}\0${file.slice(folder.length)}`)
      .digest('hex');
  const files = all
    .filter((file) => /\.[cm]?tsx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file))
    .map((file) => ({ file, place: place(file) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ file }) => file);
  if (files.length === 0) throw new Error(`${config ?? folder} holds no TypeScript file`);
  const external = parsed && {
    projectFileName: `${config}.bench`,
    rootFiles: parsed.fileNames.map((fileName) => ({ fileName })),
    options: parsed.options,
  };
  return { files, external };
}

/** @param {string} config */
function parsedProject(config) {
  const { config: json, error } = ts.readConfigFile(config, ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  return ts.parseJsonConfigFileContent(json, ts.sys, dirname(config), undefined, config);
}
