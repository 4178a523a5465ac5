import type { Violation } from '../violation.ts';
import { grouped } from '../grouped.ts';
import { identityAnywhere } from './comparable.ts';
import type { BaselineEntry } from './entry.ts';
import { matchBaseline } from './match.ts';

/** A baseline that is asked file by file, as an editor does. */
export interface KnownViolations {
  /**
   * The violations of one file, those marked that the baseline knows.
   *
   * @param isThere whether a file exists
   */
  marked(
    file: string,
    violations: readonly Violation[],
    isThere: (file: string) => boolean,
  ): readonly Violation[];
}

export function createKnownViolations(entries: readonly BaselineEntry[]): KnownViolations {
  const byFile = grouped(entries, ({ file }) => file);
  const byFingerprint = grouped(entries, identityAnywhere);
  const byStatement = grouped(entries, statement);
  return {
    marked(file, violations, isThere) {
      if (violations.length === 0) return violations;
      const own = byFile.get(file) ?? [];
      const alike = violations.flatMap((violation) => [
        ...(byFingerprint.get(violation.fingerprint) ?? []),
        // In a file of which nothing was known, what was renamed and fixed in part is known, too.
        ...(own.length === 0 ? (byStatement.get(statement(violation)) ?? []) : []),
      ]);
      const renamed = alike.filter((entry) => entry.file !== file && !isThere(entry.file));
      if (own.length === 0 && renamed.length === 0) return violations;
      return markKnown(violations, matchBaseline([...own, ...new Set(renamed)], violations, isThere).known);
    },
  };
}

/** What an entry and a violation have in common in any case, even where only what is done with a name is the same. */
function statement({ ruleId, names }: BaselineEntry): string {
  return [ruleId, ...names].join('\0');
}

/** Violations with those marked that a baseline knows. */
export function markKnown(
  violations: readonly Violation[],
  known: ReadonlySet<Violation>,
): readonly Violation[] {
  return violations.map((violation) =>
    known.has(violation) ? { ...violation, baselined: true } : violation,
  );
}
