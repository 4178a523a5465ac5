import type { Analysis } from '../analysis.ts';
import type { FileFacts, ImportFact, Language } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { withPackages } from '../graph/pythonModules.ts';
import type { FixEnvironment } from './environment.ts';

/**
 * A circle of imports that run when their modules are loaded, in which `file` newly takes something from another module:
 * that one may be half loaded then, and not have it yet. A circle that was there before is no excuse, since what it
 * needs of each module may have been there in time.
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
  const had = new Set(takenAtLoad(before, file).map(keyOf));
  const wanted = new Set(
    takenAtLoad(after, file)
      .filter((taken) => !had.has(keyOf(taken)))
      .map((taken) => taken.file),
  );
  if (wanted.size === 0) return undefined;
  const next = new Map<string, string>([[file, file]]);
  const queue = [file];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const importer of environment.importersOf(at)) {
      if (next.has(importer) || !takenAtLoad(before, importer).some((taken) => taken.file === at)) continue;
      next.set(importer, at);
      if (wanted.has(importer)) return pathFrom(importer, file, next);
      queue.push(importer);
    }
  }
  return undefined;
}

function keyOf({ file, name }: TakenAtLoad): string {
  return `${file}\0${name}`;
}

function pathFrom(start: string, file: string, next: ReadonlyMap<string, string>): string[] {
  const path = [file, start];
  for (let at = start; at !== file;) {
    at = next.get(at)!;
    path.push(at);
  }
  return path;
}

/** A file that is loaded with another one, and a name that is taken from it; none where it is only loaded. */
export interface TakenAtLoad {
  readonly file: string;
  readonly name: string;
}

/**
 * What a file's imports load and take, outside of functions and of what only type checkers see.
 *
 * @param isAsked which of its imports count
 */
export function takenAtLoad(
  analysis: Analysis,
  file: string,
  isAsked: (fact: ImportFact) => boolean = () => true,
): readonly TakenAtLoad[] {
  const facts = analysis.read(file)?.facts;
  if (!facts) return [];
  const taken: TakenAtLoad[] = [];
  const add = (target: ModuleTarget, name: string): void => {
    if (target.kind === 'file' && target.file !== file) taken.push({ file: target.file, name });
  };
  for (const fact of facts.imports) {
    if (
      fact.typeOnly ||
      fact.form === 'dynamic' ||
      fact.form === 'import-type' ||
      !runsAtLoad(facts, fact.block) ||
      !isAsked(fact)
    )
      continue;
    const target = analysis.graph.target(file, fact);
    for (const parent of packagesOf(analysis, file, facts.language, target)) add(parent, '');
    if (fact.names.length === 0) add(target, '');
    for (const { name, typeOnly } of fact.names) {
      if (typeOnly) continue;
      add(target, fact.form === 'from' || fact.form === 'reexport' ? name : '');
      // `from package import module` loads the module too.
      const inside =
        fact.form === 'from' && name !== '*'
          ? analysis.modules[facts.language].submodule(target, name)
          : undefined;
      if (inside) add(inside, '');
    }
  }
  return taken;
}

/** The packages around a module of Python, which are loaded before it; those around `file` are loaded anyway. */
function packagesOf(
  { modules }: Analysis,
  file: string,
  language: Language,
  { id }: ModuleTarget,
): ModuleTarget[] {
  if (language !== 'python') return [];
  const own = `${modules.python.idOf(file)}.`;
  return withPackages(id)
    .slice(0, -1)
    .filter((parent) => !own.startsWith(`${parent}.`))
    .map((parent) => modules.python.resolveId(parent));
}

/** Whether a block runs when its module is loaded: not in a function, nor for type checkers alone. */
export function runsAtLoad(facts: FileFacts, block: number): boolean {
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    const each = facts.blocks[index]!;
    if (each.kind === 'function' || each.kind === 'lambda' || each.condition === 'type-checking')
      return false;
  }
  return true;
}
