/** Reads every Python file of real codebases with our own reader and with CPython, and compares. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { decodePython } from '../../src/engine/python/decode.ts';
import { extractPythonFacts } from '../../src/engine/python/extractFacts.ts';
import { scanImportLines } from '../../src/engine/python/importLines.ts';
import { compare, type OracleFile } from './compare.ts';

/** A file whose facts are known to differ, and why. `file` is relative to its tree. */
interface KnownDifference {
  readonly file: string;
  readonly reason: string;
}

interface Tally {
  files: number;
  rejected: number;
  equal: number;
  known: string[];
  different: number;
  /** CPython compiles it, and we report errors. */
  onlyWeReject: string[];
  /** CPython does not compile it, and we report nothing. */
  onlyTheyReject: string[];
}

function pythonFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.split(sep).includes('site-packages'))
    .sort();
}

/** Imports that CPython reads and the fast pass does not report. */
function missedByFastPass(oracle: OracleFile, bytes: Uint8Array): string[] {
  const { modules, firstNames, names, locals } = scanImportLines(bytes);
  const found = new Set<string>();
  modules.forEach((module, i) => {
    for (let at = firstNames[i]!; at < firstNames[i + 1]!; at++)
      found.add(`${module} ${names[at]!} ${locals[at]!}`);
  });
  return oracle.imports.flatMap(([, , module, level, imported]) =>
    imported
      .map(([name, asname]) =>
        module === null
          ? `${name} * ${asname ?? name.split('.')[0]!}`
          : `${'.'.repeat(level)}${module} ${name} ${name === '*' ? '' : (asname ?? name)}`,
      )
      .filter((line) => !found.has(line))
      .map((line) => `fast pass: ${line}`),
  );
}

function compareFile(
  oracle: OracleFile,
  name: string,
  known: ReadonlyMap<string, string>,
  tally: Tally,
): void {
  const bytes = readFileSync(oracle.file);
  const { text } = decodePython(bytes);
  const facts = extractPythonFacts(text);
  tally.files++;
  if (oracle.error !== undefined) {
    tally.rejected++;
    if (facts.syntaxErrors.length === 0) tally.onlyTheyReject.push(`${name}: ${oracle.error}`);
    return;
  }
  if (facts.syntaxErrors.length > 0) {
    const { message, offset } = facts.syntaxErrors[0]!;
    tally.onlyWeReject.push(`${name}: ${message} at offset ${offset}`);
  }
  const { missing, surplus } = compare(oracle, facts, text);
  const missed = missedByFastPass(oracle, bytes);
  if (missing.length + surplus.length + missed.length === 0) {
    tally.equal++;
    if (known.has(name)) {
      tally.different++;
      console.log(`${name}: listed as different, but equal`);
    }
    return;
  }
  if (known.has(name)) {
    tally.known.push(name);
    return;
  }
  tally.different++;
  if (tally.different > 40) return;
  console.log(name);
  for (const line of [...missing, ...missed].slice(0, 5)) console.log(`  only CPython: ${line}`);
  for (const line of surplus.slice(0, 5)) console.log(`  only we:      ${line}`);
}

async function compareTree(
  title: string,
  root: string,
  oracle: string,
  known: readonly KnownDifference[],
): Promise<boolean> {
  const paths = pythonFiles(root);
  const tally: Tally = {
    files: 0,
    rejected: 0,
    equal: 0,
    known: [],
    different: 0,
    onlyWeReject: [],
    onlyTheyReject: [],
  };
  const child = spawn('python3', [oracle, String(availableParallelism())], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(paths.map((path) => `${path}\n`).join(''));
  const reasons = new Map(known.map(({ file, reason }) => [file, reason]));
  for await (const line of createInterface({ input: child.stdout })) {
    const file = JSON.parse(line) as OracleFile;
    compareFile(file, relative(root, file.file).split(sep).join('/'), reasons, tally);
  }
  for (const file of tally.onlyTheyReject) console.log(`only CPython rejects ${file}`);
  for (const file of tally.onlyWeReject) console.log(`only we reject ${file}`);
  for (const file of tally.known) console.log(`known to differ: ${file}: ${reasons.get(file)!}`);
  const compiled = tally.files - tally.rejected;
  console.log(
    `${title}: ${tally.files} files, ${tally.rejected} that CPython rejects (${tally.onlyTheyReject.length} of them read ` +
      `without an error here), ${tally.equal} of ${compiled} equal, ${tally.known.length} known to differ, ` +
      `${tally.different} different, ${tally.onlyWeReject.length} that only we reject`,
  );
  if (tally.files !== paths.length)
    console.log(`${title}: ${paths.length - tally.files} files were not answered`);
  return (
    tally.different === 0 &&
    tally.onlyWeReject.length === 0 &&
    tally.files === paths.length &&
    tally.files > 0
  );
}

/**
 * `[--allow-missing] [tree]`; the tree may also stand in `SSOT_NETRA_TREE`. Answers the exit code: 0 where all files are equal,
 * and, with `--allow-missing`, where there is nothing to compare with.
 */
export async function main(args: readonly string[], here: string): Promise<number> {
  const missingIs = args.includes('--allow-missing') ? 0 : 1;
  const tree = args.find((arg) => !arg.startsWith('--')) ?? process.env['SSOT_NETRA_TREE'];
  const python = spawnSync(
    'python3',
    ['-c', 'import sys, sysconfig; print(sys.version.split()[0]); print(sysconfig.get_path("stdlib"))'],
    {
      encoding: 'utf8',
    },
  );
  if (python.status !== 0) {
    console.log('python3 is not on the path: nothing was compared');
    return missingIs;
  }
  const [version, standardLibrary] = python.stdout.trim().split(/\r?\n/);
  const known = JSON.parse(readFileSync(join(here, 'known.json'), 'utf8')) as {
    tree: KnownDifference[];
    standardLibrary: KnownDifference[];
  };
  const oracle = join(here, 'oracle.py');
  console.log(`CPython ${version!}`);
  let code = 0;
  if (tree === undefined || !existsSync(tree)) {
    console.log('the Netra tree is absent (SSOT_NETRA_TREE or an argument names it): it was not compared');
    code = missingIs;
  } else if (!(await compareTree('Netra tree', tree, oracle, known.tree))) code = 1;
  if (standardLibrary === undefined || !existsSync(standardLibrary)) {
    console.log('the standard library is absent: it was not compared');
    code ||= missingIs;
  } else if (!(await compareTree('standard library', standardLibrary, oracle, known.standardLibrary)))
    code = 1;
  return code;
}
