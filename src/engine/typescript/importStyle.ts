import type { FileFacts, ImportFact } from '../facts.ts';
import { folderOf, relativePath, withoutExtension } from './posixPath.ts';
import type { SpecifierResolver } from './resolveSpecifier.ts';

/** How a file writes its imports; what it does not show is what most code does. */
export interface ImportStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** Whether modules in other folders are named through the project's `paths` or by `../`; undefined where it shows neither. */
  readonly aliases: boolean | undefined;
  /** What relative specifiers end in: nothing, what the file compiles to, or what it is called. */
  readonly extension: 'none' | 'compiled' | 'source';
}

/** The style of a file's import statements and re-exports, by their majority. */
export function importStyleOf(text: string, facts: FileFacts): ImportStyle {
  const statements = facts.imports.filter(
    ({ form }) => form === 'from' || form === 'module' || form === 'side-effect' || form === 'reexport',
  );
  const named = statements.length > 0 ? statements : facts.imports;
  const relative = named.filter(({ module }) => /^\.\.?\//.test(module));
  const compiled = relative.filter(({ module }) => /\.[cm]?jsx?$/.test(module)).length;
  const source = relative.filter(({ module }) => /\.[cm]?tsx?$/.test(module)).length;
  const bare = relative.length - compiled - source;
  return {
    quote: most(named, ({ moduleSpan }) => text[moduleSpan.start - 1] === '"') ? '"' : "'",
    semicolons:
      statements.length === 0 || most(statements, ({ statement }) => text[statement.end - 1] === ';'),
    aliases: usesAliases(named),
    extension: compiled > bare && compiled >= source ? 'compiled' : source > bare ? 'source' : 'none',
  };
}

/** Of the modules outside the file's own folder; packages look like aliases, so that only `@/` and `~/` count as such. */
function usesAliases(imports: readonly ImportFact[]): boolean | undefined {
  const aliased = imports.filter(({ module }) => /^[@~#]\//.test(module)).length;
  const climbing = imports.filter(({ module }) => module.startsWith('../')).length;
  return aliased === climbing ? undefined : aliased > climbing;
}

function most(facts: readonly ImportFact[], is: (fact: ImportFact) => boolean): boolean {
  return facts.filter(is).length * 2 > facts.length;
}

/**
 * How `fromFile` would write an import of `toFile`. Paths are those of the resolver. A file in the same folder or below is
 * named relatively unless the file's style says otherwise; an alias is proposed only where it leads to `toFile`.
 */
export function specifierFor(
  resolver: SpecifierResolver,
  style: ImportStyle,
  fromFile: string,
  toFile: string,
): string {
  const folder = folderOf(fromFile);
  const relative = withStyle(relativePath(folder, toFile), toFile, style);
  const isNear = relative.startsWith('./');
  if (style.aliases === false || (style.aliases === undefined && isNear)) return relative;
  const path = withoutExtension(toFile);
  const leadsThere = (specifier: string) => {
    const found = resolver.resolve(fromFile, specifier);
    return found.kind === 'file' && found.path === toFile;
  };
  return (
    [path.replace(/\/index$/, ''), path]
      .flatMap((each) => resolver.aliasesOf(fromFile, each))
      .find(leadsThere) ?? relative
  );
}

function withStyle(specifier: string, toFile: string, { extension }: ImportStyle): string {
  if (extension === 'source') return specifier;
  const stem = withoutExtension(specifier);
  if (extension === 'compiled') return stem + compiledExtension(toFile);
  return stem.endsWith('/index') ? stem.slice(0, -'/index'.length) || '.' : stem;
}

function compiledExtension(file: string): string {
  if (/\.(?:mts|mjs)$/.test(file)) return '.mjs';
  return /\.(?:cts|cjs)$/.test(file) ? '.cjs' : '.js';
}
