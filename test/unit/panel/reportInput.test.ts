import { describe, expect, it } from 'vitest';
import { probes, type LiveCheckEvent } from '../../../src/livecheck/protocol.ts';
import { checkInput } from '../../../src/extension/report/checkInput.ts';
import { restoredRun, storedRun } from '../../../src/extension/liveCheck/memory.ts';
import {
  afterCrash,
  afterEvent,
  emptyRun,
  type RunRecord,
} from '../../../src/extension/liveCheck/runRecord.ts';
import { built, good, inputOf, received, recordOf, told } from '../report/validation/recording.ts';
import type { EvidenceDetail } from '../../../src/livecheck/observations.ts';

const tool = { name: 'ssot-migrator', version: '1.2.3' };

/** The panel's record of a run. */
function panelRun(run: ReturnType<typeof recordOf>, ended = true): RunRecord {
  const { started, results, evidence, durationMs } = run;
  const verdict = built(inputOf(run)).verdict;
  const events: LiveCheckEvent[] = [
    { ...started!, probes },
    ...evidence.map((each): LiveCheckEvent => ({ type: 'evidence', evidence: each })),
    ...results.map((result): LiveCheckEvent => ({ type: 'probe-finished', result })),
    ...(ended
      ? [
          {
            type: 'run-finished' as const,
            durationMs,
            cancelled: false,
            verdict: {
              status: 'passed' as const,
              scope: 'full' as const,
              sentence: verdict.sentence,
              reasons: [],
              notTested: [],
              counts: { pass: 18, warn: 0, fail: 0, skipped: 0, inconclusive: 0 },
            },
          },
        ]
      : []),
  ];
  return events.reduce(afterEvent, emptyRun('run-1', started!.startedAt));
}

describe("the panel's last run in a report", () => {
  it('is the same as that of the command line', () => {
    const check = checkInput(panelRun(recordOf(good)), tool);
    const report = built({ ...inputOf(null), check });
    const other = built(inputOf(recordOf(good)));
    expect(report.verdict).toEqual(other.verdict);
    expect(report.steps).toEqual(other.steps);
  });

  it('is still there after the window was reloaded', () => {
    const restored = restoredRun(JSON.parse(JSON.stringify(storedRun(panelRun(recordOf(good))))));
    expect(built({ ...inputOf(null), check: checkInput(restored, tool) }).verdict.status).toBe('passed');
  });

  it('is not used where evidence of it was not kept: it would look as if it had not been there', () => {
    const large: EvidenceDetail = {
      ...(received('tick') as Extract<EvidenceDetail, { kind: 'frame' }>),
      body: 'x'.repeat(60_000),
    };
    const run = panelRun(recordOf(told({ probe: 'isolation', seen: [large, large, large] })));
    const restored = restoredRun(JSON.parse(JSON.stringify(storedRun(run))));
    expect(checkInput(restored, tool)).toEqual({
      given: false,
      reason: 'of the last live check not all evidence is kept any more; run it again',
    });
    expect(checkInput(run, tool).given).toBe(true);
  });

  it('is named with the reason where there is none to report about', () => {
    const running = panelRun(recordOf(good), false);
    expect(checkInput(null, tool)).toMatchObject({ reason: 'no live check was run in this workspace' });
    expect(checkInput(running, tool)).toMatchObject({ reason: 'the live check is not finished' });
    expect(checkInput(afterCrash(running, 'oops'), tool)).toMatchObject({
      reason: 'the live check did not run: oops',
    });
  });
});
