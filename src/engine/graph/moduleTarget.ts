/** What a module specifier leads to. `id` is a dotted module (Python) or a path without extension (TypeScript). */
export type ModuleTarget =
  | { readonly kind: 'file'; readonly id: string; readonly file: string }
  /** A Python folder without `__init__.py`: it has submodules, and no names of its own. */
  | { readonly kind: 'namespace'; readonly id: string; readonly directory: string }
  | { readonly kind: 'missing'; readonly id: string }
  | { readonly kind: 'unknown'; readonly id: string; readonly reason: string };

/** How one language finds modules. Paths are POSIX and relative to the configuration's folder. */
export interface ModuleResolver {
  /** Where `specifier`, written in `file`, leads. */
  resolve(file: string, specifier: string): ModuleTarget;
  /** Where a module that the configuration names leads. */
  resolveId(id: string): ModuleTarget;
  /** Where all of them lead where the configuration may name several by one pattern; one that is missing where it names none. */
  resolveEvery(id: string): readonly ModuleTarget[];
  /** The module inside `parent` of that name; undefined where the language has none. */
  submodule(parent: ModuleTarget, name: string): ModuleTarget | undefined;
  /** The id of the module that `file` is. */
  idOf(file: string): string;
}

/** The file system as far as resolution needs it. */
export interface FileTree {
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
}
