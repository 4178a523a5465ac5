/** Holds what our facts have of the frontend's TypeScript against the census that was taken with the compiler. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { readTypeScript } from '../../src/engine/typescript/extractFacts.ts';
import { countForms, type Counted } from './typescriptForms.ts';

interface Expected {
  readonly count: number;
  readonly files: number;
}

/**
 * @param tree absolute path
 * @returns whether each figure is as expected
 */
export function compareTypeScript(tree: string, here: string): boolean {
  const expected = JSON.parse(readFileSync(join(here, 'expectedTypescript.json'), 'utf8')) as Record<
    string,
    Expected
  >;
  const files = typescriptFiles(tree);
  const counted = files.flatMap((file) => {
    const text = readFileSync(join(tree, file), 'utf8');
    return countForms(file, text, readTypeScript(ts, file, text));
  });
  console.log(`${files.length} TypeScript files`);
  let agree = files.length > 0;
  for (const form of [...new Set([...Object.keys(expected), ...counted.map((each) => each.form)])]) {
    const own = counted.filter((each) => each.form === form);
    const ours = { count: own.length, files: new Set(own.map(({ file }) => file)).size };
    const census = expected[form] ?? { count: 0, files: 0 };
    const isCensus = ours.count === census.count && ours.files === census.files;
    const instead = isCensus ? '' : `; the census has ${census.count} in ${census.files}`;
    console.log(`  ${form}: ${ours.count} in ${ours.files} files${instead}`);
    if (!isCensus) list(own);
    agree &&= isCensus;
  }
  console.log(agree ? 'every figure of TypeScript comes out' : 'figures of TypeScript differ');
  return agree;
}

/** File by file, what was counted. */
function list(counted: readonly Counted[]): void {
  for (const { file, line, text } of counted) console.log(`    ${file}:${line}: ${text.slice(0, 120)}`);
}

/** All TypeScript files of the tree, whatever `.gitignore` says. */
function typescriptFiles(tree: string): string[] {
  if (!existsSync(tree)) return [];
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(tree, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)node_modules\//.test(path))
    .sort();
}
