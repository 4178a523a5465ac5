import { describe, expect, it } from 'vitest';
import {
  afterCancel,
  afterCrash,
  afterEvent,
  emptyRun,
  evidencePage,
  type RunRecord,
} from '../../../src/extension/liveCheck/runRecord.ts';
import type { LiveCheckEvent } from '../../../src/livecheck/protocol.ts';
import { connection, finished, frame, result, started, wholeRun } from './events.ts';

const after = (...events: readonly LiveCheckEvent[]): RunRecord =>
  events.reduce(afterEvent, emptyRun('shown-1', '2025-01-01T00:00:00.000Z'));
const states = ({ view }: RunRecord): string[] => view.rungs.map(({ state }) => state);

describe('a run as its events tell it', () => {
  it('runs, without rungs, before the first event', () => {
    expect(after().view).toMatchObject({ runId: 'shown-1', state: 'running', rungs: [], target: null });
  });

  it('has a waiting rung per probe once it has started, and keeps its own id', () => {
    const record = after(started);
    expect(states(record)).toEqual(connection.map(() => 'waiting'));
    expect(record.view).toMatchObject({
      runId: 'shown-1',
      startedAt: '2025-09-15T01:02:03.000Z',
      user: 'staging-e2e-user-001',
      notTested: [{ probe: 'isolation' }],
    });
  });

  it('runs one rung while the others wait', () => {
    const record = after(started, { type: 'probe-started', probe: 'ws-path', atMs: 1 });
    expect(states(record).filter((state) => state === 'running')).toHaveLength(1);
    expect(record.view.rungs[1]).toMatchObject({ probe: { id: 'ws-path' }, state: 'running' });
  });

  it.each(['pass', 'warn', 'fail', 'skipped', 'inconclusive'] as const)(
    'gives a rung the verdict "%s" with its result',
    (verdict) => {
      const record = after(started, { type: 'probe-finished', result: result('health', verdict) });
      expect(record.view.rungs[0]).toMatchObject({
        state: verdict,
        result: { summary: `health is ${verdict}` },
      });
    },
  );

  it('ends with the verdict and what was not tested', () => {
    expect(after(...wholeRun('pass', 'passed')).view).toMatchObject({
      state: 'finished',
      verdict: { status: 'passed' },
      durationMs: 12,
    });
  });

  it('is cancelled with its verdict, and nothing in it waits or runs', () => {
    const record = after(
      started,
      { type: 'probe-started', probe: 'health', atMs: 0 },
      finished('partial', true),
    );
    expect(record.view).toMatchObject({ state: 'cancelled', verdict: { status: 'partial' } });
    expect(new Set(states(record))).toEqual(new Set(['not-run']));
  });

  it('is refused with the reason', () => {
    const refusal = { code: 'no-credentials', message: 'a token is needed' } as const;
    expect(after({ type: 'run-refused', refusal }).view).toMatchObject({
      state: 'refused',
      message: 'a token is needed',
      verdict: null,
    });
  });

  it('keeps what was observed when the check crashes, and has no verdict', () => {
    const record = afterCrash(
      after(started, { type: 'probe-finished', result: result('health', 'pass') }),
      'oh',
    );
    expect(record.view).toMatchObject({ state: 'crashed', message: 'oh', verdict: null });
    expect(states(record).slice(0, 2)).toEqual(['pass', 'not-run']);
  });

  it('is cancelled without a verdict where it had none yet', () => {
    expect(afterCancel(after()).view).toMatchObject({ state: 'cancelled', verdict: null });
  });

  it('does not change an earlier view', () => {
    const before = after(started);
    const text = JSON.stringify(before.view);
    afterEvent(before, { type: 'probe-finished', result: result('health', 'fail') });
    expect(JSON.stringify(before.view)).toBe(text);
  });

  it('holds 10,000 frames beside a view that stays as small as without them', () => {
    const frames = Array.from({ length: 10_000 }, (_, index): LiveCheckEvent => ({
      type: 'evidence',
      evidence: frame('liveness', index),
    }));
    const record = after(started, ...frames);
    const rung = record.view.rungs.find(({ probe }) => probe.id === 'liveness');
    expect(rung?.evidenceCount).toBe(10_000);
    expect(JSON.stringify(record.view).length - JSON.stringify(after(started).view).length).toBeLessThan(10);
    expect(evidencePage(record, 'liveness', 9_950, 100)).toMatchObject({ from: 9_950, total: 10_000 });
    expect(evidencePage(record, 'liveness', 9_950, 100).items).toHaveLength(50);
    expect(evidencePage(record, 'health', 0, 100)).toMatchObject({ total: 0, items: [] });
  });
});
