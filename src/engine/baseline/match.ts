import { isOpen, type Violation } from '../violation.ts';
import type { BaselineEntry } from './entry.ts';
import { matchViolations, type Matching } from './matching.ts';

export interface BaselineMatch extends Matching<BaselineEntry, Violation> {
  /** Open violations that the baseline does not know. */
  readonly fresh: readonly Violation[];
  /** Those that it knows. */
  readonly known: ReadonlySet<Violation>;
}

/**
 * Which violations a baseline knows. Suppressed and intentional ones are nobody's debt.
 *
 * @param violations all violations of some files
 * @param isThere whether a file exists
 */
export function matchBaseline(
  entries: readonly BaselineEntry[],
  violations: readonly Violation[],
  isThere: (file: string) => boolean,
): BaselineMatch {
  const openOnes = violations.filter(isOpen);
  const matching = matchViolations(entries, openOnes, isThere);
  const isKnown = (violation: Violation): boolean =>
    matching.same.has(violation) || matching.parts.has(violation);
  return {
    ...matching,
    known: new Set(openOnes.filter(isKnown)),
    fresh: openOnes.filter((violation) => !isKnown(violation)),
  };
}
