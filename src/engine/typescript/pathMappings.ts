import { parse } from 'jsonc-parser';
import { folderOf, joinPath } from './posixPath.ts';

/** The part of a project's `tsconfig.json` or `jsconfig.json` by which it finds modules. */
export interface PathMappings {
  /** The folder that specifiers without a dot may start in. */
  readonly baseUrl: string | undefined;
  /** In the order in which they are tried: the most specific pattern first. */
  readonly patterns: readonly PathPattern[];
  readonly options: ImportOptions;
}

/** What a project's compiler options say about how imports are written. */
export interface ImportOptions {
  /** What is used as a type alone has to be imported as one. */
  readonly typesAreMarked: boolean;
  /** Decorated classes keep the types of their members when the program runs, as values. */
  readonly typesAreEmitted: boolean;
  /** Modules are found as Node finds them: with their extension. */
  readonly findsLikeNode: boolean;
}

/** One entry of `paths`: `@/*` is the prefix `@/`, the suffix `` and a star. */
export interface PathPattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly hasStar: boolean;
  /** Paths with at most one `*`, from the root. */
  readonly targets: readonly string[];
}

interface ConfigFile {
  readonly extends?: unknown;
  readonly references?: unknown;
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** `baseUrl` and `paths` as they stand after `extends`, with the folder that `paths` start in. */
interface Options {
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly pathsFolder?: string;
  readonly compiler?: Readonly<Record<string, unknown>>;
}

type ReadFile = (path: string) => string | undefined;

/**
 * The mappings of the nearest `tsconfig.json`, else `jsconfig.json`, at or above a folder; none where there is no such file.
 * `extends` is followed through paths, not into packages. A solution file, which only has `references`, has the
 * mappings of the first project that it refers to and that has any.
 */
export function createPathMappings(readFile: ReadFile): (folder: string) => PathMappings {
  const none = mappingsOf({});
  const known = new Map<string, PathMappings>();

  function nearest(folder: string): PathMappings {
    let mappings = known.get(folder);
    if (mappings) return mappings;
    const found = ['tsconfig.json', 'jsconfig.json']
      .map((name) => joinPath(folder, name))
      .find((path) => readFile(path) !== undefined);
    if (found !== undefined) mappings = mappingsOf(optionsOf(readFile, found, []));
    else
      mappings = folder === '' || folder === '/' || folder.endsWith('..') ? none : nearest(folderOf(folder));
    known.set(folder, mappings);
    return mappings;
  }
  return nearest;
}

function optionsOf(readFile: ReadFile, path: string, seen: readonly string[]): Options {
  const text = seen.includes(path) ? undefined : readFile(path);
  if (text === undefined) return {};
  const file = (parse(text, [], { allowTrailingComma: true }) ?? {}) as ConfigFile;
  const folder = folderOf(path);
  const way = [...seen, path];

  let options: Options = {};
  for (const base of strings(file.extends)) {
    if (!base.startsWith('.') && !base.startsWith('/')) continue;
    const named = joinPath(base.startsWith('/') ? '' : folder, base);
    const extended = readFile(named) === undefined ? `${named}.json` : named;
    const inherited = optionsOf(readFile, extended, way);
    options = { ...options, ...inherited, compiler: { ...options.compiler, ...inherited.compiler } };
  }
  const { baseUrl, paths } = file.compilerOptions ?? {};
  options = { ...options, compiler: { ...options.compiler, ...file.compilerOptions } };
  if (typeof baseUrl === 'string') options = { ...options, baseUrl: joinPath(folder, baseUrl) };
  if (isRecord(paths)) {
    const read = Object.entries(paths).map(([pattern, targets]) => [pattern, strings(targets)] as const);
    options = { ...options, paths: Object.fromEntries(read), pathsFolder: folder };
  }
  if (options.paths || options.baseUrl !== undefined || !Array.isArray(file.references)) return options;
  for (const reference of file.references as unknown[]) {
    const referred = isRecord(reference) ? reference['path'] : undefined;
    if (typeof referred !== 'string') continue;
    const named = joinPath(folder, referred);
    const project = optionsOf(readFile, named.endsWith('.json') ? named : `${named}/tsconfig.json`, way);
    if (project.paths) return project;
  }
  return options;
}

function mappingsOf({ baseUrl, paths, pathsFolder = '', compiler = {} }: Options): PathMappings {
  const patterns = Object.entries(paths ?? {}).map(([pattern, targets]): PathPattern => {
    const star = pattern.indexOf('*');
    return {
      prefix: star === -1 ? pattern : pattern.slice(0, star),
      suffix: star === -1 ? '' : pattern.slice(star + 1),
      hasStar: star !== -1,
      targets: targets.map((target) => joinPath(baseUrl ?? pathsFolder, target)),
    };
  });
  // TypeScript takes a pattern without a star first, then the one with the longest prefix.
  patterns.sort((a, b) => Number(a.hasStar) - Number(b.hasStar) || b.prefix.length - a.prefix.length);
  return { baseUrl, patterns, options: importOptionsOf(compiler) };
}

function importOptionsOf(compiler: Readonly<Record<string, unknown>>): ImportOptions {
  const { verbatimModuleSyntax, importsNotUsedAsValues, emitDecoratorMetadata } = compiler;
  const resolution = compiler['moduleResolution'] ?? compiler['module'];
  return {
    typesAreMarked: verbatimModuleSyntax === true || importsNotUsedAsValues === 'error',
    typesAreEmitted: emitDecoratorMetadata === true,
    findsLikeNode: typeof resolution === 'string' && /^node(16|18|20|next)$/i.test(resolution),
  };
}

/** What a pattern's star stands for in `text`; empty for a pattern without one; undefined where it does not match. */
export function matchPattern(
  { prefix, suffix, hasStar }: Pick<PathPattern, 'prefix' | 'suffix' | 'hasStar'>,
  text: string,
): string | undefined {
  if (!hasStar) return text === prefix ? '' : undefined;
  if (text.length < prefix.length + suffix.length || !text.startsWith(prefix) || !text.endsWith(suffix))
    return undefined;
  return text.slice(prefix.length, text.length - suffix.length);
}

function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
