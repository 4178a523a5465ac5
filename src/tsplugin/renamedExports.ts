import { grouped } from '../engine/grouped.ts';

/** A name in one place, what it is called in another, and the module that it is taken from. */
export type Renaming = readonly [from: string, to: string, specifier: string | undefined];

/** What one file passes on, as far as its text shows without being parsed. */
export interface PassedOn {
  /** Under another name: `Manager as Hub`, `Hub = Manager`; a name of a whole module comes from `*`. */
  readonly renamed: readonly Renaming[];
  /** `export * from 'm'`: where it stands, as written, and the module. */
  readonly stars: readonly { readonly written: string; readonly specifier: string }[];
}

const clause =
  /\b(import|export)\s+(?:type\s+)?(?:([\w$]+)\s*,?\s*)?(?:\{([^}]*)\}|\*\s*(?:as\s+([\w$]+))?)?(?:\s*from\s*(["'])(.*?)\5)?/g;
/** `import A = N.B`, `import A = require('m')`. */
const equation = /\b(export\s+)?import\s+(?:type\s+)?([\w$]+)\s*=\s*([^;\n]+)/g;
/** Up to a semicolon, or to a line that is not indented. */
const declaration = /\b(export\s+)?(?:const|let|var)\s+([^;]*?)(?:;|\n(?=\S)|$)/g;
const declared = /([\w$]+)\s*(?::[^=;,]*)?=\s*([\w$]+(?:\.[\w$]+)*)/g;
const star = /\*\s*from\s*(["'])(.*?)\1/g;

/** A name of a file, and what is behind it: `exported` where others can take it. */
type Found = readonly [...Renaming, isExported: boolean];

export function passedOnBy(source: string): PassedOn {
  const text = source.replace(/\/\*[^]*?\*\/|(^|[^:])\/\/.*/g, '$1');
  const found = [...inClauses(text), ...inDeclarations(text), ...inCommonJs(text)];
  // Functions of one file may well declare the same again and again.
  const local = new Map(found.flatMap((each) => (each[3] ? [] : [[each.join('\n'), each] as const])));
  const byName = grouped(local.values(), ([, known]) => known);
  return {
    // What an import calls another name is passed on under that one.
    renamed: found.flatMap(([from, to, specifier, isExported]): Renaming[] =>
      isExported
        ? [[from, to, specifier] as const, ...behind(byName, from, specifier, to)].filter(
            ([name, other]) => name !== other,
          )
        : [],
    ),
    stars: [...source.matchAll(star)].map(([written, , specifier = '']) => ({ written, specifier })),
  };
}

/** What a local name is another name for, through as many steps as are usual. */
function behind(
  byName: ReadonlyMap<string, readonly Found[]>,
  name: string,
  specifier: string | undefined,
  to: string,
  steps = 3,
): Renaming[] {
  if (specifier !== undefined || steps === 0) return [];
  return (byName.get(name) ?? []).flatMap(([from, , module]): Renaming[] => [
    [from, to, module],
    ...behind(byName, from, module, to, steps - 1),
  ]);
}

function inClauses(text: string): Found[] {
  const found: Found[] = [];
  for (const [, keyword, plain, list, whole, , specifier] of text.matchAll(clause)) {
    const isExported = keyword === 'export';
    if (!isExported && plain !== undefined) found.push(['default', plain, specifier, false]);
    if (whole !== undefined) found.push(['*', whole, specifier, isExported]);
    for (const each of list?.split(',') ?? []) {
      const [from = '', to = from] = each
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/);
      if (from !== '') found.push([from, to, specifier, isExported]);
    }
  }
  for (const [, isExported, to = '', value = ''] of text.matchAll(equation))
    found.push(...valueOf(value, to, isExported !== undefined));
  const [, set] =
    /\bexport\s+default\s+(?:class\s+|function\s+|async\s+function\s+)?([\w$]+)/.exec(text) ?? [];
  if (set !== undefined) found.push([set, 'default', undefined, true]);
  for (const [, value = ''] of text.matchAll(/\bexport\s*=\s*([^;\n]+)/g))
    found.push(...valueOf(value, 'default', true));
  return found;
}

function inDeclarations(text: string): Found[] {
  const found: Found[] = [];
  for (const [, keyword, list = ''] of text.matchAll(declaration)) {
    const isExported = keyword !== undefined;
    for (const [, to = '', value = ''] of list.matchAll(declared))
      if (value !== 'require') found.push([lastOf(value), to, undefined, isExported]);
    for (const [, pattern = '', value = ''] of list.matchAll(/\{([^}]*)\}\s*=\s*([^;\n]*)/g))
      for (const each of pattern.split(',')) {
        const [from = '', to = from] = each.trim().split(/\s*:\s*/);
        if (from !== '') found.push([from, to, requiredIn(value), isExported]);
      }
    for (const [, to = '', value = ''] of list.matchAll(/([\w$]+)\s*=\s*(require\([^;\n]*)/g))
      found.push(...valueOf(value, to, isExported));
  }
  return found;
}

function inCommonJs(text: string): Found[] {
  const found: Found[] = [];
  for (const [, to = '', value = ''] of text.matchAll(/\bexports\.([\w$]+)\s*=\s*([^;\n]+)/g))
    found.push(...valueOf(value, to, true));
  for (const [, list, value = ''] of text.matchAll(/\bmodule\.exports\s*=\s*(?:\{([^}]*)\}|([^;\n]+))/g)) {
    if (list === undefined) found.push(...valueOf(value, 'default', true));
    for (const each of list?.split(',') ?? []) {
      const [to = '', held = to] = each.trim().split(/\s*:\s*/);
      if (/^[\w$]+$/.test(to)) found.push(...valueOf(held, to, true));
    }
  }
  return found;
}

/** What an expression may name: the last of its names; a whole module where that is all it is. */
function valueOf(value: string, to: string, isExported: boolean): Found[] {
  const specifier = requiredIn(value);
  const members = value.replace(/require\s*\([^)]*\)/, '').trim();
  if (specifier !== undefined && !members.startsWith('.')) return [['*', to, specifier, isExported]];
  return [...members.matchAll(/[\w$]+(?:\.[\w$]+)*/g)].map(([name]) => [
    lastOf(name),
    to,
    specifier,
    isExported,
  ]);
}

function requiredIn(value: string): string | undefined {
  return /\brequire\s*\(\s*(["'])(.*?)\1/.exec(value)?.[2];
}

function lastOf(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}
