import type { Evidence } from '../../../src/livecheck/observations.ts';
import {
  probes,
  type LiveCheckEvent,
  type ProbeId,
  type ProbeResult,
  type ProbeVerdict,
  type Verdict,
} from '../../../src/livecheck/protocol.ts';

/** Events of a run as the check yields them, for the tests of what is made of them. */

export const connection = probes.filter(({ scope }) => scope === 'connection');

export const started: LiveCheckEvent = {
  type: 'run-started',
  runId: 'run-of-the-check',
  startedAt: '2025-09-15T01:02:03.000Z',
  target: {
    label: 'Staging',
    apiUrl: 'https://api.staging.example',
    webSocketUrls: ['wss://api.staging.example/ws'],
    loopback: false,
    looksLikeProduction: false,
  },
  scope: 'connection',
  user: 'staging-e2e-user-001',
  tokenSource: 'a token that was given',
  probes: connection,
  notTested: [{ probe: 'isolation', title: 'User isolation', reason: 'outside the scope connection' }],
};

export const frame = (probe: ProbeId, number: number): Evidence => ({
  id: `E-${String(number).padStart(2, '0')}`,
  probe,
  atMs: number,
  title: 'received tick',
  detail: {
    kind: 'frame',
    direction: 'received',
    opcode: 'text',
    type: 'tick',
    size: 40,
    body: '{"type":"tick"}',
    truncated: false,
    tMs: number,
  },
});

export const result = (probe: ProbeId, verdict: ProbeVerdict): ProbeResult => ({
  probe,
  verdict,
  summary: `${probe} is ${verdict}`,
  findings: [],
  cause: null,
  nextStep: null,
  evidence: [],
  startedMs: 0,
  durationMs: 1,
  data: null,
});

export const verdict = (status: Verdict['status']): Verdict => ({
  status,
  scope: 'connection',
  sentence: 'A sentence.',
  reasons: [],
  notTested: [],
  counts: { pass: 8, warn: 0, fail: 0, skipped: 0, inconclusive: 0 },
});

export const finished = (status: Verdict['status'], cancelled = false): LiveCheckEvent => ({
  type: 'run-finished',
  verdict: verdict(status),
  durationMs: 12,
  cancelled,
});

/** A whole run in which every probe ends alike. */
export const wholeRun = (each: ProbeVerdict, status: Verdict['status']): LiveCheckEvent[] => [
  started,
  ...connection.flatMap(({ id }, index): LiveCheckEvent[] => [
    { type: 'probe-started', probe: id, atMs: index },
    { type: 'evidence', evidence: frame(id, index) },
    { type: 'probe-finished', result: result(id, each) },
  ]),
  finished(status),
];
