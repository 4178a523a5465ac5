import type { Violation } from '../violation.ts';
import { entryOf, type BaselineEntry } from './entry.ts';
import { matchBaseline } from './match.ts';

/**
 * The entries of a baseline without what is gone. One that is there as a whole stays as it is, even where its module and
 * fingerprint have become others: the file may change only where something is gone, or branches could not be merged. One
 * that is there in part, in parts or in a renamed file is replaced by what is there today. Never more than before.
 *
 * @param violations all violations of the files that were looked at
 * @param isThere whether a file exists
 * @param isLookedAt false for files of which nothing is known: their entries stay
 */
export function prunedEntries(
  entries: readonly BaselineEntry[],
  violations: readonly Violation[],
  isThere: (file: string) => boolean,
  isLookedAt: (file: string) => boolean,
): readonly BaselineEntry[] {
  const { known, same } = matchBaseline(entries, violations, isThere);
  const staying = new Set([...same].flatMap(([{ file }, entry]) => (entry.file === file ? [entry] : [])));
  const replaced = [...known].filter((violation) => {
    const entry = same.get(violation);
    return entry?.file !== violation.file && isLookedAt(entry?.file ?? violation.file);
  });
  return [
    ...entries.filter((entry) => staying.has(entry) || !isLookedAt(entry.file)),
    ...replaced.map(entryOf),
  ];
}
