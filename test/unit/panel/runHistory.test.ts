import { describe, expect, it } from 'vitest';
import { createMemory } from '../../../src/extension/liveCheck/memory.ts';
import {
  historyOf,
  restoredHistory,
  summaryOf,
  withSummary,
} from '../../../src/extension/liveCheck/runHistory.ts';
import { afterEvent, emptyRun, type RunRecord } from '../../../src/extension/liveCheck/runRecord.ts';
import type { RunSummary } from '../../../src/livecheck/panelProtocol.ts';
import type { LiveCheckEvent } from '../../../src/livecheck/protocol.ts';
import { finished, result, started, wholeRun } from './events.ts';

const recordOf = (events: readonly LiveCheckEvent[], runId = 'r'): RunRecord =>
  events.reduce(afterEvent, emptyRun(runId, '2025-01-01T00:00:00.000Z'));
const whole = (runId: string): RunRecord => recordOf(wholeRun('pass', 'passed'), runId);
const summary = (runId: string, apiUrl = 'https://a.example'): RunSummary => ({
  ...summaryOf(whole(runId).view)!,
  apiUrl,
});
const fresh = () => {
  const values = new Map<string, unknown>();
  return createMemory({
    get: (key) => values.get(key),
    update: (key, value) => Promise.resolve(void values.set(key, JSON.parse(JSON.stringify(value)))),
  });
};

describe('the summary of a run', () => {
  it('has its verdicts and times, and nothing that was exchanged', () => {
    const phases = { dns: null, tcp: 1, tls: null, response: 2, total: 3.5 };
    const url = 'wss://api.staging.example/ws?seen';
    const handshake = { kind: 'handshake', url, offered: ['jwt.seen'], selected: null, phases } as const;
    const liveness = { kind: 'liveness', protocolPingMs: 7, applicationPingMs: null } as const;
    const { view } = recordOf([
      started,
      { type: 'probe-finished', result: { ...result('handshake', 'warn'), data: handshake } },
      { type: 'probe-finished', result: { ...result('liveness', 'pass'), data: liveness } },
      finished('passed-with-warnings'),
    ]);
    const made = summaryOf(view);
    expect(made).toMatchObject({
      status: 'passed-with-warnings',
      handshakeMs: 3.5,
      protocolPingMs: 7,
      applicationPingMs: null,
      probes: [
        { probe: 'handshake', verdict: 'warn', ms: 1 },
        { probe: 'liveness', verdict: 'pass', ms: 1 },
      ],
    });
    expect(JSON.stringify(made)).not.toContain('seen');
  });

  it('is not made of a run that was cancelled, goes on or did not start', () => {
    expect(summaryOf(recordOf([started, finished('partial', true)]).view)).toBeNull();
    expect(summaryOf(recordOf([started]).view)).toBeNull();
    const refusal = { code: 'invalid-target', message: 'no' } as const;
    expect(summaryOf(recordOf([{ type: 'run-refused', refusal }]).view)).toBeNull();
  });
});

describe('the history', () => {
  it('keeps twenty runs of a target, and a hundred in all', () => {
    const urls = ['a', 'b', 'c', 'd', 'e', 'f'];
    let history: readonly RunSummary[] = [];
    for (let number = 0; number < 30; number++)
      for (const url of urls) history = withSummary(history, summary(`${url}${number}`, url));
    expect(history).toHaveLength(100);
    expect(history.filter(({ apiUrl }) => apiUrl === 'f').map(({ runId }) => runId)).toEqual(
      Array.from({ length: 20 }, (_, index) => `f${index + 10}`).slice(
        -history.filter(({ apiUrl }) => apiUrl === 'f').length,
      ),
    );
    expect(
      Math.max(...urls.map((url) => history.filter(({ apiUrl }) => apiUrl === url).length)),
    ).toBeLessThanOrEqual(20);
  });

  it('has a run once, however often it is kept', () => {
    expect(withSummary([summary('1')], summary('1'))).toHaveLength(1);
  });

  it('of a run is that of its target, up to itself', () => {
    const { view } = whole('2');
    const api = view.target!.apiUrl;
    const all = [summary('1', api), summary('x', 'elsewhere'), summary('2', api), summary('3', api)];
    expect(historyOf(all, view).map(({ runId }) => runId)).toEqual(['1', '2']);
    expect(historyOf(all, { ...view, runId: '4' }).map(({ runId }) => runId)).toEqual(['1', '2', '3']);
    expect(historyOf(all, null)).toEqual([]);
  });

  it('is kept with the last run, and read again', () => {
    const memory = fresh();
    for (const id of ['1', '2']) memory.keepRun(whole(id));
    expect(memory.history().map(({ runId }) => runId)).toEqual(['1', '2']);
    expect(restoredHistory([null, 'x', { runId: 1 }, summary('3')])).toEqual([summary('3')]);
    expect(restoredHistory({})).toEqual([]);
  });
});

describe('a run that was kept while it went on', () => {
  const interrupted = (events: readonly LiveCheckEvent[]): RunRecord => {
    const memory = fresh();
    memory.keepRun(recordOf(events));
    return memory.lastRun()!;
  };

  it('has ended early, with what was seen, and is no success', () => {
    const { view, evidence } = interrupted(wholeRun('pass', 'passed').slice(0, 7));
    expect(view).toMatchObject({ state: 'cancelled', verdict: { status: 'partial' } });
    expect(view.message).toMatch(/closed or reloaded/);
    expect(view.rungs.map(({ state }) => state)).toEqual([
      'pass',
      'pass',
      ...Array.from({ length: 6 }, () => 'skipped'),
    ]);
    expect(view.verdict?.counts).toMatchObject({ pass: 2, skipped: 6 });
    expect(evidence.get('health')).toHaveLength(1);
  });

  it('is inconclusive where nothing had been answered', () => {
    expect(interrupted([started]).view.verdict?.status).toBe('inconclusive');
    expect(interrupted([]).view.verdict?.status).toBe('inconclusive');
  });

  it('stays failed where something had failed', () => {
    const { view } = interrupted(wholeRun('fail', 'failed').slice(0, 4));
    expect(view.verdict?.status).toBe('failed');
  });

  it('is in no history', () => {
    const memory = fresh();
    memory.keepRun(recordOf(wholeRun('pass', 'passed').slice(0, -1)));
    expect(memory.lastRun()?.view.verdict?.status).toBe('partial');
    expect(memory.history()).toEqual([]);
  });
});
