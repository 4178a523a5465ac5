import type { Analysis } from '../analysis.ts';
import type { FixEnvironment } from '../fix/environment.ts';
import { withFiles } from '../fix/gate.ts';
import { newImportCycle } from '../fix/importCycle.ts';
import { sameOrigin, type Origin } from '../graph/origin.ts';
import { definesNothing, warnsImporters } from '../inventory/shim.ts';
import type { KeptName } from './keptNames.ts';
import type { TakenNames } from './takenNames.ts';

/** What a shim would break, as a reason: its text is read again, and all that is taken from it is looked up anew. */
export function brokenByShim(
  before: Analysis,
  environment: FixEnvironment,
  file: string,
  text: string,
  kept: readonly KeptName[],
  taken: TakenNames,
): string | undefined {
  const snapshot = { text, facts: environment.parse(file, text) };
  const { facts } = snapshot;
  const [error] = facts.syntaxErrors;
  if (error) return `the shim could not be read: ${error.message}`;
  const after = withFiles(before, new Map([[file, { snapshot }]]));
  const names = new Set(kept.map(({ name }) => name));
  const bound = boundBy(after, file, names);
  const extra = [...bound].find((name) => !names.has(name));
  if (extra !== undefined) return `the shim would have ${extra}, which nobody takes`;
  const lost = [...names].find((name) => !bound.has(name));
  if (lost !== undefined) return `the shim would not have ${lost}`;

  const unsafe = new Set(kept.flatMap(({ name, kind }) => (kind === 'unsafe' ? [name] : [])));
  const own = { kind: 'file', id: before.modules[facts.language].idOf(file), file } as const;
  for (const name of taken.names.keys()) {
    const was = before.graph.exported(own, name, facts.language);
    const is = after.graph.exported(own, name, facts.language);
    if (unsafe.has(name) ? is.kind !== 'definition' : !isSame(was, is))
      return `${name} would mean another object`;
  }
  for (const importer of taken.importers) {
    const moved = changedImport(before, after, importer, unsafe.size > 0 ? file : undefined);
    if (moved !== undefined) return `${moved} would mean another object in ${importer}`;
  }
  const cycle = newImportCycle(before, after, environment, file);
  if (cycle) return `it would make an import cycle: ${cycle.join(' → ')}`;
  if (after.check(file).length > before.check(file).length)
    return `the shim would be a violation itself: ${after.check(file)[0]!.message}`;
  return definesNothing(after, file) && warnsImporters(after, file)
    ? undefined
    : 'the shim would not be taken for one';
}

/** The names that a module has for others, but for what every shim needs itself. */
function boundBy(analysis: Analysis, file: string, taken: ReadonlySet<string>): Set<string> {
  const { facts } = analysis.read(file)!;
  if (facts.language === 'typescript') return new Set(facts.exports.map(({ exported }) => exported));
  const isOwn = (name: string): boolean =>
    name === '__all__' || (name === 'warnings' && !taken.has('warnings'));
  return new Set([...analysis.graph.boundNames(file)].filter((name) => !isOwn(name)));
}

/** An imported name that changes; names that come out of a module in which something is replaced on purpose do not count. */
function changedImport(
  before: Analysis,
  after: Analysis,
  importer: string,
  replaced: string | undefined,
): string | undefined {
  const { facts } = before.read(importer)!;
  for (const [index, fact] of facts.imports.entries()) {
    const target = before.graph.target(importer, fact);
    if (target.kind === 'file' && target.file === replaced) continue;
    for (const [position, { name, local }] of fact.names.entries())
      if (
        !isSame(
          before.graph.imported(importer, index, position),
          after.graph.imported(importer, index, position),
        )
      )
        return local ?? name;
  }
  return undefined;
}

/** Where it cannot be told today what a name is, it cannot then. */
function isSame(was: Origin, is: Origin): boolean {
  return was.kind === 'definition' || was.kind === 'module' ? sameOrigin(was, is) : was.kind === is.kind;
}
