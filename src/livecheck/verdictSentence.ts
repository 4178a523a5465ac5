import {
  probes,
  type ProbeId,
  type ProbeResult,
  type Scope,
  type VerdictReason,
  type VerdictStatus,
} from './protocol.ts';

const titleOf = (id: ProbeId): string => probes.find((each) => each.id === id)?.title ?? id;

const named = ({ probe, text }: VerdictReason): string =>
  probe === null ? text : `${titleOf(probe)}: ${text}`;

/**
 * The verdict as one sentence, which holds what the data hold: what decided, and how much of the scope was not answered. Only
 * the sentence of a pass has a word of success.
 *
 * @param reasons gravest first; empty only where all is well
 */
export function verdictSentence(
  status: VerdictStatus,
  scope: Scope,
  results: readonly ProbeResult[],
  reasons: readonly VerdictReason[],
): string {
  const where = `scope ${scope}`;
  const [gravest, ...others] = reasons;
  if (gravest === undefined || status === 'passed') return allPassed(where, results);
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  switch (status) {
    case 'passed-with-warnings':
      return `No probe of ${where} failed; ${named(gravest)}${alsoOf(others)}.`;
    case 'passed-with-waiver':
      return `With a waiver, no probe of ${where} failed; ${named(gravest)}${more}.`;
    case 'partial':
      return `Not all of ${where} is answered; ${named(gravest)}${more}.`;
    case 'inconclusive':
      return `Nothing can be said for ${where}; ${named(gravest)}${more}.`;
    case 'failed':
      return `${titleOf(gravest.probe ?? 'health')} failed in ${where}: ${gravest.text}${more}.`;
  }
}

/** An optional probe may have been skipped: then it was not all of them. */
function allPassed(where: string, results: readonly ProbeResult[]): string {
  const skipped = results.filter(({ verdict }) => verdict === 'skipped').map(({ probe }) => titleOf(probe));
  if (skipped.length === 0) return `All ${results.length} probes of ${where} passed.`;
  const passed = results.length - skipped.length;
  return `${passed} of ${results.length} probes of ${where} passed; skipped, and optional: ${skipped.join(', ')}.`;
}

/** The names of all other warnings. */
const alsoOf = (others: readonly VerdictReason[]): string =>
  others.length === 0
    ? ''
    : `; also ${others.map(({ probe, text }) => (probe === null ? text : titleOf(probe))).join(', ')}`;
