import type { FileFacts, ImportFact } from '../facts.ts';
import { folderOf, relativePath, withoutExtension } from './posixPath.ts';
import type { SpecifierResolver } from './resolveSpecifier.ts';

/** How a file writes its imports; what it does not show is what most code does. */
export interface ImportStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** The specifiers of the statements that show how the file names modules. */
  readonly specifiers: readonly string[];
}

/** What a specifier ends in: nothing, what the file compiles to, or what it is called. */
type Extension = 'none' | 'compiled' | 'source';

/** The style of a file's import statements and re-exports. What it requires shows one only where it has none of these. */
export function importStyleOf(text: string, facts: FileFacts): ImportStyle {
  const statements = facts.imports.filter(
    ({ form, statement }) =>
      (form === 'from' || form === 'module' || form === 'side-effect' || form === 'reexport') &&
      // A tag of a comment, of which nothing is loaded.
      text[statement.start] !== '@',
  );
  const calls = facts.imports.filter(({ form }) => form === 'require' || form === 'dynamic');
  const named = [statements, calls, facts.imports].find(({ length }) => length > 0) ?? [];
  return {
    quote: most(named, ({ moduleSpan }) => text[moduleSpan.start - 1] === '"') ? '"' : "'",
    semicolons:
      statements.length === 0 || most(statements, ({ statement }) => text[statement.end - 1] === ';'),
    specifiers: named.map(({ module }) => module),
  };
}

function most(facts: readonly ImportFact[], is: (fact: ImportFact) => boolean): boolean {
  return facts.filter(is).length * 2 > facts.length;
}

/**
 * How `fromFile` would write an import of `toFile`. Paths are those of the resolver. What the statement says today comes
 * first, then what most of the file's imports do; a file in the same folder or below is named relatively unless they say
 * otherwise. An alias is proposed only where it leads to `toFile`. A file of another package is named by the package's name,
 * unless the file names other packages' files by aliases; undefined where the package does not export it and no alias leads
 * to it.
 *
 * @param today the specifier of the statement that is to name `toFile`
 */
export function specifierFor(
  resolver: SpecifierResolver,
  style: ImportStyle,
  fromFile: string,
  toFile: string,
  today?: string,
): string | undefined {
  const leadsTo = (specifier: string): string | undefined => {
    const found = resolver.resolve(fromFile, specifier);
    return found.kind === 'file' ? found.path : undefined;
  };
  /** Named through `paths` or `baseUrl`, as far as that is the workspace's own. */
  const isAliased = (specifier: string): boolean =>
    !isRelative(specifier) && resolver.resolve(fromFile, specifier).kind !== 'unknown';
  const aliased = style.specifiers.filter(isAliased);
  const climbing = style.specifiers.filter((each) => each.startsWith('../'));
  const extensionLike = (isAlike: (specifier: string) => boolean): Extension =>
    (today !== undefined && isAlike(today) ? shownBy(today, leadsTo(today)) : undefined) ??
    mostShown(style.specifiers.filter(isAlike), leadsTo) ??
    (isAlike('./') && needsExtension(resolver, fromFile) ? 'compiled' : 'none');
  const alias = (): string | undefined => {
    const path = withoutExtension(toFile);
    const extension = extensionLike(isAliased);
    const ending = extension === 'none' ? undefined : withExtension(toFile, toFile, extension);
    const shown = [...(today === undefined ? [] : [today]), ...aliased].map(firstPart);
    const liked = shown.map(kindOf);
    const mapped = [...(ending === undefined ? [] : [ending]), path.replace(/\/index$/, ''), path].flatMap(
      (each) => resolver.aliasesOf(fromFile, each),
    );
    // Who does not name files so yet is not made to begin with it.
    const imported = liked.includes('#') ? resolver.importsOf(fromFile, toFile) : [];
    return [...mapped, ...imported]
      .filter((specifier) => leadsTo(specifier) === toFile)
      .map((specifier, at) => ({
        specifier,
        at,
        likes: rankIn(liked, kindOf(firstPart(specifier))),
        shows: rankIn(shown, firstPart(specifier)),
      }))
      .sort((a, b) => a.likes - b.likes || a.shows - b.shows || a.at - b.at)[0]?.specifier;
  };

  const across = entersBySource(resolver, style, fromFile, toFile)
    ? undefined
    : resolver.acrossPackages(fromFile, toFile);
  if (across) {
    const [byName] = across;
    return byName === undefined || crossesByAlias(resolver, style, fromFile, today)
      ? (alias() ?? byName)
      : byName;
  }
  const relative = withExtension(relativePath(folderOf(fromFile), toFile), toFile, extensionLike(isRelative));
  const isNear = relative.startsWith('./');
  const takesAlias =
    today !== undefined && (isAliased(today) || today.startsWith('../'))
      ? isAliased(today)
      : aliased.length === climbing.length
        ? !isNear
        : aliased.length > climbing.length;
  return takesAlias ? (alias() ?? relative) : relative;
}

/** Whether a file reaches other packages by aliases rather than by their names: as `today` does, else as most do. */
function crossesByAlias(
  resolver: SpecifierResolver,
  { specifiers }: ImportStyle,
  fromFile: string,
  today: string | undefined,
): boolean {
  /** Undefined where a specifier does not lead into another package that has a name. */
  const isAlias = (specifier: string): boolean | undefined => {
    const found = isRelative(specifier) ? undefined : resolver.resolve(fromFile, specifier);
    const names = found?.kind === 'file' ? resolver.acrossPackages(fromFile, found.path) : undefined;
    return names && !names.includes(specifier);
  };
  const own = today === undefined ? undefined : isAlias(today);
  if (own !== undefined) return own;
  const shown = specifiers.map(isAlias).filter((each) => each !== undefined);
  return shown.filter(Boolean).length * 2 > shown.length;
}

/** Whether a file names files of the other's package by `../` as it is. */
function entersBySource(
  resolver: SpecifierResolver,
  { specifiers }: ImportStyle,
  fromFile: string,
  toFile: string,
): boolean {
  const folder = resolver.packageAround(toFile);
  if (folder === resolver.packageAround(fromFile)) return true;
  return specifiers.filter(isRelative).some((specifier) => {
    const found = resolver.resolve(fromFile, specifier);
    return found.kind === 'file' && resolver.packageAround(found.path) === folder;
  });
}

function isRelative(specifier: string): boolean {
  return /^\.\.?(\/|$)/.test(specifier);
}

function firstPart(specifier: string): string {
  return specifier.split('/', 1)[0]!;
}

/** What aliases of one kind begin with; those of a package's `imports` begin with `#`, whatever stands behind it. */
function kindOf(part: string): string {
  return part.startsWith('#') ? '#' : part;
}

/** What is not among others comes after all that are. */
function rankIn(parts: readonly string[], part: string): number {
  const at = parts.indexOf(part);
  return at < 0 ? parts.length : at;
}

/** Whether nothing is found without an extension: by Node in a module, and by TypeScript where it does as Node does. */
function needsExtension(resolver: SpecifierResolver, file: string): boolean {
  return /\.m[jt]s$/.test(file) || resolver.optionsOf(file).findsLikeNode;
}

/** What most of some specifiers end in; undefined where none shows it. */
function mostShown(
  specifiers: readonly string[],
  leadsTo: (specifier: string) => string | undefined,
): Extension | undefined {
  const shown = specifiers.flatMap((each) => shownBy(each, leadsTo(each)) ?? []);
  const count = (extension: Extension): number => shown.filter((each) => each === extension).length;
  return shown.length === 0
    ? undefined
    : (['none', 'compiled', 'source'] as const).reduce((a, b) => (count(b) > count(a) ? b : a));
}

/** What a specifier ends in; undefined where it names a folder, which has no extension. */
function shownBy(specifier: string, file: string | undefined): Extension | undefined {
  if (/\.[cm]?jsx?$/.test(specifier)) return 'compiled';
  if (/\.[cm]?tsx?$/.test(specifier)) return 'source';
  const isFolder =
    file !== undefined && /(^|\/)index$/.test(withoutExtension(file)) && !/(^|\/)index$/.test(specifier);
  return isFolder ? undefined : 'none';
}

function withExtension(specifier: string, toFile: string, extension: Extension): string {
  if (extension === 'source') return specifier;
  const stem = withoutExtension(specifier);
  if (extension === 'compiled') return stem + compiledExtension(toFile);
  return stem.endsWith('/index') ? stem.slice(0, -'/index'.length) || '.' : stem;
}

function compiledExtension(file: string): string {
  if (/\.(?:mts|mjs)$/.test(file)) return '.mjs';
  return /\.(?:cts|cjs)$/.test(file) ? '.cjs' : '.js';
}
