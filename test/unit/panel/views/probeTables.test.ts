import { describe, expect, it } from 'vitest';
import type { ProbeData } from '../../../../src/livecheck/observations.ts';
import { runLiveCheck } from '../../../../src/livecheck/runLiveCheck.ts';
import { emulatorSecret } from '../../../../src/livecheck/protocol.ts';
import { probeTables } from '../../../../src/webview/views/probeTables.ts';
import { isBar, type Cell } from '../../../../src/webview/views/table.ts';
import { emulated } from '../../emulator/support.ts';
import { quick } from '../../livecheck/support.ts';

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : isBar(cell) ? '(bar)' : cell.text);
const lines = (data: ProbeData): string[] =>
  probeTables(data).flatMap(({ caption, rows }) => [
    `${caption}:`,
    ...rows.map((cells) => cells.map(textOf).join(' | ')),
  ]);

const phases = { dns: null, tcp: 1, tls: null, response: 1, total: 2 };

describe('the tables of what a probe observed', () => {
  const cases: readonly (readonly [ProbeData, readonly string[]])[] = [
    [
      { kind: 'health', status: 200, service: 'netra-ai-platform', state: 'healthy', version: null, phases },
      ['Service | netra-ai-platform', 'Version | not said', 'TCP | (bar) | +0.0 ms | 1.0 ms'],
    ],
    [
      {
        kind: 'health-deep',
        contradiction: true,
        endpoints: [
          {
            path: '/api/health',
            status: 200,
            state: 'degraded',
            degraded: ['redis', 'db'],
            ms: 5,
            verdict: 'warn',
          },
          { path: '/health/ready', status: null, state: null, degraded: [], ms: 10, verdict: 'fail' },
        ],
      },
      [
        'Endpoints; /health says healthy, and one of these does not:',
        '/api/health | HTTP 200 | degraded | redis, db | 5 ms',
        '/health/ready | no answer | failed | nothing named | 10 ms',
      ],
    ],
    [
      {
        kind: 'certificate',
        subject: 'api.staging.example',
        names: ['api.staging.example', '*.example'],
        issuer: 'An Authority',
        validTo: '2025-10-01T00:00:00.000Z',
        daysLeft: -1,
        protocol: 'TLSv1.3',
      },
      ['Names | api.staging.example, *.example', 'Good until | 2025-10-01T00:00:00.000Z (over for 1 day)'],
    ],
    [
      {
        kind: 'jwt',
        alg: 'HS256',
        claims: { sub: 'u', aud: ['a', 'b'], iat: 7, demo: false },
        lifetimeSeconds: 900,
        secondsLeft: -5,
        missing: ['jti'],
        clockSkewSeconds: -3,
      },
      [
        'Lifetime | 15 min 0 s',
        'Left | over for 5.0 s',
        'Lacks | jti',
        "Clock | this machine's is 3 s behind the server's",
        'aud | a, b',
        'demo | false',
      ],
    ],
    [
      {
        kind: 'paths',
        chosen: '/api',
        attempts: [
          { path: '/ws', outcome: 'http', status: 403, message: '', ms: 4 },
          { path: '/x', outcome: 'error', status: null, message: 'connection refused', ms: 1 },
          { path: '/api', outcome: 'open', status: 101, message: '', ms: 2 },
          { path: '/last', outcome: 'not-tried', status: null, message: '', ms: 0 },
        ],
      },
      [
        '/ws | HTTP 403 | 4 ms | ',
        '/x | connection refused | 1 ms | ',
        '/api | opens | 2 ms | yes',
        '/last | not tried |  | ',
      ],
    ],
    [
      { kind: 'handshake', url: 'ws://h/ws', offered: ['jwt-auth'], selected: null, phases },
      ['Upgrade | (bar) | +1.0 ms | 1.0 ms', 'Offered | jwt-auth', 'Selected | none'],
    ],
    [
      {
        kind: 'welcome',
        variant: 'D-legacy',
        strict: false,
        missing: ['event'],
        userShown: null,
        connectionId: 'c1',
        ms: 3,
      },
      [
        'Form | D-legacy: the legacy mode, which authenticates nobody',
        'Lacks | event',
        'User shown | not said',
      ],
    ],
    [
      { kind: 'identity', requested: 'a', observed: 'demo-user-001', source: 'reply', match: 'substitute' },
      ['Asked for | a', 'The server says | demo-user-001', 'Said in | the reply'],
    ],
    [
      { kind: 'liveness', protocolPingMs: 2, applicationPingMs: null },
      ['Protocol ping | 2 ms', 'Application ping | no answer'],
    ],
    [
      { kind: 'close', code: 1005, reason: '', initiator: 'server' },
      ['Code | 1005 no status code in the close frame', 'Reason | none given', 'By | the server'],
    ],
    [
      { kind: 'auth-none', outcome: 'accepted', status: 101, closeCode: null, userShown: 'relaxed_1' },
      ['none | accepted | HTTP 101 |  | relaxed_1'],
    ],
    [
      {
        kind: 'refusals',
        cases: [
          {
            token: 'forged',
            outcome: 'refused-close',
            status: null,
            closeCode: 1008,
            errorCode: 'AUTH_FAILED',
            userShown: null,
          },
        ],
      },
      ['forged | refused with a close | 1008 policy violation | AUTH_FAILED | nobody'],
    ],
    [
      { kind: 'e2e-headers', sent: ['X-A', 'X-B'], effect: 'bypass', userWith: 'x', userWithout: null },
      [
        'Sent | X-A, X-B',
        'Effect | with them a forged token is let in, as somebody else',
        'User without | not said',
      ],
    ],
    [
      {
        kind: 'error-handling',
        probes: [
          {
            sent: 'invalid-json',
            expected: 'an error',
            observed: 'closed',
            closeCode: 1011,
            errorCode: 'X',
            survived: false,
            verdict: 'fail',
          },
        ],
      },
      ['invalid JSON | an error | closed | 1011 X | is gone'],
    ],
    [
      {
        kind: 'reconnect',
        attempts: [
          { delayMs: 1000, ms: 2, outcome: 'HTTP 500' },
          { delayMs: 2000, ms: 3, outcome: 'welcomed' },
        ],
        identity: 'other',
      },
      ['1 | 1.0 s | 2 ms | HTTP 500', '2 | 2.0 s | 3 ms | welcomed', 'Its user | another user'],
    ],
  ];

  it.each(cases)('of $kind', (data, expected) => {
    expect(lines(data)).toEqual(expect.arrayContaining([...expected]));
  });

  it('are there for every probe of a whole run that observed something, each row as wide as its head', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const events = runLiveCheck({ target: { apiUrl: url }, scope: 'full', timing: quick });
      let seen = 0;
      for await (const event of events) {
        if (event.type !== 'probe-finished' || event.result.data === null) continue;
        seen += 1;
        const tables = probeTables(event.result.data);
        expect(tables.length, event.result.probe).toBeGreaterThan(0);
        for (const { head, rows } of tables)
          for (const cells of rows) expect(cells).toHaveLength(head.length);
        expect(JSON.stringify(tables)).not.toContain(emulatorSecret);
      }
      expect(seen).toBe(18);
    });
  });
});
