import type { RunRecord } from '../../livecheck/runRecord.ts';
import { statisticsOf } from '../../livecheck/statistics.ts';
import type { LiveResult } from './liveResult.ts';

/**
 * `check --format json`: one document with the gravest run, and where there were several, all of them and what they add up
 * to. It holds everything that was recorded, so that a report can be made of it later.
 */
export function renderLiveJson({ runs, worst }: LiveResult, version: string): string {
  const { started } = worst;
  const document = {
    schemaVersion: 1,
    tool: { name: 'ssot-migrator', version },
    target: started?.target,
    scope: started?.scope,
    startedAt: started?.startedAt,
    user: started?.user,
    tokenSource: started?.tokenSource,
    ...partOf(worst),
    ...(runs.length > 1 ? { statistics: statisticsOf(runs), runs: runs.map(partOf) } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const partOf = (run: RunRecord) => ({
  verdict: run.verdict,
  probes: run.results,
  evidence: run.evidence,
  notTested: run.verdict?.notTested ?? [],
  durationMs: run.durationMs,
  cancelled: run.cancelled,
});
