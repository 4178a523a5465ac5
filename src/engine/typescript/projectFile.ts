import { parse } from 'jsonc-parser';
import { pathTest, type PathTest } from '../globs.ts';
import { importOptionsOf, type ImportOptions } from './importOptions.ts';
import { folderOf, joinPath } from './posixPath.ts';

/** What a `tsconfig.json` or `jsconfig.json` says after `extends`; paths are those of the resolver. */
export interface ProjectFile {
  readonly baseUrl: string | undefined;
  /** By pattern; the targets are whole paths. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly rootDirs: readonly string[];
  readonly moduleSuffixes: readonly string[];
  readonly customConditions: readonly string[];
  /** Lower case; undefined where it follows from what the project compiles to. */
  readonly moduleResolution: string | undefined;
  readonly importOptions: ImportOptions;
  /** Whether a file belongs to the project by `files`, `include` and `exclude`. */
  readonly holds: PathTest;
  /** Paths of the projects that it refers to. */
  readonly references: readonly string[];
}

export interface ProjectFileHost {
  readFile(path: string): string | undefined;
  packageFolder?(name: string, fromFile: string): string | undefined;
}

/** What one file says by itself, in place of what it extends. */
interface Written {
  readonly baseUrl?: string;
  /** As written, and in which file: where its targets start is known once `baseUrl` is. */
  readonly paths?: { readonly entries: Readonly<Record<string, unknown>>; readonly folder: string };
  readonly rootDirs?: readonly string[];
  readonly moduleSuffixes?: readonly string[];
  readonly customConditions?: readonly string[];
  readonly moduleResolution?: string;
  readonly compiler?: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** Reads a project's file and what it extends, through paths and packages; undefined where there is none. */
export function readProjectFile(host: ProjectFileHost, path: string): ProjectFile | undefined {
  if (host.readFile(path) === undefined) return undefined;
  const folder = folderOf(path);
  const { paths, baseUrl, ...written } = writtenIn(host, path, folder, []);
  const start = baseUrl ?? paths?.folder ?? folder;
  const targets = Object.entries(paths?.entries ?? {}).map(
    ([pattern, named]) => [pattern, strings(named).map((target) => placeOf(target, start, folder))] as const,
  );
  const references = jsonOf(host, path)['references'];
  return {
    baseUrl,
    paths: Object.fromEntries(targets),
    rootDirs: written.rootDirs ?? [],
    moduleSuffixes: written.moduleSuffixes ?? [],
    customConditions: written.customConditions ?? [],
    moduleResolution: written.moduleResolution,
    importOptions: importOptionsOf(written.compiler ?? {}),
    holds: holdsOf(folder, written),
    references: (Array.isArray(references) ? (references as unknown[]) : []).flatMap((reference) => {
      const referred = isRecord(reference) ? reference['path'] : undefined;
      if (typeof referred !== 'string') return [];
      const named = joinPath(folder, referred);
      return [named.endsWith('.json') ? named : joinPath(named, 'tsconfig.json')];
    }),
  };
}

/** @param top the folder of the project itself, which `${configDir}` stands for in all that it extends */
function writtenIn(host: ProjectFileHost, path: string, top: string, seen: readonly string[]): Written {
  if (seen.includes(path)) return {};
  const json = jsonOf(host, path);
  const folder = folderOf(path);
  let written: Written = {};
  for (const base of strings(json['extends'])) {
    const extended = extendedPath(host, path, base);
    if (extended !== undefined) written = { ...written, ...writtenIn(host, extended, top, [...seen, path]) };
  }
  const options = isRecord(json['compilerOptions']) ? json['compilerOptions'] : {};
  const { baseUrl, paths, rootDirs, moduleSuffixes, customConditions, moduleResolution } = options;
  const at = (each: string): string => placeOf(each, folder, top);
  return {
    ...written,
    compiler: { ...written.compiler, ...options },
    ...(typeof baseUrl === 'string' && { baseUrl: at(baseUrl) }),
    ...(isRecord(paths) && { paths: { entries: paths, folder } }),
    ...(Array.isArray(rootDirs) && { rootDirs: strings(rootDirs).map(at) }),
    ...(Array.isArray(moduleSuffixes) && { moduleSuffixes: strings(moduleSuffixes) }),
    ...(Array.isArray(customConditions) && { customConditions: strings(customConditions) }),
    ...(typeof moduleResolution === 'string' && { moduleResolution: moduleResolution.toLowerCase() }),
    ...(Array.isArray(json['files']) && { files: strings(json['files']).map(at) }),
    ...(Array.isArray(json['include']) && { include: strings(json['include']).map(at) }),
    ...(Array.isArray(json['exclude']) && { exclude: strings(json['exclude']).map(at) }),
  };
}

/** A path as a file in `folder` means it. */
function placeOf(path: string, folder: string, top: string): string {
  const below = /^\$\{configDir\}(.*)$/i.exec(path)?.[1];
  return below === undefined ? joinPath(folder, path) : joinPath(top, below);
}

/** The file that `extends` names: a path, or one of a package, which says in its package.json where there is no path behind it. */
function extendedPath(host: ProjectFileHost, from: string, base: string): string | undefined {
  const firstOf = (paths: readonly string[]): string | undefined =>
    paths.find((path) => host.readFile(path) !== undefined);
  if (base.startsWith('.') || base.startsWith('/')) {
    const named = joinPath(base.startsWith('/') ? '' : folderOf(from), base);
    return firstOf([named, `${named}.json`]);
  }
  const parts = base.split('/');
  const length = base.startsWith('@') ? 2 : 1;
  const name = parts.slice(0, length).join('/');
  const inside = parts.slice(length).join('/');
  const linked = host.packageFolder?.(name, from);
  for (const folder of linked === undefined ? moduleFolders(folderOf(from), name) : [linked]) {
    const named = joinPath(folder, inside);
    const said = inside === '' ? jsonOf(host, joinPath(folder, 'package.json'))['tsconfig'] : undefined;
    const found = firstOf([
      ...(typeof said === 'string' ? [joinPath(folder, said)] : []),
      ...(inside === '' ? [] : [named, `${named}.json`]),
      joinPath(named, 'tsconfig.json'),
    ]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function* moduleFolders(start: string, name: string): Generator<string> {
  for (let folder = start; ; folder = folderOf(folder)) {
    yield joinPath(folder, `node_modules/${name}`);
    if (folder === '' || folder === '/' || folder.endsWith('..')) return;
  }
}

function holdsOf(folder: string, { files, include, exclude }: Written): PathTest {
  const all = joinPath(folder, '**/*');
  const isIncluded = pathTest((include ?? (files ? [] : [all])).flatMap(wholeFolder));
  const isExcluded = pathTest((exclude ?? [joinPath(folder, '**/node_modules')]).flatMap(wholeFolder));
  return (path) => files?.includes(path) === true || (isIncluded(path) && !isExcluded(path));
}

/** A pattern without a star or an extension in its last part stands for a folder. */
function wholeFolder(pattern: string): string[] {
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  if (pattern === '') return ['**/*'];
  return last.includes('*') ? [pattern] : [pattern, `${pattern}/**/*`];
}

function jsonOf(host: ProjectFileHost, path: string): Record<string, unknown> {
  const json = parse(host.readFile(path) ?? '', [], { allowTrailingComma: true }) as unknown;
  return isRecord(json) ? json : {};
}

function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
