import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../../src/livecheck/panelProtocol.ts';
import { compare } from '../../../../src/webview/views/comparison.ts';
import { latencyOf } from '../../../../src/webview/views/latency.ts';

const summary = (runId: string, change: Partial<RunSummary> = {}): RunSummary => ({
  runId,
  startedAt: '2025-09-15T01:02:03.000Z',
  apiUrl: 'https://api.staging.example',
  scope: 'connection',
  status: 'passed',
  probes: [
    { probe: 'health', verdict: 'pass', ms: 10 },
    { probe: 'identity', verdict: 'pass', ms: 20 },
  ],
  handshakeMs: 100,
  protocolPingMs: 10,
  applicationPingMs: null,
  ...change,
});

describe('a run beside the one before it', () => {
  it('is nothing for the first run, and while the next one goes on', () => {
    expect(compare([], null)).toBeNull();
    expect(compare([summary('1')], '1')).toBeNull();
    expect(compare([summary('1'), summary('2')], '3')).toBeNull();
  });

  it('shows which verdicts have changed, and how long each probe took', () => {
    const worse = summary('2', {
      probes: [
        { probe: 'health', verdict: 'skipped', ms: 0 },
        { probe: 'identity', verdict: 'fail', ms: 2_000 },
      ],
    });
    const comparison = compare([summary('0'), summary('1'), worse], '2');
    expect(comparison?.before.runId).toBe('1');
    expect(comparison?.changes).toEqual([
      { probe: 'health', title: 'Health', before: 'pass', now: 'skipped' },
      { probe: 'identity', title: 'Identity', before: 'pass', now: 'fail' },
    ]);
    expect(comparison?.durations.rows).toEqual([
      ['Health', '10 ms', 'skipped'],
      ['Identity', '20 ms', '2.0 s'],
    ]);
  });

  it('compares what both have, and counts the rest', () => {
    const wider = summary('2', {
      scope: 'full',
      probes: [
        { probe: 'identity', verdict: 'pass', ms: 1 },
        { probe: 'events', verdict: 'fail', ms: 1 },
      ],
    });
    expect(compare([summary('1'), wider], '2')).toMatchObject({ changes: [], compared: 1, apart: 2 });
  });
});

describe('the times of several runs', () => {
  it('are no line with one run, or where nothing was timed', () => {
    const untimed = { handshakeMs: null, protocolPingMs: null };
    expect(latencyOf([summary('1')])).toBeNull();
    expect(latencyOf([summary('1', untimed), summary('2', untimed), summary('3')])).toBeNull();
  });

  it('are lines below a round number, with a gap where there was no answer', () => {
    const latency = latencyOf([
      summary('1', { handshakeMs: 140 }),
      summary('2', { protocolPingMs: null }),
      summary('3', { handshakeMs: 50 }),
    ]);
    expect(latency?.topMs).toBe(200);
    expect(latency?.lines.map(({ id, points }) => [id, points])).toEqual([
      [
        'handshake',
        [
          { x: 0, y: 0.7 },
          { x: 0.5, y: 0.5 },
          { x: 1, y: 0.25 },
        ],
      ],
      [
        'protocol-ping',
        [
          { x: 0, y: 0.05 },
          { x: 1, y: 0.05 },
        ],
      ],
      ['application-ping', []],
    ]);
    expect(latency?.table.rows[1]?.slice(1)).toEqual(['100 ms', 'none', 'none']);
  });

  it.each([
    [0.4, 1],
    [1, 1],
    [1.2, 2],
    [3, 5],
    [51, 100],
    [1_000, 1_000],
  ])('of at most %d ms have %d ms at the top', (ms, top) => {
    const run = (id: string) => summary(id, { handshakeMs: ms, protocolPingMs: null });
    expect(latencyOf([run('1'), run('2')])?.topMs).toBe(top);
  });
});
