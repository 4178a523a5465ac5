import { describe, expect, it } from 'vitest';
import { afterEvent, emptyRun } from '../../../../src/extension/liveCheck/runRecord.ts';
import type {
  LiveCheckEvent,
  ProbeId,
  ProbeResult,
  ProbeVerdict,
} from '../../../../src/livecheck/protocol.ts';
import { findingsOf } from '../../../../src/webview/views/findings.ts';
import { finished, result, started } from '../events.ts';

const runOf = (results: readonly ProbeResult[], end: readonly LiveCheckEvent[] = [finished('failed')]) =>
  [
    started,
    ...results.map((each): LiveCheckEvent => ({ type: 'probe-finished', result: each })),
    ...end,
  ].reduce(afterEvent, emptyRun('r', '2025-01-01T00:00:00.000Z')).view;
const of = (probe: ProbeId, verdict: ProbeVerdict, change: Partial<ProbeResult> = {}): ProbeResult => ({
  ...result(probe, verdict),
  ...change,
});

describe('the findings of a run', () => {
  it('are all that did not pass, the gravest first, and what was skipped apart', () => {
    const { findings, skipped } = findingsOf(
      runOf([
        of('health', 'warn'),
        of('ws-path', 'pass'),
        of('handshake', 'fail'),
        of('welcome', 'inconclusive'),
        of('identity', 'fail'),
        of('liveness', 'skipped'),
      ]),
    );
    expect(findings.map(({ probe, verdict }) => [probe, verdict])).toEqual([
      ['handshake', 'fail'],
      ['identity', 'fail'],
      ['welcome', 'inconclusive'],
      ['health', 'warn'],
    ]);
    expect(skipped).toEqual([{ probe: 'liveness', title: 'Liveness' }]);
  });

  it('carry the cause with its failure, the next step, and the evidence of what decided', () => {
    const cause = { failure: 'F17', text: 'not ready', candidates: [] };
    const [finding] = findingsOf(
      runOf([
        of('ws-path', 'fail', {
          cause,
          nextStep: 'look',
          evidence: ['E-01', 'E-02', 'E-03'],
          findings: [
            { verdict: 'pass', text: 'a', evidence: ['E-01'] },
            { verdict: 'fail', text: 'b', evidence: ['E-02'] },
            { verdict: 'fail', text: 'c', evidence: ['E-02', 'E-03'] },
          ],
        }),
      ]),
    ).findings;
    expect(finding).toMatchObject({ cause, nextStep: 'look', evidence: ['E-02', 'E-03'] });
  });

  it('stand on all that the probe recorded where no statement names any, as far as a reader follows', () => {
    const evidence = Array.from({ length: 500 }, (_, index) => `E-${index}`);
    const [finding] = findingsOf(runOf([of('liveness', 'fail', { evidence })])).findings;
    expect(finding?.evidence).toEqual(evidence.slice(0, 6));
  });

  it('are none before a run, and while one goes on', () => {
    const none = { findings: [], skipped: [] };
    expect(findingsOf(null)).toEqual(none);
    expect(findingsOf(runOf([of('health', 'fail')], []))).toEqual(none);
  });
});
