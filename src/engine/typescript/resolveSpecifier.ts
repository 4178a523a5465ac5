import type { ImportOptions } from './importOptions.ts';
import { filesNamed, filesNamedExactly, indexFiles, isAsset } from './moduleFiles.ts';
import { createPathMappings, matchPattern, type PathMappings } from './pathMappings.ts';
import {
  createPackages,
  exportedPaths,
  importedTargets,
  importsInside,
  specifiersInto,
  type Package,
  type PackageHost,
} from './packages.ts';
import { folderOf, joinPath } from './posixPath.ts';

/** The files as far as resolution needs them. Paths are POSIX, relative to the root or all absolute. */
export interface SpecifierHost extends PackageHost {
  directoryExists?(path: string): boolean;
}

export type Resolution =
  | { readonly kind: 'file'; readonly path: string }
  /** Nothing is there. `path` is where it would be, as the specifier says it: perhaps without an extension. */
  | { readonly kind: 'missing'; readonly path: string; readonly tried: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface SpecifierResolver {
  /** Where `specifier`, written in `file`, leads. */
  resolve(file: string, specifier: string): Resolution;
  /** The file of a module that is named by a path, with or without extension. */
  resolvePath(path: string): Resolution;
  /** How `paths` and `baseUrl` of the project around `file` would name a path, the most specific pattern first. */
  aliasesOf(file: string, path: string): readonly string[];
  /** How `imports` of the package around `file` may name a file of it. */
  importsOf(file: string, toFile: string): readonly string[];
  /** What the project around `file` says about how its imports are written. */
  optionsOf(file: string): ImportOptions;
  /** The folder of the package around a file; undefined where there is none. */
  packageAround(file: string): string | undefined;
  /**
   * How `file` reaches another one through the name of its package, the shortest first. Undefined where both are of one
   * package, or the other one cannot be reached by a name; empty where it is, and exports no such file.
   */
  acrossPackages(file: string, toFile: string): readonly string[] | undefined;
}

/**
 * A resolver over one state of the files; it remembers its answers. Follows relative specifiers, extensions left out
 * or written as what they compile to, `index` files, `paths` and `baseUrl` of the nearest project, and `exports` and
 * `imports` of packages. A package is unknown unless the host says that it is the workspace's own.
 */
export function createSpecifierResolver(host: SpecifierHost): SpecifierResolver {
  const mappingsAt = createPathMappings(host);
  const packages = createPackages(host);
  /** By the project and the folder of the file: all files of one folder and one project have the same answer. */
  const answers = new Map<PathMappings, Map<string, Resolution>>();

  function resolve(file: string, specifier: string): Resolution {
    const mappings = mappingsAt(file);
    const key = `${folderOf(file)}\0${specifier}`;
    let known = answers.get(mappings);
    if (!known) answers.set(mappings, (known = new Map<string, Resolution>()));
    let answer = known.get(key);
    if (!answer) known.set(key, (answer = find(file, mappings, specifier)));
    return answer;
  }

  function find(file: string, mappings: PathMappings, specifier: string): Resolution {
    if (/^\.\.?(?:\/|$)/.test(specifier)) return relative(joinPath(folderOf(file), specifier), mappings);
    if (specifier.startsWith('/')) return { kind: 'unknown', reason: `“${specifier}” is an absolute path` };
    const mapped = throughMappings(file, mappings, specifier);
    return mapped ?? (specifier.startsWith('#') ? throughImports : throughPackage)(file, mappings, specifier);
  }

  /** What is not beside the file may be at the same place below another of the folders that are merged. */
  function relative(path: string, { rootDirs, suffixes }: PathMappings): Resolution {
    const found = resolvePath(path, suffixes);
    if (found.kind !== 'missing') return found;
    const around = rootDirs
      .filter((folder) => folder === '' || path.startsWith(`${folder}/`))
      .sort((a, b) => b.length - a.length)[0];
    if (around === undefined) return found;
    const below = path.slice(around === '' ? 0 : around.length + 1);
    const others = rootDirs.filter((folder) => folder !== around);
    return firstOf(others.map((folder) => resolvePath(joinPath(folder, below), suffixes))) ?? found;
  }

  function throughMappings(
    file: string,
    { baseUrl, patterns, suffixes }: PathMappings,
    specifier: string,
  ): Resolution | undefined {
    for (const pattern of patterns) {
      const star = matchPattern(pattern, specifier);
      if (star === undefined) continue;
      const found = pattern.targets.map((target) =>
        resolvePath(
          target.replace('*', () => star),
          suffixes,
        ),
      );
      const file0 = found.find(({ kind }) => kind === 'file');
      if (file0) return file0;
      // A pattern that matches everything says nothing of a package's name.
      const isOurs = pattern.prefix !== '' && !isInstalled(file, specifier);
      const missing = found.filter((each) => each.kind === 'missing');
      if (isOurs && missing.length > 0)
        return { ...missing[0]!, tried: missing.flatMap(({ tried }) => tried) };
      break;
    }
    const based = baseUrl === undefined ? undefined : resolvePath(joinPath(baseUrl, specifier), suffixes);
    return based?.kind === 'file' ? based : undefined;
  }

  function throughPackage(
    file: string,
    { conditions, ignoresExports, suffixes }: PathMappings,
    specifier: string,
  ): Resolution {
    const name = packageName(specifier);
    const found = packages.named(name, file);
    if (!found) return { kind: 'unknown', reason: `“${name}” is a package` };
    const subpath = `.${specifier.slice(name.length)}`;
    if (found.exports === undefined || ignoresExports) return inPackage(found, subpath, specifier);
    const paths = exportedPaths(found, subpath, conditions);
    return (
      firstOf(paths.map((path) => exactly(path, suffixes))) ??
      notThere(specifier, paths, `“${name}” does not export “${subpath}”`)
    );
  }

  /** A package without `exports`: its files are there for all, and `main` says what it is by itself. */
  function inPackage({ folder, main }: Package, subpath: string, specifier: string): Resolution {
    if (subpath === '.' && main.length > 0) {
      const paths = main.map((each) => joinPath(folder, each));
      return firstOf(paths.map((path) => resolvePath(path))) ?? notThere(specifier, paths, '');
    }
    const inside = subpath === '.' ? 'index' : subpath;
    const places = packages.in(folder)?.main.length ? [inside] : [inside, `src/${inside}`];
    return (
      firstOf(places.map((place) => resolvePath(joinPath(folder, place)))) ?? {
        kind: 'unknown',
        reason: `what “${specifier}” exports is not read`,
      }
    );
  }

  function throughImports(file: string, mappings: PathMappings, specifier: string): Resolution {
    const scope = packages.around(file);
    const targets = scope ? importedTargets(scope, specifier, mappings.conditions) : [];
    for (const target of targets) {
      const found =
        target.path === undefined
          ? throughPackage(file, mappings, target.specifier)
          : exactly(target.path, mappings.suffixes);
      if (found.kind === 'file') return found;
    }
    const paths = targets.map(({ path, specifier: named }) => path ?? named);
    return notThere(specifier, paths, `no package.json around it says what “${specifier}” is`);
  }

  /** A target of `exports` names a file, or what it compiles to; nothing is added to it. */
  function exactly(path: string, suffixes: readonly string[]): Resolution {
    const tried = [...filesNamedExactly(path, suffixes)];
    const found = isAsset(path) ? undefined : tried.find((each) => host.fileExists(each));
    return found === undefined ? { kind: 'missing', path, tried } : { kind: 'file', path: found };
  }

  function isInstalled(file: string, specifier: string): boolean {
    const name = packageName(specifier);
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      if (host.directoryExists?.(joinPath(folder, `node_modules/${name}`))) return true;
      if (folder === '' || folder.endsWith('..')) return false;
    }
  }

  function resolvePath(path: string, suffixes: readonly string[] = ['']): Resolution {
    const tried: string[] = [];
    if (!(isAsset(path) && host.fileExists(path)))
      for (const candidate of candidatesOf(path, suffixes)) {
        if (host.fileExists(candidate)) return { kind: 'file', path: candidate };
        tried.push(candidate);
      }
    return isAsset(path)
      ? { kind: 'unknown', reason: `“${path}” is not code` }
      : { kind: 'missing', path, tried };
  }

  /** A folder is what its package.json says, else its index. */
  function* candidatesOf(path: string, suffixes: readonly string[]): Generator<string> {
    yield* filesNamed(path, suffixes);
    for (const main of packages.in(path)?.main ?? []) {
      yield* filesNamed(joinPath(path, main), suffixes);
      yield* indexFiles(joinPath(path, main), suffixes);
    }
    yield* indexFiles(path, suffixes);
  }

  function aliasesOf(file: string, path: string): readonly string[] {
    const { baseUrl, patterns } = mappingsAt(file);
    const aliases = patterns.flatMap(({ prefix, suffix, hasStar, targets }) =>
      // Only the first target is sure to be the one that is found.
      targets.slice(0, 1).flatMap((target) => {
        const [before = '', after = ''] = target.split('*');
        const star = matchPattern({ prefix: before, suffix: after, hasStar }, path);
        return star === undefined || (prefix === '' && hasStar) ? [] : [prefix + star + suffix];
      }),
    );
    const inBase =
      baseUrl === undefined
        ? undefined
        : matchPattern({ prefix: baseUrl && `${baseUrl}/`, suffix: '', hasStar: true }, path);
    return inBase === undefined ? aliases : [...aliases, inBase];
  }

  function importsOf(file: string, toFile: string): readonly string[] {
    const around = packages.around(file);
    return around ? importsInside(around, toFile, mappingsAt(file).conditions) : [];
  }

  function acrossPackages(file: string, toFile: string): readonly string[] | undefined {
    const other = packages.around(toFile);
    if (other?.name === undefined || other.folder === packages.around(file)?.folder) return undefined;
    if (host.packageFolder?.(other.name, file) !== other.folder) return undefined;
    const { conditions } = mappingsAt(file);
    return specifiersInto(other, toFile, conditions).filter((specifier) => {
      const found = resolve(file, specifier);
      return found.kind === 'file' && found.path === toFile;
    });
  }

  return {
    resolve,
    resolvePath,
    aliasesOf,
    importsOf,
    optionsOf: (file) => mappingsAt(file).options,
    packageAround: (file) => packages.around(file)?.folder,
    acrossPackages,
  };
}

function firstOf(found: readonly Resolution[]): Resolution | undefined {
  return found.find(({ kind }) => kind === 'file');
}

/** What a package says is there and is not may still be built: it is not known, and not broken. */
function notThere(specifier: string, paths: readonly string[], otherwise: string): Resolution {
  const [first] = paths;
  return {
    kind: 'unknown',
    reason: first === undefined ? otherwise : `“${specifier}” leads to ${first}, which is not there`,
  };
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
