import { cause } from './probeContext.ts';
import type { Cause } from './protocol.ts';

/** Why something failed, and what to do about it. */
export interface Explanation {
  readonly cause: Cause;
  readonly nextStep: string;
}

/** An explanation in one line each. */
export const explain = (
  failure: string | null,
  text: string,
  nextStep: string,
  candidates: Cause['candidates'] = [],
): Explanation => ({
  cause: cause(failure, text, candidates),
  nextStep,
});
