/** Holds what our module graph makes of the real tree against the census that was taken of it with CPython's `ast`. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareCensus, compareEmitter, compareReports, type Expected } from './compare.ts';
import { swapClasses, type Statement } from './statements.ts';
import { compareTypeScript } from './typescriptCensus.ts';
import { readTree } from './tree.ts';
import { countReports, type ReportCounts } from './violations.ts';

/** A statement that is there and that the census did not read, and why. `file` is relative to the tree. */
interface Unread {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

/**
 * `[--allow-missing] [tree]`; the tree may also stand in `SSOT_NETRA_TREE`. Answers the exit code: 0 where every figure of the
 * census comes out, and, with `--allow-missing`, where there is no tree.
 */
export function main(args: readonly string[], here: string): number {
  const tree = args.find((arg) => !arg.startsWith('--')) ?? process.env['SSOT_NETRA_TREE'];
  if (tree === undefined || !existsSync(tree)) {
    console.log('the Netra tree is absent (SSOT_NETRA_TREE or an argument names it): nothing was counted');
    return args.includes('--allow-missing') ? 0 : 1;
  }
  const expected = readJson(join(here, 'expected.json')) as Expected;
  const unread = readJson(join(here, 'known.json')) as Unread[];
  const { files, statements, emitter, shapes } = readTree(resolve(tree));
  const { counted, stale } = without(statements, unread);
  const reports = countReports(resolve(tree));
  const differences = [
    ...compareCensus(counted, expected),
    ...compareReports(reports, expected),
    ...compareEmitter(emitter, shapes, expected),
  ];

  console.log(`${files} files, ${statements.length} from-imports of the canonical and the legacy modules`);
  for (const swap of swapClasses)
    console.log(`  ${swap}: ${statements.filter((each) => each.swap === swap).length}`);
  console.log(
    `  imported names that do not resolve: ${statements.flatMap(({ broken }) => broken).length}, that cannot be told: ` +
      `${statements.flatMap(({ unknown }) => unknown).length}`,
  );
  console.log(`${emitter.length} from-imports of the emitter's modules`);
  for (const swap of swapClasses)
    console.log(`  ${swap}: ${emitter.filter((each) => each.swap === swap).length}`);
  for (const [shape, imports] of Object.entries(shapes)) console.log(`  ${imports} ${shape}`);
  console.log(`reported as legacy imports: ${describeReports(reports)}`);
  for (const name of reports.lost) console.log(`${name}: not reported any more beside the other sources`);
  for (const { file, line, reason } of unread) console.log(`not in the census: ${file}:${line}: ${reason}`);
  for (const { file, line } of stale)
    console.log(`${file}:${line}: listed as not in the census, but no such import is there`);
  for (const { what, census, ours } of differences)
    console.log(`${what}: expected ${census}, counted ${ours}`);
  const agree = differences.length === 0 && stale.length === 0 && reports.lost.length === 0;
  console.log(agree ? 'every expected figure comes out' : `${differences.length} figures differ`);
  const typescript = compareTypeScript(resolve(tree), here);
  return agree && typescript ? 0 : 1;
}

function describeReports({ firstSourceAlone, allSources }: ReportCounts): string {
  const each = Object.entries(allSources).map(([source, statements]) => `${source} ${statements}`);
  return `with the first source alone ${firstSourceAlone.byName} by name and ${firstSourceAlone.byOrigin} by origin; with all ${each.join(', ')}`;
}

/** The statements that the census could read, and the entries that name none. */
function without(
  statements: readonly Statement[],
  unread: readonly Unread[],
): { counted: Statement[]; stale: Unread[] } {
  const key = ({ file, line }: { file: string; line: number }): string => `${file}:${line}`;
  const listed = new Set(unread.map(key));
  const there = new Set(statements.map(key));
  return {
    counted: statements.filter((each) => !listed.has(key(each))),
    stale: unread.filter((each) => !there.has(key(each))),
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
