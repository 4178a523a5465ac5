import type { ModuleResolver } from '../engine/graph/moduleTarget.ts';

/** One module that a file names in an import, and the names it takes from it; `*` for `import m` and for a star import. */
export interface ImportLine {
  readonly module: string;
  readonly names: readonly string[];
}

/** Who imports what, by what is written, over all Python files of a root: more than is real, never less. */
export interface ImportIndex {
  /**
   * Takes in what a file imports, in place of what it imported before; undefined where the file is gone.
   *
   * @returns what is kept of it, with absolute modules: the same array as before where it imports the same
   */
  set(file: string, lines: readonly ImportLine[] | undefined): readonly ImportLine[];
  /** What is kept of a file. */
  linesOf(file: string): readonly ImportLine[];
  /** Files that name the module, or something in it. */
  importersOf(module: string): ReadonlySet<string>;
  /** Files that name the module, or anything below it. */
  importersBelow(module: string): ReadonlySet<string>;
  /** Files that take `name` from `module`, or all of it, or may reach it through the module itself. */
  importersOfName(module: string, name: string): readonly string[];
  /** The last parts of all modules that are named, and all names that are taken: a module without its last part here has no importer. */
  words(): ReadonlySet<string>;
}

/** What one file takes from one module. */
interface Importer {
  readonly file: string;
  readonly names: readonly string[];
}

/** @param isInside whether a module's first part is under the roots; other modules are not kept */
export function createImportIndex(
  modules: ModuleResolver,
  isInside: (firstPart: string) => boolean,
): ImportIndex {
  /** By the module as it is written. That `from p import n` may name the module p.n is seen when p.n is asked for. */
  const importers = new Map<string, Importer[]>();
  /** What is kept of a file: where it is to be taken out again. */
  const named = new Map<string, readonly ImportLine[]>();
  /** Answers, until the next file is taken in. */
  const answers = new Map<string, ReadonlySet<string>>();
  const none: readonly Importer[] = [];

  function absolute(file: string, module: string): string | undefined {
    if (module.startsWith('.')) return modules.resolve(file, module).id;
    const dot = module.indexOf('.');
    return isInside(dot < 0 ? module : module.slice(0, dot)) ? module : undefined;
  }

  function set(file: string, imported: readonly ImportLine[] | undefined): readonly ImportLine[] {
    const kept = keptOf(file, imported ?? []);
    const before = named.get(file);
    if (areSame(before ?? [], kept)) return before ?? kept;
    answers.clear();
    if (before) {
      named.delete(file);
      for (const { module } of before) {
        const left = importers.get(module)?.filter((importer) => importer.file !== file);
        if (left) importers.set(module, left);
      }
    }
    for (const { module, names } of kept) {
      const known = importers.get(module);
      if (known) known.push({ file, names });
      else importers.set(module, [{ file, names }]);
    }
    if (kept.length > 0) named.set(file, kept);
    return kept;
  }

  function keptOf(file: string, imported: readonly ImportLine[]): readonly ImportLine[] {
    const kept: ImportLine[] = [];
    for (const { module, names } of imported) {
      const id = absolute(file, module);
      if (id !== undefined) kept.push({ module: id, names });
    }
    return kept;
  }

  /** Those that name the module itself, and those that take it by its last part from what is around it. */
  function naming(module: string): { direct: readonly Importer[]; fromParent: readonly Importer[] } {
    const dot = module.lastIndexOf('.');
    const last = module.slice(dot + 1);
    return {
      direct: importers.get(module) ?? none,
      fromParent:
        dot < 0
          ? none
          : (importers.get(module.slice(0, dot)) ?? none).filter(({ names }) => names.includes(last)),
    };
  }

  function importersOf(module: string): ReadonlySet<string> {
    let files = answers.get(module);
    if (!files) {
      const { direct, fromParent } = naming(module);
      answers.set(module, (files = new Set([...direct, ...fromParent].map(({ file }) => file))));
    }
    return files;
  }

  function importersBelow(module: string): ReadonlySet<string> {
    const files = new Set(importersOf(module));
    const below = `${module}.`;
    for (const [name, taking] of importers)
      if (name.startsWith(below)) for (const { file } of taking) files.add(file);
    return files;
  }

  function importersOfName(module: string, name: string): readonly string[] {
    const { direct, fromParent } = naming(module);
    const taking = direct.filter(({ names }) => names.includes('*') || names.includes(name));
    return [...new Set([...taking, ...fromParent].map(({ file }) => file))];
  }

  function words(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const [module, taking] of importers) {
      if (taking.length > 0) found.add(lastPart(module));
      for (const { names } of taking) for (const name of names) found.add(name);
    }
    return found;
  }

  return {
    set,
    linesOf: (file) => named.get(file) ?? [],
    importersOf,
    importersBelow,
    importersOfName,
    words,
  };
}

/** The part of a module's id that an import of it holds in any case. */
export function lastPart(module: string): string {
  return module.slice(module.lastIndexOf('.') + 1);
}

function areSame(a: readonly ImportLine[], b: readonly ImportLine[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ module, names }, index) => {
      const other = b[index]!;
      return (
        module === other.module &&
        names.length === other.names.length &&
        names.every((name, at) => name === other.names[at])
      );
    })
  );
}
