import { grouped } from '../engine/grouped.ts';
import { isCounted, type Violation } from '../engine/violation.ts';
import type { BaseViolation } from './baseReport.ts';

/** A scan beside an earlier one of the same code. */
export interface Difference {
  /** Of every violation of the later scan. */
  readonly states: ReadonlyMap<Violation, 'new' | 'unchanged'>;
  /** Those that count today and did not. */
  readonly added: readonly Violation[];
  /** Those that counted and are gone. */
  readonly fixed: readonly BaseViolation[];
  /** Those that counted, and are there still, suppressed or intentional. */
  readonly silenced: number;
  readonly unchanged: number;
}

/**
 * Matches by identity: first in the same file, then among what lay in files that are gone, which finds what was moved.
 *
 * @param base what the earlier scan has of the part of the code that the later one looks at
 * @param isGone whether a file of the earlier scan is there no longer
 */
export function differenceFrom(
  base: readonly BaseViolation[],
  violations: readonly Violation[],
  isGone: (file: string) => boolean,
): Difference {
  const matched = matchAll(base, violations, isGone);
  const states = new Map(
    violations.map((violation) => {
      const before = matched.get(violation);
      const isKnown = before !== undefined && (before.counted || !isCounted(violation));
      return [violation, isKnown ? 'unchanged' : 'new'] as const;
    }),
  );
  const counted = violations.filter(isCounted);
  const still = new Set(matched.values());
  return {
    states,
    added: counted.filter((violation) => states.get(violation) === 'new'),
    fixed: base.filter((each) => each.counted && !still.has(each)),
    silenced: violations.filter((each) => !isCounted(each) && matched.get(each)?.counted).length,
    unchanged: counted.filter((violation) => states.get(violation) === 'unchanged').length,
  };
}

function matchAll(
  base: readonly BaseViolation[],
  violations: readonly Violation[],
  isGone: (file: string) => boolean,
): Map<Violation, BaseViolation> {
  const matched = new Map<Violation, BaseViolation>();
  const inPlace = grouped(base, ({ file, fingerprint }) => `${file}\0${fingerprint}`);
  for (const violation of violations) {
    const found = inPlace.get(`${violation.file}\0${violation.fingerprint}`)?.shift();
    if (found) matched.set(violation, found);
  }
  const taken = new Set(matched.values());
  const homeless = grouped(
    base.filter((each) => !taken.has(each) && isGone(each.file)),
    ({ fingerprint }) => fingerprint,
  );
  for (const violation of violations) {
    if (matched.has(violation)) continue;
    const candidates = homeless.get(violation.fingerprint) ?? [];
    // Of several equal ones, that from a file of the same name is the likeliest to have been moved here.
    const named = candidates.findIndex(({ file }) => nameOf(file) === nameOf(violation.file));
    const [found] = candidates.splice(Math.max(named, 0), 1);
    if (found) matched.set(violation, found);
  }
  return matched;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
