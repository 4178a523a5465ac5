import { matchViolations } from '../engine/baseline/matching.ts';
import { isCounted, isOpen, type Violation } from '../engine/violation.ts';
import type { BaseViolation } from './baseReport.ts';

/** A scan beside an earlier one of the same code. */
export interface Difference {
  /** Of every violation of the later scan. */
  readonly states: ReadonlyMap<Violation, 'new' | 'unchanged'>;
  /** Those that count today and did not. */
  readonly added: readonly Violation[];
  /** Those that were open, known by a baseline or not, and are gone. */
  readonly fixed: readonly BaseViolation[];
  /** Those that counted, and are there still, suppressed or intentional. */
  readonly silenced: number;
  readonly unchanged: number;
}

/**
 * Matches as a baseline does: what is moved, written in another way, half fixed, or done with a class whose import was fixed
 * is what it was before.
 *
 * @param base what the earlier scan has of the part of the code that the later one looks at
 * @param isGone whether a file of the earlier scan is there no longer
 */
export function differenceFrom(
  base: readonly BaseViolation[],
  violations: readonly Violation[],
  isGone: (file: string) => boolean,
): Difference {
  const { same, parts } = matchViolations(base, violations, (file) => !isGone(file));
  const before = new Map<Violation, readonly BaseViolation[]>([
    ...parts,
    ...[...same].map(([violation, each]) => [violation, [each]] as const),
  ]);
  const states = new Map(
    violations.map((violation) => {
      const known = before.get(violation);
      const isKnown = known !== undefined && (known.every(isCounted) || !isCounted(violation));
      return [violation, isKnown ? 'unchanged' : 'new'] as const;
    }),
  );
  const counted = violations.filter(isCounted);
  const still = new Set([...before.values()].flat());
  return {
    states,
    added: counted.filter((violation) => states.get(violation) === 'new'),
    fixed: base.filter((each) => isOpen(each) && !still.has(each)),
    silenced: violations.filter((each) => !isCounted(each) && before.get(each)?.some(isCounted)).length,
    unchanged: counted.filter((violation) => states.get(violation) === 'unchanged').length,
  };
}
