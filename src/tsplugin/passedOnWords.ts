import type ts from 'typescript';
import { moduleWords } from '../engine/typescript/posixPath.ts';
import { passedOnBy, type PassedOn } from './renamedExports.ts';

/** Words by which a file may name what is owned. */
export interface SourceWords {
  /** Names of a source: classes, factories, instances. */
  readonly names: readonly string[];
  /** What imports of its modules hold. */
  readonly modules: readonly string[];
}

/**
 * The words that come from barrels: another name for an owned one, the file that has one as its default, and the statement that
 * exports all of a file with such a name. Looks only into files that hold a word; each text is searched once for as long as the
 * language service keeps it.
 */
export function createPassedOnWords(): (
  files: readonly ts.SourceFile[],
  source: SourceWords,
) => readonly string[] {
  const holding = new WeakMap<ts.SourceFile, Map<string, boolean>>();
  const read = new WeakMap<ts.SourceFile, PassedOn>();

  function holds(file: ts.SourceFile, word: string): boolean {
    let known = holding.get(file);
    if (!known) holding.set(file, (known = new Map<string, boolean>()));
    let found = known.get(word);
    if (found === undefined) known.set(word, (found = file.text.includes(word)));
    return found;
  }

  function exportsOf(file: ts.SourceFile): PassedOn {
    let found = read.get(file);
    if (!found) read.set(file, (found = passedOnBy(file.text)));
    return found;
  }

  return (files, source) => {
    const names = new Set(source.names);
    const modules = new Set(source.modules);
    /** Words of the modules that have an owned name under another one. */
    const barrels = new Set<string>();
    const added = new Set<string>();
    const waiting = [...names, ...modules];

    const learn = (word: string, into: Set<string>): void => {
      if (into.has(word)) return;
      into.add(word);
      waiting.push(word);
    };
    const leadsTo = (specifier: string, words: ReadonlySet<string>): boolean =>
      [...words].some((word) => `${specifier}'`.includes(word));

    for (let word = waiting.pop(); word !== undefined; word = waiting.pop())
      for (const file of files) {
        if (!holds(file, word)) continue;
        const { renamed, stars } = exportsOf(file);
        for (const [from, to, specifier] of renamed) {
          const isOwned =
            names.has(from) ||
            ((from === 'default' || from === '*') && specifier !== undefined && leadsTo(specifier, modules));
          if (!isOwned) continue;
          for (const each of to === 'default' ? moduleWords(file.fileName) : [to]) {
            added.add(each);
            learn(each, to === 'default' ? modules : names);
          }
          for (const each of moduleWords(file.fileName)) learn(each, barrels);
        }
        for (const { written, specifier } of stars) {
          if (!leadsTo(specifier, barrels)) continue;
          added.add(written);
          for (const each of moduleWords(file.fileName)) learn(each, barrels);
        }
      }
    return [...added].filter((word) => !source.names.includes(word) && !source.modules.includes(word));
  };
}
