import type {
  Evidence,
  EvidenceDetail,
  PhaseTimes,
  ProbeData,
} from '../../../../src/livecheck/observations.ts';
import {
  probes,
  testUsers,
  type NotTested,
  type ProbeId,
  type ProbeResult,
  type ProbeVerdict,
} from '../../../../src/livecheck/protocol.ts';
import { emptyRecord, type RunRecord } from '../../../../src/livecheck/runRecord.ts';
import { buildReport } from '../../../../src/report/validation/buildReport.ts';
import { checkOfRecord, type CheckDocument } from '../../../../src/report/validation/checkDocument.ts';
import { given, missing, type ReportInput } from '../../../../src/report/validation/input.ts';
import type { ValidationReport } from '../../../../src/report/validation/reportSchema.ts';

/** A run in which everything is as it should be, of which tests change what they are about. */

export const phases = (total: number): PhaseTimes => ({
  dns: 4,
  tcp: 20,
  tls: 45,
  response: total - 69,
  total,
});

interface Told {
  readonly probe: ProbeId;
  readonly verdict?: ProbeVerdict;
  readonly data?: ProbeData | null;
  readonly seen?: readonly EvidenceDetail[];
  readonly summary?: string;
}

export const upgrade = (status = 101, total = 155): EvidenceDetail => ({
  kind: 'upgrade',
  url: 'wss://api.staging.example/ws',
  requestHeaders: {},
  offered: ['jwt-auth'],
  status,
  headers: {},
  selected: status === 101 ? 'jwt-auth' : null,
  body: '',
  phases: phases(total),
});

export const received = (type: string, body: object = {}): EvidenceDetail => ({
  kind: 'frame',
  direction: 'received',
  opcode: 'text',
  type,
  size: 60,
  body: JSON.stringify({ type, ...body }),
  truncated: false,
  tMs: 12,
});

export const get = (url: string, status: number, body: object, total = 160): EvidenceDetail => ({
  kind: 'http',
  method: 'GET',
  url: `https://api.staging.example${url}`,
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  truncated: false,
  phases: phases(total),
});

const events = ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'];

/** Records in the order of the list, with evidence ids that count on. */
export function recordOf(
  told: readonly Told[],
  more: Partial<RunRecord> & {
    notTested?: readonly NotTested[];
    loopback?: boolean;
    scope?: 'connection' | 'full';
  } = {},
): RunRecord {
  const { notTested = [], loopback = false, scope = 'full', ...rest } = more;
  const evidence: Evidence[] = [];
  const results = told.map(
    ({ probe, verdict = 'pass', data = null, seen = [upgrade()], summary }, at): ProbeResult => {
      const ids = seen.map((detail) => {
        const id = `E-${String(evidence.length + 1).padStart(2, '0')}`;
        evidence.push({ id, probe, atMs: at * 100, title: `${detail.kind} of ${probe}`, detail });
        return id;
      });
      const text = summary ?? `${probe} is ${verdict}`;
      const named =
        data?.kind === 'events'
          ? {
              ...data,
              events: data.events.map((each) => ({
                ...each,
                evidence:
                  evidence.findLast(
                    ({ detail }) =>
                      detail.kind === 'frame' && (detail.type === each.name || each.evidence === detail.type),
                  )?.id ?? 'E-00',
              })),
            }
          : data;
      return {
        probe,
        verdict,
        summary: text,
        findings: [{ verdict, text, evidence: ids }],
        cause: null,
        nextStep: verdict === 'pass' ? null : `Look at ${probe}.`,
        evidence: ids,
        startedMs: at * 100,
        durationMs: 90,
        data: named,
      };
    },
  );
  return {
    ...emptyRecord,
    started: {
      type: 'run-started',
      runId: 'run-1',
      startedAt: '2025-09-15T07:21:00.000Z',
      target: {
        label: 'GCP staging',
        apiUrl: 'https://api.staging.example',
        webSocketUrls: ['wss://api.staging.example/ws'],
        loopback,
        looksLikeProduction: false,
      },
      scope,
      user: testUsers[1]!,
      tokenSource: 'signed here',
      probes: probes.filter(({ id }) => told.some(({ probe }) => probe === id)),
      notTested,
    },
    results,
    evidence,
    durationMs: 3816,
    ...rest,
  };
}

const eventFrames = (): EvidenceDetail[] => events.map((name) => received(name));
export const eventsData = (missingNames: readonly string[] = []): ProbeData => ({
  kind: 'events',
  received: events.filter((name) => !missingNames.includes(name)),
  missing: missingNames,
  events: events
    .filter((name) => !missingNames.includes(name))
    .map((name, at) => ({
      name,
      tMs: 300 * (at + 1),
      form: 'V1',
      missingFields: [],
      userMatches: true,
      runMatches: true,
      evidence: name,
    })),
  orderingViolations: [],
  duplicates: 0,
  firstMs: 300,
  totalMs: 1500,
  maxGapMs: 300,
  score: events.length - missingNames.length,
  impact: 'none',
});

export const isolationData = (observed: readonly (string | null)[] = testUsers): ProbeData => ({
  kind: 'isolation',
  users: observed.map((user, at) => ({
    requested: testUsers[at % 3]!,
    observed: user,
    connectionId: `main_${at}`,
    state: 'connected',
    frames: 4,
    foreign: [],
    identityAfterReconnect: 'full',
  })),
  distinctIdentities: new Set(observed).size,
  notTestable: null,
});

const refused = { outcome: 'refused-close', status: null, closeCode: 1008, userShown: null } as const;

/** Every probe, all well. */
export const good: readonly Told[] = [
  {
    probe: 'health',
    data: {
      kind: 'health',
      status: 200,
      service: 'netra-ai-platform',
      state: 'healthy',
      version: '1.0.0',
      phases: phases(160),
    },
    seen: [get('/health', 200, { status: 'healthy' })],
  },
  {
    probe: 'health-deep',
    data: {
      kind: 'health-deep',
      contradiction: false,
      endpoints: [
        { path: '/api/health', status: 200, state: 'healthy', degraded: [], ms: 210, verdict: 'pass' },
      ],
    },
    seen: [get('/api/health', 200, { status: 'healthy' })],
  },
  {
    probe: 'certificate',
    data: {
      kind: 'certificate',
      subject: 'api.staging.example',
      names: ['api.staging.example'],
      issuer: 'CA',
      validTo: '2026-01-01T00:00:00.000Z',
      daysLeft: 107,
      protocol: 'TLSv1.3',
    },
    seen: [{ kind: 'note', text: 'certificate' }],
  },
  {
    probe: 'jwt',
    data: {
      kind: 'jwt',
      alg: 'HS256',
      claims: { sub: testUsers[1]!, permissions: ['read', 'write'] },
      lifetimeSeconds: 900,
      secondsLeft: 880,
      missing: [],
      clockSkewSeconds: 0,
    },
    seen: [{ kind: 'note', text: 'claims' }],
  },
  {
    probe: 'ws-path',
    data: {
      kind: 'paths',
      attempts: [{ path: '/ws', outcome: 'open', status: 101, message: '', ms: 150 }],
      chosen: '/ws',
    },
  },
  {
    probe: 'handshake',
    data: {
      kind: 'handshake',
      url: 'wss://api.staging.example/ws',
      offered: ['jwt-auth'],
      selected: 'jwt-auth',
      phases: phases(155),
    },
  },
  {
    probe: 'welcome',
    data: {
      kind: 'welcome',
      variant: 'A',
      strict: true,
      missing: [],
      userShown: testUsers[1]!,
      connectionId: 'ws_staging-_1_ab',
      ms: 40,
    },
    seen: [received('system_message')],
  },
  {
    probe: 'identity',
    data: {
      kind: 'identity',
      requested: testUsers[1]!,
      observed: testUsers[1]!,
      source: 'reply',
      match: 'full',
    },
    seen: [received('ack')],
  },
  {
    probe: 'liveness',
    data: { kind: 'liveness', protocolPingMs: 32, applicationPingMs: 41 },
    seen: [received('pong')],
  },
  { probe: 'close', data: { kind: 'close', code: 1000, reason: '', initiator: 'client' } },
  { probe: 'events', data: eventsData(), seen: eventFrames() },
  {
    probe: 'isolation',
    data: isolationData(),
    seen: [...testUsers.map(() => upgrade()), ...testUsers.map(() => received('ack'))],
  },
  {
    probe: 'reconnect',
    data: { kind: 'reconnect', attempts: [{ delayMs: 0, ms: 150, outcome: 'open' }], identity: 'full' },
  },
  {
    probe: 'token-transport',
    data: {
      kind: 'transports',
      ways: (['header', 'subprotocol', 'query'] as const).map((way) => ({
        way,
        status: 101,
        user: testUsers[1]!,
      })),
    },
  },
  {
    probe: 'error-1011',
    data: {
      kind: 'error-handling',
      probes: [
        {
          sent: 'invalid-json',
          expected: 'JSON_PARSE_ERROR',
          observed: 'JSON_PARSE_ERROR',
          closeCode: null,
          errorCode: 'JSON_PARSE_ERROR',
          survived: true,
          verdict: 'pass',
        },
      ],
    },
  },
  { probe: 'auth-none', data: { kind: 'auth-none', ...refused } },
  {
    probe: 'auth-bad',
    data: { kind: 'refusals', cases: [{ token: 'forged', errorCode: 'AUTH_FAILED', ...refused }] },
  },
  {
    probe: 'auth-expired',
    data: { kind: 'refusals', cases: [{ token: 'expired', errorCode: 'AUTH_FAILED', ...refused }] },
  },
  {
    probe: 'e2e-headers',
    data: { kind: 'e2e-headers', sent: ['X-E2E-Test'], effect: 'none', userWith: null, userWithout: null },
  },
];

/** The good run with some probes told otherwise. */
export const told = (...others: readonly Told[]): readonly Told[] =>
  good.map((each) => {
    const other = others.find(({ probe }) => probe === each.probe);
    return other === undefined ? each : { ...each, ...other };
  });

export const checkOf = (record: RunRecord): CheckDocument => checkOfRecord(record)!;

export function inputOf(record: RunRecord | null, more: Partial<ReportInput> = {}): ReportInput {
  return {
    reportId: 'report-1',
    createdAt: '2025-09-15T07:30:00.000Z',
    tool: { name: 'ssot-migrator', version: '1.2.3' },
    client: { os: 'Linux 6.1 x64', runtime: 'Node 20.0.0', timeZone: 'UTC' },
    check:
      record === null
        ? missing('no live check is given')
        : given({ name: 'check.json', document: checkOf(record) }),
    code: missing('no folder is given'),
    history: missing('it was not asked for'),
    log: missing('no deployment log is given'),
    facts: {},
    waivers: [],
    baseline: missing('no earlier report is given'),
    ...more,
  };
}

export function built(input: ReportInput): ValidationReport {
  const result = buildReport(input);
  if (!result.ok) throw new Error(result.message);
  return result.report;
}
