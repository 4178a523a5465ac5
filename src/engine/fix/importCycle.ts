import type { Analysis } from '../analysis.ts';
import type { FileFacts } from '../facts.ts';
import type { FixEnvironment } from './environment.ts';

/**
 * A cycle of imports that run when their modules are loaded, which goes through `file` and was not there before.
 *
 * Found backwards, from the file to those that import it: most files that are fixed are imported by nobody.
 *
 * @returns the files of the cycle, from `file` back to it; undefined where there is none
 */
export function newImportCycle(
  before: Analysis,
  after: Analysis,
  environment: FixEnvironment,
  file: string,
): readonly string[] | undefined {
  const had = importedAtLoad(before, file);
  const added = [...importedAtLoad(after, file)].filter((target) => !had.has(target));
  if (added.length === 0) return undefined;
  const wanted = new Set(added);
  const next = new Map<string, string>([[file, file]]);
  const queue = [file];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const importer of environment.importersOf(at)) {
      if (next.has(importer) || !importedAtLoad(before, importer).has(at)) continue;
      next.set(importer, at);
      // Through a module that was imported at load before, the cycle was there already.
      if (wanted.has(importer) && !had.has(importer)) return pathFrom(importer, file, next);
      queue.push(importer);
    }
  }
  return undefined;
}

function pathFrom(start: string, file: string, next: ReadonlyMap<string, string>): string[] {
  const path = [file, start];
  for (let at = start; at !== file;) {
    at = next.get(at)!;
    path.push(at);
  }
  return path;
}

/** The files that are loaded when `file` is: its imports outside of functions and of what only type checkers see. */
function importedAtLoad(analysis: Analysis, file: string): ReadonlySet<string> {
  const facts = analysis.read(file)?.facts;
  const files = new Set<string>();
  if (!facts) return files;
  for (const fact of facts.imports) {
    if (
      fact.typeOnly ||
      fact.form === 'dynamic' ||
      fact.form === 'import-type' ||
      !runsAtLoad(facts, fact.block)
    )
      continue;
    const target = analysis.graph.target(file, fact);
    if (target.kind === 'file' && target.file !== file) files.add(target.file);
    // `from package import module` loads the module too.
    for (const { name } of fact.names) {
      const inside =
        fact.form === 'from' && name !== '*'
          ? analysis.modules[facts.language].submodule(target, name)
          : undefined;
      if (inside?.kind === 'file' && inside.file !== file) files.add(inside.file);
    }
  }
  return files;
}

function runsAtLoad(facts: FileFacts, block: number): boolean {
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    const each = facts.blocks[index]!;
    if (each.kind === 'function' || each.kind === 'lambda' || each.condition === 'type-checking')
      return false;
  }
  return true;
}
