// Who is measured: each as a command on the same tree, from a cold process to its last byte of output.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchFolder } from './folders.mjs';

/**
 * @typedef {object} Contestant
 * @property {'ripgrep' | 'scan' | 'astGrep'} id
 * @property {string} title
 * @property {string[]} command
 * @property {Record<string, string>} [environment]
 * @property {string} [usageFile]  where the process itself writes its peak memory
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
      title: 'ssot scan: every rule',
      command: [
        ...[process.execPath, '--require', reportUsage, join(product, 'cli.js')],
        ...['scan', '--config', config, '--format', 'json', tree],
      ],
      environment: { SSOT_BENCH_USAGE: usageFile },
      usageFile,
      found: (output) => JSON.parse(output).violations.length,
    },
    {
      id: 'astGrep',
      title: 'ast-grep scan: one import rule',
      command: [tools.astGrep.program, 'scan', '--rule', rule, '--json=stream', tree],
      found: lines,
    },
  ];
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
