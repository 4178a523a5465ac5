import { probes, type ProbeResult } from '../../livecheck/protocol.ts';
import type { CheckDocument } from './checkDocument.ts';
import type { ValidationReport } from './reportSchema.ts';

/** Every probe there is, with its answer or the reason why it has none. */
export function stepsOf(
  check: CheckDocument | null,
  results: readonly ProbeResult[],
  whyNot: string,
): ValidationReport['steps'] {
  return probes.map(({ id, title, mandatory }) => {
    const result = results.find(({ probe }) => probe === id);
    const reason = check?.notTested.find(({ probe }) => probe === id)?.reason;
    return result === undefined
      ? {
          id,
          title,
          mandatory,
          status: 'not-tested' as const,
          started_ms: null,
          ms: null,
          evidence: [],
          reason: reason ?? (check ? 'it was not reached' : whyNot),
        }
      : {
          id,
          title,
          mandatory,
          status: result.verdict,
          started_ms: result.startedMs,
          ms: result.durationMs,
          evidence: [...result.evidence],
          reason: result.verdict === 'pass' ? null : result.summary,
        };
  });
}
