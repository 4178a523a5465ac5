import type { Language } from '../../engine/facts.ts';
import { languageOf } from '../../engine/graph/moduleGraph.ts';
import type { PythonMemory } from '../pythonMemory.ts';
import type { LanguageRests, ScanRests } from './scanRecord.ts';

/** The files as they are now, compared with an earlier scan. */
export interface Comparison {
  /** Covered files with other content, that are new, and that are gone or no longer covered. */
  readonly changed: ReadonlySet<string>;
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  /** Whether a file that is not covered, and was read, has other content. */
  hasOtherContent(file: string): boolean;
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
  /** Where a link of `node_modules` leads, as traces have it. */
  linkedFolder(link: string): string;
}

/**
 * The languages of which anything may be different in files that have not changed. All of what is found of such a file rests
 * on what was asked for its sake: where each answer is the same as before, so is what is found.
 */
export function languagesToRedo(rests: ScanRests, now: Comparison): ReadonlySet<Language> {
  const redo = new Set<Language>();
  for (const language of ['python', 'typescript'] as const)
    if (
      !holds(language, rests.languages[language], now) ||
      (language === 'python' && hasLostLeads(rests, now))
    )
      redo.add(language);
  return redo;
}

function holds(language: Language, rests: LanguageRests, now: Comparison): boolean {
  const touched = [...now.changed, ...now.added, ...now.removed].filter(
    (file) => languageOf(file) === language,
  );
  if (touched.length === 0 && rests.files.length + rests.directories.length + rests.read.length === 0)
    return true;
  // A look at a TypeScript file says too little about who takes what from whom.
  if (language === 'typescript' && touched.length > 0) return false;
  const consulted = new Set(rests.consulted);
  const asked = new Set(rests.files.map(([path]) => path));
  const comesOrGoes = (file: string): boolean => now.added.has(file) || now.removed.has(file);
  return (
    !touched.some((file) => consulted.has(file) || (comesOrGoes(file) && asked.has(file))) &&
    !rests.read.some((file) => now.hasOtherContent(file)) &&
    rests.files.every(([path, isThere]) => now.fileExists(path) === isThere) &&
    rests.directories.every(([path, isThere]) => now.directoryExists(path) === isThere) &&
    rests.links.every(([link, folder]) => now.linkedFolder(link) === folder)
  );
}

/** Whether a file is gone that passed on something owned. */
function hasLostLeads({ python }: ScanRests, { removed }: Comparison): boolean {
  return (
    removed.size > 0 && python.contributions.some(([file, names]) => removed.has(file) && names.length > 0)
  );
}

/**
 * Whether files that others may import pass on the same names as before they changed, or none where they are new.
 *
 * @param changed files that were looked at again
 */
export function passOnTheSame(before: PythonMemory, now: PythonMemory, changed: Iterable<string>): boolean {
  for (const file of changed) {
    const were = before.contributions.get(file) ?? [];
    const are = new Set(now.contributions.get(file));
    if (were.length !== are.size || were.some((name) => !are.has(name))) return false;
  }
  return true;
}
