import type { Analysis } from '../engine/analysis.ts';
import type { ModuleTarget } from '../engine/graph/moduleTarget.ts';
import { ownerOf, sourceOfModule } from '../engine/ownership.ts';
import type { SpecifierLine } from '../engine/typescript/importLines.ts';
import { createSpecifierIndex } from './specifierIndex.ts';

/** What TypeScript's modules pass on that is owned, under whatever name. It only grows: a name that no longer does costs a look. */
export interface TypeScriptLeads {
  /** Takes in what a file imports; undefined where it is gone. */
  set(file: string, lines: readonly SpecifierLine[] | undefined): void;
  /** Whether a file takes something that is passed on, as far as is known. */
  isTaking(file: string): boolean;
  /**
   * Finds what a file passes on. The files that take what was not known before.
   *
   * @param isAgain whether it was followed in this state of the files before: modules may import one another in a circle
   */
  follow(analysis: Analysis, file: string, isAgain: boolean): ReadonlySet<string>;
  /** Files that import from a file. */
  importersOf(file: string): readonly string[];
  /** Files that may have imported from a file that is gone. */
  formerImportersOf(file: string): Iterable<string>;
  /** Files that take `name` from a file, or all of it. */
  importersOfName(file: string, name: string): readonly string[];
}

/** @param modules the resolvers as they are now */
export function createTypeScriptLeads(modules: () => Analysis['modules']): TypeScriptLeads {
  const index = createSpecifierIndex(() => modules().typescript);
  /** Names by the file that passes them on. */
  const sought = new Map<string, Set<string>>();
  const soughtNames = new Set(['*']);

  function isTaking(file: string): boolean {
    return index.linesOf(file).some(({ specifier, names }) => {
      if (!names.some((name) => soughtNames.has(name))) return false;
      const target = modules().typescript.resolve(file, specifier);
      const known = target.kind === 'file' ? sought.get(target.file) : undefined;
      return known !== undefined && names.some((name) => name === '*' || known.has(name));
    });
  }

  function follow(analysis: Analysis, file: string, isAgain: boolean): ReadonlySet<string> {
    const found = new Set<string>();
    const target: ModuleTarget = { kind: 'file', id: modules().typescript.idOf(file), file };
    let known = sought.get(file);
    if (!known) sought.set(file, (known = new Set()));
    const specifiers = new Set<string>();
    for (const name of passedOn(analysis, target, (other) => sought.has(other))) {
      if (known.has(name)) continue;
      known.add(name);
      soughtNames.add(name);
      for (const taking of index.takingName(file, name)) {
        found.add(taking.file);
        specifiers.add(taking.specifier);
      }
    }
    // Of a source's own modules a name that is not there counts as well.
    if (sourceOfModule(analysis.sources, target.id))
      for (const each of [
        ...[...specifiers].flatMap((specifier) => (specifier.startsWith('.') ? [] : index.naming(specifier))),
        ...(isAgain ? [] : index.namingRelatively(file)),
      ])
        found.add(each);
    return found;
  }

  return {
    set: (file, lines) => index.set(file, lines),
    isTaking,
    follow,
    importersOf: (file) => index.importersOf(file),
    formerImportersOf: (file) => index.formerImportersOf(file),
    importersOfName: (file, name) => [...new Set(index.takingName(file, name).map((taking) => taking.file))],
  };
}

/** The names that a module exports and that mean something owned, or a module that passes on such. */
function passedOn(
  analysis: Analysis,
  target: ModuleTarget & { readonly kind: 'file' },
  isLeading: (file: string) => boolean,
): string[] {
  const { graph, sources } = analysis;
  const exports = analysis.context(target.file)?.facts.exports ?? [];
  const own = exports.flatMap(({ exported }) => (exported === '*' ? [] : [exported]));
  const all = new Set([...own, ...(graph.exportedNames(target, 'typescript') ?? []), 'default']);
  return [...all].filter((name) => {
    const origin = graph.exported(target, name, 'typescript');
    if (origin.kind === 'module') return origin.target.kind === 'file' && isLeading(origin.target.file);
    return ownerOf(sources, target.id, name, origin) !== undefined;
  });
}
