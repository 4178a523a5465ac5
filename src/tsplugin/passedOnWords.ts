import type ts from 'typescript';
import { moduleWords } from '../engine/typescript/posixPath.ts';

/** Words by which a file may name what is owned. */
export interface SourceWords {
  /** Names of a source: classes, factories, instances. */
  readonly names: readonly string[];
  /** What imports of its modules hold. */
  readonly modules: readonly string[];
}

/** What one file passes on under another name. */
interface Exports {
  /** Name before, name behind: `Manager as Hub`, `Hub = Manager`; a name of a whole module comes from `*`. */
  readonly renames: readonly (readonly [from: string, to: string, specifier: string | undefined])[];
}

/**
 * The words that come from barrels: another name for an owned one, and the file that has one as its default. Looks only into
 * files that hold a word; each text is searched once for as long as the language service keeps it.
 */
export function createPassedOnWords(): (
  files: readonly ts.SourceFile[],
  source: SourceWords,
) => readonly string[] {
  const holding = new WeakMap<ts.SourceFile, Map<string, boolean>>();
  const read = new WeakMap<ts.SourceFile, Exports>();

  function holds(file: ts.SourceFile, word: string): boolean {
    let known = holding.get(file);
    if (!known) holding.set(file, (known = new Map<string, boolean>()));
    let found = known.get(word);
    if (found === undefined) known.set(word, (found = file.text.includes(word)));
    return found;
  }

  function exportsOf(file: ts.SourceFile): Exports {
    let found = read.get(file);
    if (!found) read.set(file, (found = readExports(file.text)));
    return found;
  }

  return (files, source) => {
    const names = new Set(source.names);
    const modules = new Set(source.modules);
    const added = new Set<string>();
    const waiting = [...names, ...modules];
    for (let word = waiting.pop(); word !== undefined; word = waiting.pop())
      for (const file of files) {
        if (!holds(file, word)) continue;
        for (const [from, to, specifier] of exportsOf(file).renames) {
          const isOwned =
            names.has(from) ||
            ((from === 'default' || from === '*') &&
              specifier !== undefined &&
              [...modules].some((module) => `${specifier}'`.includes(module)));
          if (!isOwned) continue;
          const learned = to === 'default' ? moduleWords(file.fileName) : [to];
          const into = to === 'default' ? modules : names;
          for (const each of learned)
            if (!into.has(each)) {
              into.add(each);
              added.add(each);
              waiting.push(each);
            }
        }
      }
    return [...added];
  };
}

const clause =
  /\b(import|export)\s+(?:type\s+)?(?:([\w$]+)\s*,?\s*)?(?:\{([^}]*)\}|\*\s*(?:as\s+([\w$]+))?)?(?:\s*from\s*(["'])(.*?)\5)?/g;
const assignment = /\bexport\s+(?:const|let|var)\s+([\w$]+)[^=;\n]*=\s*([\w$]+)\s*[;\n]/g;

function readExports(text: string): Exports {
  const imported: [string, string, string | undefined][] = [];
  const exported: [string, string, string | undefined][] = [];
  for (const [, keyword, plain, list, star, , specifier] of text.matchAll(clause)) {
    if (keyword === 'import') {
      if (plain !== undefined) imported.push(['default', plain, specifier]);
      if (star !== undefined) imported.push(['*', star, specifier]);
    } else if (star !== undefined) exported.push(['*', star, specifier]);
    for (const each of list?.split(',') ?? []) {
      const [from = '', to = from] = each
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/);
      if (from !== '') (keyword === 'import' ? imported : exported).push([from, to, specifier]);
    }
  }
  for (const [, to = '', from = ''] of text.matchAll(assignment)) exported.push([from, to, undefined]);
  const [, whole] =
    /\bexport\s+default\s+(?:class\s+|function\s+|async\s+function\s+)?([\w$]+)/.exec(text) ?? [];
  if (whole !== undefined) exported.push([whole, 'default', undefined]);
  // What an import calls another name is passed on under that one.
  return {
    renames: exported.flatMap(([from, to, specifier]) => {
      const origin = specifier === undefined ? imported.filter(([, local]) => local === from) : [];
      return [
        [from, to, specifier] as const,
        ...origin.map(([name, , module]) => [name, to, module] as const),
      ].filter(([name, other]) => name !== other);
    }),
  };
}
