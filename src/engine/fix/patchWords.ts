import type { FileFacts, Reference } from '../facts.ts';
import { selected } from '../references.ts';

/** What stands in a text by which it may replace names of modules, or whole ones. A text without any needs no closer look. */
export interface PatchWords {
  /** The table of loaded modules, or what it is in. */
  readonly table: boolean;
  /** A call that gives a module by its name. */
  readonly importing: boolean;
  /** Calls that may set an attribute, by what they are called. */
  readonly setting: () => readonly Reference[];
  /** What is deleted. */
  readonly deletions: () => readonly Reference[];
  /** A dictionary of a module's names. */
  readonly namespace: boolean;
}

/** Texts are asked about for each name of each module, and for each state of the files. */
const known = new WeakMap<FileFacts, PatchWords>();

export function patchWords(facts: FileFacts, text: string): PatchWords {
  let words = known.get(facts);
  if (!words) known.set(facts, (words = wordsIn(facts, text)));
  return words;
}

/** The last parts of the names of what sets an attribute, or takes one away. */
const SETTING = new Set(['setattr', 'delattr', '__setattr__', '__delattr__', 'object', 'multiple']);

function wordsIn(facts: FileFacts, text: string): PatchWords {
  const holds = (...words: string[]): boolean => words.some((word) => text.includes(word));
  const isSetting = holds('setattr', 'delattr') || (holds('patch', 'mock') && holds('object', 'multiple'));
  let setting: readonly Reference[] | undefined;
  let deletions: readonly Reference[] | undefined;
  return {
    table: holds('modules') && holds('sys'),
    importing: holds('import_module', '__import__', 'importorskip', 'resolve_name'),
    setting: () => (setting ??= isSetting ? settingCalls(facts) : []),
    deletions: () => (deletions ??= selected(facts.references, { use: 'delete' })),
    namespace: holds('__dict__', 'vars'),
  };
}

function settingCalls({ references }: FileFacts): Reference[] {
  return selected(references, { use: 'call' }).filter(({ name, members }) =>
    SETTING.has(members.at(-1) ?? name),
  );
}
