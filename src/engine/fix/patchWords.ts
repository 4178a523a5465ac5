import type { FileFacts } from '../facts.ts';

/** What stands in a text by which it may replace names of modules, or whole ones. A text without any needs no closer look. */
export interface PatchWords {
  /** The table of loaded modules, or what it is in. */
  readonly table: boolean;
  /** A call that gives a module by its name. */
  readonly importing: boolean;
  /** A call that sets an attribute. */
  readonly setting: boolean;
  /** A dictionary of a module's names. */
  readonly namespace: boolean;
}

/** Texts are asked about for each name of each module, and for each state of the files. */
const known = new WeakMap<FileFacts, PatchWords>();

export function patchWords(facts: FileFacts, text: string): PatchWords {
  let words = known.get(facts);
  if (!words) known.set(facts, (words = wordsIn(text)));
  return words;
}

function wordsIn(text: string): PatchWords {
  const holds = (...words: string[]): boolean => words.some((word) => text.includes(word));
  return {
    table: holds('modules') && holds('sys'),
    importing: holds('import_module', '__import__', 'importorskip', 'resolve_name'),
    setting: holds('setattr', 'delattr') || (holds('patch', 'mock') && holds('object', 'multiple')),
    namespace: holds('__dict__', 'vars'),
  };
}
