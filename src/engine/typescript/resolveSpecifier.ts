import { createPathMappings, matchPattern, type ImportOptions, type PathMappings } from './pathMappings.ts';
import { folderOf, joinPath } from './posixPath.ts';

/** The files as far as resolution needs them. Paths are POSIX, relative to the root or all absolute. */
export interface SpecifierHost {
  fileExists(path: string): boolean;
  directoryExists?(path: string): boolean;
  readFile(path: string): string | undefined;
  /** The folder of a workspace's own package, as `node_modules` links to it; undefined for all other packages. */
  packageFolder?(name: string, fromFile: string): string | undefined;
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
  /** What the project around `file` says about how its imports are written. */
  optionsOf(file: string): ImportOptions;
}

/** In the order in which TypeScript and the bundlers try them. */
const extensions = [
  '.ts',
  '.tsx',
  '.d.ts',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.d.mts',
  '.d.cts',
];

/** What TypeScript reads where a specifier names what it will be compiled to. */
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/** Extensions of what a bundler imports and a compiler does not: whether it is there is not ours to say. */
const asset =
  /\.(?:css|scss|sass|less|styl|json5?|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|webm|wav|pdf|txt|md|mdx|html?|ya?ml|toml|wasm|node|graphql|gql|vue|svelte|astro|glsl|hbs|ejs)(?:\?.*)?$/i;

/**
 * A resolver over one state of the files; it remembers its answers. Follows relative specifiers, extensions left out
 * or written as what they compile to, `index` files, and `paths` and `baseUrl` of the nearest project. A package is
 * unknown unless the host says that it is the workspace's own.
 */
export function createSpecifierResolver(host: SpecifierHost): SpecifierResolver {
  const mappingsAt = createPathMappings((path) => host.readFile(path));
  const answers = new Map<string, Resolution>();

  function resolve(file: string, specifier: string): Resolution {
    const folder = folderOf(file);
    const key = `${folder}\0${specifier}`;
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = find(file, folder, specifier)));
    return answer;
  }

  function find(file: string, folder: string, specifier: string): Resolution {
    if (/^\.\.?(?:\/|$)/.test(specifier)) return resolvePath(joinPath(folder, specifier));
    if (specifier.startsWith('/')) return { kind: 'unknown', reason: `“${specifier}” is an absolute path` };
    if (specifier.startsWith('#'))
      return { kind: 'unknown', reason: `“${specifier}” is named by its package` };
    return throughMappings(file, mappingsAt(folder), specifier) ?? throughPackage(file, specifier);
  }

  function throughMappings(
    file: string,
    { baseUrl, patterns }: PathMappings,
    specifier: string,
  ): Resolution | undefined {
    for (const pattern of patterns) {
      const star = matchPattern(pattern, specifier);
      if (star === undefined) continue;
      const found = pattern.targets.map((target) => resolvePath(target.replace('*', star)));
      const file0 = found.find(({ kind }) => kind === 'file');
      if (file0) return file0;
      // A pattern that matches everything says nothing of a package's name.
      const isOurs = pattern.prefix !== '' && !isInstalled(file, specifier);
      const missing = found.filter((each) => each.kind === 'missing');
      if (isOurs && missing.length > 0)
        return { ...missing[0]!, tried: missing.flatMap(({ tried }) => tried) };
      break;
    }
    const based = baseUrl === undefined ? undefined : resolvePath(joinPath(baseUrl, specifier));
    return based?.kind === 'file' ? based : undefined;
  }

  function throughPackage(file: string, specifier: string): Resolution {
    const name = packageName(specifier);
    const folder = host.packageFolder?.(name, file);
    if (folder === undefined) return { kind: 'unknown', reason: `“${name}” is a package` };
    const inside = specifier.slice(name.length + 1);
    const found = resolvePath(joinPath(folder, inside === '' ? 'index' : inside));
    if (found.kind === 'file') return found;
    const source = resolvePath(joinPath(folder, inside === '' ? 'src/index' : `src/${inside}`));
    return source.kind === 'file'
      ? source
      : { kind: 'unknown', reason: `what “${specifier}” exports is not read` };
  }

  function isInstalled(file: string, specifier: string): boolean {
    const name = packageName(specifier);
    for (let folder = folderOf(file); ; folder = folderOf(folder)) {
      if (host.directoryExists?.(joinPath(folder, `node_modules/${name}`))) return true;
      if (folder === '' || folder.endsWith('..')) return false;
    }
  }

  function resolvePath(path: string): Resolution {
    const tried: string[] = [];
    if (!(asset.test(path) && host.fileExists(path)))
      for (const candidate of candidatesOf(path)) {
        if (host.fileExists(candidate)) return { kind: 'file', path: candidate };
        tried.push(candidate);
      }
    return asset.test(path)
      ? { kind: 'unknown', reason: `“${path}” is not code` }
      : { kind: 'missing', path, tried };
  }

  function aliasesOf(file: string, path: string): readonly string[] {
    const { baseUrl, patterns } = mappingsAt(folderOf(file));
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

  return { resolve, resolvePath, aliasesOf, optionsOf: (file) => mappingsAt(folderOf(file)).options };
}

function* candidatesOf(path: string): Generator<string> {
  const extension = /\.[^./]+$/.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - extension.length);
  for (const source of sourcesOf[extension] ?? []) yield stem + source;
  if (extension !== '') yield path;
  for (const each of extensions) yield path + each;
  const index = path === '' ? 'index' : `${path}/index`;
  for (const each of extensions) yield index + each;
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
