import type { Rung } from '../../livecheck/panelProtocol.ts';
import type { ProbeId, ProbeResult } from '../../livecheck/protocol.ts';
import { computeVerdict } from '../../livecheck/verdict.ts';
import type { RunRecord } from './runRecord.ts';

const interruption = 'window was closed or reloaded while the check was running';

/**
 * A run that was kept while it went on and is found by another window's start: it ended early. What was observed stays; every
 * probe without a result was skipped, and the verdict is that of a cancelled run, which is never a pass.
 */
export function afterInterruption(record: RunRecord): RunRecord {
  const { view } = record;
  const rungs = view.rungs.map((rung): Rung =>
    rung.result === null ? { ...rung, state: 'skipped', result: skipped(rung.probe.id) } : rung,
  );
  const verdict = computeVerdict({
    scope: view.scope,
    results: rungs.flatMap(({ result }) => result ?? []),
    notTested: view.notTested,
    waivers: [],
    cancelled: true,
  });
  return {
    ...record,
    view: { ...view, state: 'cancelled', rungs, verdict, message: `The ${interruption}.` },
  };
}

const skipped = (probe: ProbeId): ProbeResult => ({
  probe,
  verdict: 'skipped',
  summary: `the ${interruption}`,
  findings: [{ verdict: 'skipped', text: `the ${interruption}`, evidence: [] }],
  cause: null,
  nextStep: 'Run the check again.',
  evidence: [],
  startedMs: 0,
  durationMs: 0,
  data: null,
});
