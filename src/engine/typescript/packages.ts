import { parse } from 'jsonc-parser';
import { exportTargets, importsTo, importTargets, sourceConditions, subpathsTo } from './packageExports.ts';
import { folderOf, joinPath } from './posixPath.ts';

/** The files as far as packages are read from them. */
export interface PackageHost {
  fileExists(path: string): boolean;
  readFile(path: string): string | undefined;
  /** The folder of a workspace's own package, as `node_modules` links to it; undefined for all other packages. */
  packageFolder?(name: string, fromFile: string): string | undefined;
}

/** What is read of one package.json. */
export interface Package {
  readonly folder: string;
  readonly name: string | undefined;
  /** What the package alone stands for, where it says so without `exports`: as `types` and `main`. */
  readonly main: readonly string[];
  readonly exports: unknown;
  readonly imports: unknown;
}

/** The packages of a workspace by their package.json. Answers are remembered. */
export interface Packages {
  /** The package around a file: the nearest package.json at or above it. */
  around(file: string): Package | undefined;
  /** The workspace's own package that `name` means in a file: one that is linked, or its own. */
  named(name: string, fromFile: string): Package | undefined;
  in(folder: string): Package | undefined;
}

export function createPackages(host: PackageHost): Packages {
  const known = new Map<string, Package | undefined>();

  function inFolder(folder: string): Package | undefined {
    if (!known.has(folder)) known.set(folder, read(folder));
    return known.get(folder);
  }

  function read(folder: string): Package | undefined {
    const path = joinPath(folder, 'package.json');
    const text = host.fileExists(path) ? host.readFile(path) : undefined;
    if (text === undefined) return undefined;
    const json = parse(text) as unknown;
    const fields = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
    const { name, types, typings, main, exports, imports } = fields;
    return {
      folder,
      name: typeof name === 'string' ? name : undefined,
      main: [types, typings, main].filter((each): each is string => typeof each === 'string'),
      exports,
      imports,
    };
  }

  function around(file: string): Package | undefined {
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      const found = inFolder(folder);
      if (found || folder === '' || folder === '/' || folder.endsWith('..')) return found;
    }
  }

  return {
    around,
    named(name, fromFile) {
      const own = around(fromFile);
      // A package may name itself as long as it says what it exports.
      if (own?.name === name && own.exports !== undefined) return own;
      const folder = host.packageFolder?.(name, fromFile);
      if (folder === undefined) return undefined;
      return inFolder(folder) ?? { folder, name, main: [], exports: undefined, imports: undefined };
    },
    in: inFolder,
  };
}

/** The paths that a package's own exports give for a subpath: `.`, or what begins with `./`. */
export function exportedPaths(
  { folder, exports }: Package,
  subpath: string,
  conditions: readonly string[],
): readonly string[] {
  return exportTargets(exports, subpath, [...conditions, ...sourceConditions]).map((target) =>
    joinPath(folder, target),
  );
}

/** What `#name` stands for in a package: paths of files, and specifiers of other packages. */
export function importedTargets(
  { folder, imports }: Package,
  specifier: string,
  conditions: readonly string[],
): readonly { readonly path: string | undefined; readonly specifier: string }[] {
  return importTargets(imports, specifier, [...conditions, ...sourceConditions]).map((target) => ({
    path: target.startsWith('./') ? joinPath(folder, target) : undefined,
    specifier: target,
  }));
}

/** Specifiers by which others may reach a file of a package, the shortest first; whether they do is for the resolver to say. */
export function specifiersInto(
  { name, folder, exports }: Package,
  file: string,
  conditions: readonly string[],
): readonly string[] {
  if (name === undefined) return [];
  const inside = insideOf(folder, file);
  const bare = inside.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  const written =
    exports === undefined
      ? [name, `${name}/${bare.replace(/\/index$/, '')}`, `${name}/${bare}`]
      : subpathsTo(exports, asTargets(inside), [...conditions, ...sourceConditions]).map(
          (subpath) => name + subpath.slice(1),
        );
  return [...new Set(written)].sort((a, b) => a.length - b.length);
}

/** Specifiers that begin with `#` by which the files of a package may reach one of them; whether they do is for the resolver to say. */
export function importsInside(
  { folder, imports }: Package,
  file: string,
  conditions: readonly string[],
): readonly string[] {
  if (folder !== '' && !file.startsWith(`${folder}/`)) return [];
  return importsTo(imports, asTargets(insideOf(folder, file)), [...conditions, ...sourceConditions]);
}

function insideOf(folder: string, file: string): string {
  return file.slice(folder === '' ? 0 : folder.length + 1);
}

/** How `exports` and `imports` may write a file of their package. */
function asTargets(inside: string): string[] {
  return [inside, ...compiledNames(inside)].map((path) => `./${path}`);
}

/** What a source file may be called once it is compiled. */
function compiledNames(path: string): string[] {
  const found = /^(.*)\.([cm]?)tsx?$/.exec(path);
  if (!found) return [];
  const [, stem = '', kind = ''] = found;
  return [`${stem}.${kind}js`, `${stem}.${kind}jsx`];
}
