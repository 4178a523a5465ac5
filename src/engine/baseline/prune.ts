import type { Violation } from '../violation.ts';
import { entryOf, type BaselineEntry } from './entry.ts';
import { matchBaseline } from './match.ts';

/**
 * The entries of a baseline without what is gone, and with what is there as it is written today. Never more than before.
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
  const concerned = entries.filter(({ file }) => isLookedAt(file));
  const { known } = matchBaseline(concerned, violations, isThere);
  return [...entries.filter(({ file }) => !isLookedAt(file)), ...[...known].map(entryOf)];
}
