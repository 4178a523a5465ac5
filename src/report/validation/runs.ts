import { verdictTitles, type Waiver } from '../../livecheck/protocol.ts';
import { computeVerdict } from '../../livecheck/verdict.ts';
import type { CheckDocument } from './checkDocument.ts';
import type { ValidationReport } from './reportSchema.ts';
import { soundResults } from './soundResults.ts';

/**
 * How each run ended, where there were several: by the same rules as the one that the report is about, from its own
 * observations. Their pieces of evidence have the same ids in each run, so that one piece stands for all of them.
 */
export function runsOf(
  { runs, ...check }: CheckDocument,
  waivers: readonly Waiver[],
  evidence: readonly string[],
): ValidationReport['runs'] {
  return runs.map((run, at) => {
    const { scope } = check;
    const { notTested, cancelled, durationMs } = run;
    const results = soundResults({ ...check, ...run, runs: [] });
    const verdict = computeVerdict({ scope, results, notTested, waivers, cancelled });
    return {
      n: at + 1,
      status: verdict.status,
      title: verdictTitles[verdict.status],
      sentence: verdict.sentence,
      duration_ms: durationMs,
      evidence: [...evidence],
    };
  });
}
