import type { ModuleResolver } from '../engine/graph/moduleTarget.ts';
import { folderOf, withoutExtension } from '../engine/typescript/posixPath.ts';
import type { SpecifierLine } from '../engine/typescript/importLines.ts';

/**
 * Who imports what over all TypeScript files of a root, by what is written: more than is real. Where a specifier leads is
 * asked only of lines that take a name in question: a large workspace has tens of thousands.
 */
export interface SpecifierIndex {
  /** Takes in what a file imports, in place of what it imported before; undefined where the file is gone. */
  set(file: string, lines: readonly SpecifierLine[] | undefined): void;
  linesOf(file: string): readonly SpecifierLine[];
  /** The lines that take `name` from the module that `target` is, or all of it. */
  takingName(target: string, name: string): readonly Taking[];
  /** Files that name the module that `target` is, by whatever specifier. The first question resolves every specifier. */
  importersOf(target: string): readonly string[];
  /**
   * Files that may have named the module that `target` was, of a file that is gone: where their specifiers led cannot be asked any
   * more. They end in its name, or lead to nothing now.
   */
  formerImportersOf(target: string): Iterable<string>;
  /** Files that name a module by this specifier, which is no relative one, whatever they take. */
  naming(specifier: string): readonly string[];
  /** Files that name the module that `target` is by a relative specifier, whatever they take. */
  namingRelatively(target: string): readonly string[];
}

/** One line of a file. */
export interface Taking {
  readonly file: string;
  readonly specifier: string;
}

/** @param modules the resolver as it is now */
export function createSpecifierIndex(modules: () => ModuleResolver): SpecifierIndex {
  const byName = new Map<string, Taking[]>();
  /** By `keyOf`. */
  const bySpecifier = new Map<string, Set<string>>();
  const linesByFile = new Map<string, readonly SpecifierLine[]>();
  /** Where the specifiers of each file lead, and the other way round, as far as it was asked. */
  const targets = new Map<string, ReadonlySet<string>>();
  const importers = new Map<string, Set<string>>();
  const unresolved = new Set<string>();
  /** Files with a specifier that leads to nothing, as far as it was asked. */
  const astray = new Set<string>();
  /** Files by how their specifiers end: thousands of files may be gone at once. Made when it is asked for. */
  let byEnding: Map<string, ReadonlySet<string>[]> | undefined;
  let resolvedBy: ModuleResolver | undefined;

  function resolveAll(): void {
    const resolver = modules();
    if (resolver !== resolvedBy) {
      targets.clear();
      importers.clear();
      astray.clear();
      for (const file of linesByFile.keys()) unresolved.add(file);
      resolvedBy = resolver;
    }
    for (const file of unresolved) targets.set(file, targetsOf(resolver, file));
    unresolved.clear();
  }

  function targetsOf(resolver: ModuleResolver, file: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { specifier } of linesByFile.get(file) ?? []) {
      const target = resolver.resolve(file, specifier);
      if (target.kind === 'missing') astray.add(file);
      if (target.kind !== 'file') continue;
      found.add(target.file);
      const known = importers.get(target.file);
      if (known) known.add(file);
      else importers.set(target.file, new Set([file]));
    }
    return found;
  }

  function endings(): ReadonlyMap<string, ReadonlySet<string>[]> {
    if (byEnding) return byEnding;
    byEnding = new Map();
    for (const [key, files] of bySpecifier) {
      const name = withoutExtension(lastOf(key));
      const known = byEnding.get(name);
      if (known) known.push(files);
      else byEnding.set(name, [files]);
    }
    return byEnding;
  }

  function takeOut(file: string): void {
    byEnding = undefined;
    for (const target of targets.get(file) ?? []) importers.get(target)!.delete(file);
    targets.delete(file);
    unresolved.delete(file);
    astray.delete(file);
    for (const { specifier, names } of linesByFile.get(file) ?? []) {
      bySpecifier.get(keyOf(specifier))?.delete(file);
      for (const name of names) {
        const left = byName.get(name)?.filter((taking) => taking.file !== file);
        if (left) byName.set(name, left);
      }
    }
    linesByFile.delete(file);
  }

  return {
    set(file, lines = []) {
      takeOut(file);
      if (lines.length > 0) {
        linesByFile.set(file, lines);
        unresolved.add(file);
      }
      for (const { specifier, names } of lines) {
        const key = keyOf(specifier);
        const naming = bySpecifier.get(key);
        if (naming) naming.add(file);
        else bySpecifier.set(key, new Set([file]));
        for (const name of names) {
          const known = byName.get(name);
          if (known) known.push({ file, specifier });
          else byName.set(name, [{ file, specifier }]);
        }
      }
    },
    linesOf: (file) => linesByFile.get(file) ?? [],
    importersOf(target) {
      resolveAll();
      return [...(importers.get(target) ?? [])];
    },
    *formerImportersOf(target) {
      resolveAll();
      yield* astray;
      for (const name of namesOf(target)) for (const files of endings().get(name) ?? []) yield* files;
    },
    takingName: (target, name) =>
      [...(byName.get(name) ?? []), ...(byName.get('*') ?? [])].filter(({ file, specifier }) => {
        const found = modules().resolve(file, specifier);
        return found.kind === 'file' && found.file === target;
      }),
    naming: (specifier) => [...(bySpecifier.get(specifier) ?? [])],
    namingRelatively: (target) =>
      keysTo(target).flatMap((key) =>
        [...(bySpecifier.get(key) ?? [])].filter((file) =>
          linesByFile.get(file)!.some(({ specifier }) => {
            if (keyOf(specifier) !== key) return false;
            const found = modules().resolve(file, specifier);
            return found.kind === 'file' && found.file === target;
          }),
        ),
      ),
  };
}

/** What specifiers are looked for by: relative ones by their last part, since each folder writes them in another way. */
function keyOf(specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const last = lastOf(specifier);
  return `./${/^\.*$/.test(last) ? '' : withoutExtension(last)}`;
}

/** The keys of relative specifiers that may lead to a file. */
const keysTo = (target: string): string[] => [...namesOf(target)].map((name) => `./${name}`);

/** What the last part of a specifier that leads to a file may be. */
function namesOf(target: string): ReadonlySet<string> {
  const name = lastOf(withoutExtension(target));
  return new Set(name === 'index' ? ['index', '', lastOf(folderOf(target))] : [name]);
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
