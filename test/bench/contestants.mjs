// Who is measured: each as a command on the same tree, from a cold process to its last byte of output.
import { appendFileSync, statSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { benchFolder } from './folders.mjs';

/**
 * @typedef {object} Contestant
 * @property {'ripgrep' | 'scan' | 'scanAgain' | 'scanAfterEdit' | 'astGrep'} id
 * @property {string} title
 * @property {string[]} command
 * @property {Record<string, string>} [environment]
 * @property {string} [usageFile]  where the process itself writes its peak memory
 * @property {() => void} [before]  what happens before each run, unmeasured
 * @property {(output: string) => number} found  how much it found: a run that finds nothing proves nothing
 */

/**
 * @param {{ tools: Record<'ripgrep' | 'astGrep', { program: string }>, tree: string, config: string, product: string,
 *   modules: string[] }} given
 * @returns {Promise<Contestant[]>} in the order in which they run
 */
export async function contestants({ tools, tree, config, product, modules }) {
  const rule = join(benchFolder, 'legacy-import.yml');
  await writeFile(rule, importRule(modules));
  const usageFile = join(benchFolder, 'usage.json');
  const reportUsage = fileURLToPath(new URL('reportUsage.cjs', import.meta.url));
  const scan = (/** @type {string} */ folder, /** @type {string[]} */ ...more) => ({
    command: [
      ...[process.execPath, '--require', reportUsage, join(product, 'cli.js')],
      ...['scan', '--config', config, '--format', 'json', ...more, folder],
    ],
    environment: { SSOT_BENCH_USAGE: usageFile, SSOT_CACHE_DIR: cache },
    usageFile,
    found: (/** @type {string} */ output) => JSON.parse(output).violations.length,
  });
  const edited = await copyOf(tree);
  const editedFile = largestTest(edited);
  return [
    {
      id: 'ripgrep',
      title: 'ripgrep: files that name a legacy module',
      command: [
        ...[tools.ripgrep.program, '-l', '-F', '-g', '*.py'],
        ...[...modules.flatMap((name) => ['-e', name]), tree],
      ],
      found: lines,
    },
    {
      id: 'scan',
      title: 'ssot scan, nothing cached: every rule',
      ...scan(tree, '--no-cache'),
    },
    { id: 'scanAgain', title: 'ssot scan again, nothing changed', ...scan(tree) },
    {
      id: 'scanAfterEdit',
      title: 'ssot scan again, one changed file',
      ...scan(edited),
      before: () => appendFileSync(editedFile, 'changed = True\n'),
    },
    {
      id: 'astGrep',
      title: 'ast-grep scan: one import rule',
      command: [tools.astGrep.program, 'scan', '--rule', rule, '--json=stream', tree],
      found: lines,
    },
  ];
}

/** Where the scans of the measurements keep what they have found. */
export const cache = join(benchFolder, 'scans');

/** The largest test of WebSockets: what people have open while they migrate. Absolute. @param {string} tree */
function largestTest(tree) {
  const files = globSync('**/test_*websocket*.py', { cwd: tree, absolute: true });
  const bySize = files.map((file) => ({ file, size: statSync(file).size })).sort((a, b) => b.size - a.size);
  const [largest] = bySize;
  if (!largest) throw new Error(`${tree} holds no test of WebSockets`);
  return largest.file;
}

/** A copy that may be edited. @param {string} tree */
async function copyOf(tree) {
  const copy = join(benchFolder, 'tree');
  await rm(copy, { recursive: true, force: true });
  await cp(tree, copy, { recursive: true, filter: (path) => !/[\\/]\.git$/.test(path) });
  // A scan does not trust what changed within the last two seconds.
  await setTimeout(3000);
  return copy;
}

/** @param {string} output */
const lines = (output) => output.split('\n').length - 1;

/** An ast-grep rule for `from <legacy module> import ...`. @param {string[]} modules */
function importRule(modules) {
  const names = modules.map((name) => name.replaceAll('.', '\\.')).join('|');
  return `id: legacy-import
language: python
severity: warning
message: imported from a legacy module
rule:
  kind: import_from_statement
  has:
    field: module_name
    regex: '^(${names})$'
`;
}
