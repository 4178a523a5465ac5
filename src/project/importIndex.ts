import type { ModuleResolver } from '../engine/graph/moduleTarget.ts';

/** One module that a file names in an import, and the names it takes from it; `*` for `import m` and for a star import. */
export interface ImportLine {
  readonly module: string;
  readonly names: readonly string[];
}

/** Who imports what, by what is written, over all Python files of a root: more than is real, never less. */
export interface ImportIndex {
  /** Takes in what a file imports, in place of what it imported before; undefined where the file is gone. */
  set(file: string, lines: readonly ImportLine[] | undefined): void;
  /** Files that name the module, or something in it. */
  importersOf(module: string): ReadonlySet<string>;
  /** Files that take `name` from `module`, or all of it, or may reach it through the module itself. */
  importersOfName(module: string, name: string): readonly string[];
}

/** @param isInside whether a module's first part is under the roots; other modules are not kept */
export function createImportIndex(
  modules: ModuleResolver,
  isInside: (firstPart: string) => boolean,
): ImportIndex {
  const importers = new Map<string, Set<string>>();
  const lines = new Map<string, readonly ImportLine[]>();
  const nobody: ReadonlySet<string> = new Set();

  function absolute(file: string, module: string): string | undefined {
    if (module.startsWith('.')) return modules.resolve(file, module).id;
    const dot = module.indexOf('.');
    return isInside(dot < 0 ? module : module.slice(0, dot)) ? module : undefined;
  }

  function set(file: string, imported: readonly ImportLine[] | undefined): void {
    for (const { module, names } of lines.get(file) ?? []) {
      importers.get(module)?.delete(file);
      for (const name of names) importers.get(`${module}.${name}`)?.delete(file);
    }
    lines.delete(file);
    if (!imported) return;
    const kept = imported.flatMap(({ module, names }) => {
      const id = absolute(file, module);
      return id === undefined ? [] : [{ module: id, names }];
    });
    if (kept.length === 0) return;
    lines.set(file, kept);
    for (const { module, names } of kept) {
      add(module, file);
      // `from p import n` may name the module p.n.
      for (const name of names) if (name !== '*') add(`${module}.${name}`, file);
    }
  }

  function add(module: string, file: string): void {
    const known = importers.get(module);
    if (known) known.add(file);
    else importers.set(module, new Set([file]));
  }

  function importersOfName(module: string, name: string): readonly string[] {
    return [...importersOf(module)].filter((file) =>
      lines
        .get(file)!
        .some((line) =>
          line.module === module
            ? line.names.includes('*') || line.names.includes(name)
            : line.names.some((each) => `${line.module}.${each}` === module),
        ),
    );
  }

  function importersOf(module: string): ReadonlySet<string> {
    return importers.get(module) ?? nobody;
  }

  return { set, importersOf, importersOfName };
}
