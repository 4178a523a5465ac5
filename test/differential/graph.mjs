// Compares where our module graph and TypeScript's checker find what an import or a re-export names, on real code:
//
//   node test/differential/graph.mjs [--allow-missing] [--project=tsconfig.json] [folder]   (default: SSOT_NETRA_TREE)
//
// The programs are those of the folder's tsconfig.json, or of the folders in it that have one. What may differ, and why,
// is in knownGraph.json; anything else is a defect of the graph.
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { compareOrigins } from './graphOrigins.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  options: { 'allow-missing': { type: 'boolean' }, project: { type: 'string' } },
  allowPositionals: true,
});
const folder = positionals[0] ?? process.env.SSOT_NETRA_TREE;
if (!folder || !existsSync(folder)) {
  console.error('No code to compare with: give a folder, or its path in SSOT_NETRA_TREE.');
  process.exit(values['allow-missing'] ? 0 : 1);
}

const bundle = path.resolve(here, '../../.cache/differential/graphOfTypeScript.mjs');
await build({
  stdin: {
    contents: `export { readTypeScript } from './src/engine/typescript/extractFacts.ts';
      export { createModuleGraph } from './src/engine/graph/moduleGraph.ts';
      export { createTypeScriptModules } from './src/engine/graph/typescriptModules.ts';`,
    resolveDir: path.resolve(here, '../..'),
    loader: 'ts',
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  mainFields: ['module', 'main'],
  outfile: bundle,
  logLevel: 'error',
});
const engine = await import(pathToFileURL(bundle).href);

/** @type {{ kind: string, why: string }[]} */
const known = JSON.parse(readFileSync(path.join(here, 'knownGraph.json'), 'utf8'));
let unexplained = 0;
for (const project of projects()) {
  const { names, equal, differences } = compareProject(project);
  console.log(`${path.relative(folder, project)}: ${names} names, ${equal} equal`);
  for (const [kind, each] of differences) {
    const why = known.find((entry) => entry.kind === kind)?.why;
    if (!why) unexplained += each.length;
    console.log(`  ${each.length} ${kind}${why ? ` (${why})` : ''}`);
    for (const line of each.slice(0, why ? 2 : 8)) console.log(`    ${line}`);
  }
}
process.exit(unexplained === 0 ? 0 : 1);

function projects() {
  const root = path.resolve(folder);
  const own = path.join(root, values.project ?? 'tsconfig.json');
  if (existsSync(own)) return [own];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => path.join(root, name, values.project ?? 'tsconfig.json'))
    .filter(existsSync);
}

/** @param {string} project path of a tsconfig.json */
function compareProject(project) {
  const root = path.dirname(project);
  const read = ts.readConfigFile(project, ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
  const program = ts.createProgram(parsed.fileNames, { ...parsed.options, noEmit: true });
  const absolute = (/** @type {string} */ file) => path.join(root, file);
  const text = (/** @type {string} */ file) =>
    program.getSourceFile(absolute(file))?.text ??
    (ts.sys.fileExists(absolute(file)) ? ts.sys.readFile(absolute(file)) : undefined);
  const facts = new Map();
  const factsOf = (/** @type {string} */ file) => {
    if (!facts.has(file)) {
      const source = text(file);
      facts.set(file, source === undefined ? undefined : engine.readTypeScript(ts, file, source));
    }
    return facts.get(file);
  };
  const modules = engine.createTypeScriptModules({
    fileExists: (file) => ts.sys.fileExists(absolute(file)),
    directoryExists: (file) => ts.sys.directoryExists(absolute(file)),
    readFile: text,
    packageFolder: (name, from) => packageFolder(root, name, absolute(from)),
  });
  const unknown = () => ({ kind: 'unknown', id: '', reason: 'Python' });
  const python = { resolve: unknown, resolveId: unknown, submodule: () => undefined, idOf: (file) => file };
  const graph = engine.createModuleGraph({ facts: factsOf, modules: { typescript: modules, python } });
  return compareOrigins({ program, graph, facts: factsOf, root });
}

/** The folder of the tree that node_modules links a package to. */
function packageFolder(root, name, from) {
  for (let each = path.dirname(from); each.length >= root.length; each = path.dirname(each)) {
    const link = path.join(each, 'node_modules', name);
    if (!existsSync(link)) continue;
    const real = realpathSync(link);
    const isOurs = real.startsWith(`${root}/`) && !real.includes('/node_modules/');
    return isOurs ? path.relative(root, real) : undefined;
  }
  return undefined;
}
