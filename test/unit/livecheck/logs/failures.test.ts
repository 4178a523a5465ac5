import { describe, expect, it } from 'vitest';
import { saysClosed1011 } from '../../../../src/livecheck/logs/closed1011.ts';
import { issuesIn } from '../../../../src/livecheck/logs/indicators.ts';
import { knownFailureIn } from '../../../../src/livecheck/logs/knownFailures.ts';
import { redactLog } from '../../../../src/livecheck/logs/redactLog.ts';
import { cloudEntry, summaryOf, textEntry } from './logFiles.ts';

const traceback = [
  'Traceback (most recent call last):',
  '  File "/home/netra/.local/lib/python3.11/site-packages/starlette/routing.py", line 10, in app',
  '    await func(session)',
  '  File "/app/netra_backend/app/routes/websocket_ssot.py", line 741, in _handle_main_mode',
  '    manager = WebSocketManager()',
  '    ^^^^^^^^^^^^^^^^^^',
  '  File "/home/netra/.local/lib/python3.11/site-packages/loguru/_handler.py", line 161, in emit',
  "TypeError: 'NoneType' object is not callable",
];

describe('tracebacks', () => {
  const grouped = {
    exception: 'TypeError',
    message: "'NoneType' object is not callable",
    place: { file: 'netra_backend/app/routes/websocket_ssot.py', line: 741, function: '_handle_main_mode' },
    failure: 'F39',
  };

  it('of the same exception at the same place are one, with count, first and last', async () => {
    const whole = traceback.join('\n');
    const log = await summaryOf(
      JSON.stringify([
        textEntry(whole, '2025-09-14T00:57:24Z'),
        textEntry(whole.replace('line 741', 'line 800'), '2025-09-14T00:56:00Z'),
        textEntry(whole, '2025-09-14T00:51:15Z'),
        cloudEntry({ message: `Message loop error\n${whole}`, time: '2025-09-14T00:54:14Z' }),
      ]),
    );
    expect(log.tracebacks).toMatchObject([
      { ...grouped, count: 3, first: '2025-09-14T00:51:15Z', last: '2025-09-14T00:57:24Z' },
      { exception: 'TypeError', place: { line: 800 }, count: 1 },
    ]);
  });

  it('are put together from lines, the oldest or the newest first', async () => {
    const entries = ['ready', ...traceback, 'next', ...traceback, 'done'].map((text, at) =>
      textEntry(text, `2025-09-14T00:51:${String(10 + at)}Z`),
    );
    const oldest = await summaryOf(JSON.stringify(entries));
    const newest = await summaryOf(JSON.stringify(entries.toReversed()));
    expect(oldest.tracebacks).toMatchObject([{ ...grouped, count: 2 }]);
    expect(newest.tracebacks).toMatchObject([{ ...grouped, count: 2 }]);
  });

  it('in a chain are all told, and line breaks that are spelled out count', async () => {
    const chain = [
      ...traceback,
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      ...traceback.slice(0, -1),
      'RuntimeError',
    ];
    expect((await summaryOf(chain.join('\n'))).tracebacks.map(({ exception }) => exception)).toEqual([
      'TypeError',
      'RuntimeError',
    ]);
    const spelled = { severity: 'ERROR', textPayload: traceback.join('\\n') };
    expect((await summaryOf(JSON.stringify([spelled]))).tracebacks).toMatchObject([grouped]);
  });
});

describe('a close with 1011', () => {
  it.each([
    ['WebSocket closed with code 1011 (main mode error)', true],
    ['close_code=1011', true],
    ['code: 1011, reason: Internal error', true],
    ['auth validation took 0.1011s', false],
    ['took 1011ms', false],
    ['took 1011.5', false],
    ['port 10110', false],
    ['request 1011 served', false],
    ['WebSocket connections will be queued to prevent 1011 errors', false],
    ['Issue #1011', false],
    ['WebSocket closed with code 1011: could not resolve agent supervisor', true],
    ['code 1011 on route prefix /ws', true],
    ['connection closed: sent 1011 (internal error) keepalive ping timeout; no close frame received', true],
    ["WebSocketDisconnect(code=1011, reason='could not resolve run id')", true],
    ['{"close_code": 1011, "resolved": false, "reason": "prefixed id"}', true],
    ['close_code=1011 fixed=false user=u1', true],
    ['Failed to resolve the connection: WebSocket closed with 1011', true],
    ['The queue failed to prevent close code 1011', true],
    ['SSOT remediation active; socket /ws closed with code 1011 (main mode error)', true],
    ['Fallback is to prevent 1011 errors, yet the WebSocket was closed with 1011', true],
    ['WebSocket 1011 errors have been fixed', false],
    ['fix: WebSocket close code 1011 (#449)', false],
    ['Fixed the WebSocket 1011 error', false],
    ['Factory pattern resolves WebSocket connection closures with code 1011', false],
    ['Heartbeat keeps proxies from idling out, avoiding sockets being closed with 1006 or 1011', false],
    ['Issue #449: WebSocket 1011 remediation loaded', false],
    ['WebSocket close code 1011 was resolved by the factory', false],
    ['No WebSocket 1011 closes in the last hour', false],
    ['  File "/app/websocket_ssot.py", line 1011, in close', false],
    ['websocket_ssot.py:1011 connection closed', false],
  ])('%s: %s', (message, expected) => {
    expect(saysClosed1011(message)).toBe(expected);
  });

  it.each([
    [
      "RACE CONDITION DETECTED: Startup phase 'no_app_state' did not reach 'services' within 2.8s",
      'F17',
      true,
    ],
    ['Factory SSOT validation failed', 'F38', true],
    ['WebSocketManager cannot be instantiated directly', 'F43', true],
    ['TypeError: Object of type WebSocketState is not JSON serializable', 'F37', true],
    ["'NoneType' object is not callable", 'F39', true],
    ['agent_supervisor is None', 'F18', true],
    ['Service initialization failed', 'F50', true],
    ['WebSocket is not connected. Need to call "accept" first.', 'F42', false],
    ["Backend health check failed: name 's' is not defined", 'F14', false],
    ['AGENT_NOT_FOUND: Agent: triage, Registry_size: 0', 'F55', false],
    ["'DemoWebSocketBridge' object has no attribute 'handle_message'", 'F45', false],
  ])('%s is %s', (message, failure, closes) => {
    expect(knownFailureIn({ message })).toMatchObject({ failure, closesWith1011: closes });
  });

  it('is nothing that an innocent entry shows', () => {
    for (const message of ['WebSocket connected', 'GET /health 200', 'user authenticated in 0.2s'])
      expect(knownFailureIn({ message })).toBeUndefined();
  });
});

describe('issue numbers', () => {
  it.each([
    ['Issue #824 and issue #582, (#449)', [824, 582, 449]],
    ['"issue_reference":"#449"', [449]],
    ['colour #ff0011, https://x.example/a#12, &#39;', []],
  ])('%s', (message, numbers) => {
    expect(issuesIn(message)).toEqual(numbers);
  });
});

describe('secrets in a log', () => {
  const token = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(30)}.${'b'.repeat(43)}`;
  const secrets: readonly (readonly [text: string, secret: string])[] = [
    [`Authorization: Bearer ${token}`, token],
    [`{'authorization': 'Basic dXNlcjpwYXNzd29yZA=='}`, 'dXNlcjpwYXNzd29yZA=='],
    ['Authorization: Custom s3cr3t-thing', 's3cr3t-thing'],
    ['x-e2e-bypass-key: bypass-1234', 'bypass-1234'],
    ['JWT_SECRET_KEY=hunter2hunter2', 'hunter2hunter2'],
    ["'api_key': 'abcdefgh1234'", 'abcdefgh1234'],
    ['postgresql://netra:pa55word@10.0.0.1/db', 'pa55word'],
    [`key AIza${'x'.repeat(35)} used`, `AIza${'x'.repeat(35)}`],
    [
      `offered jwt-auth, jwt.${Buffer.from(token).toString('base64url')}`,
      Buffer.from(token).toString('base64url'),
    ],
    ['GET /ws?token=abc123def456&x=1', 'abc123def456'],
    ['-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----', 'MIIabc'],
  ];
  it.each(secrets)('%s', (text, secret) => {
    expect(redactLog(text)).not.toContain(secret);
    expect(redactLog(text)).toContain('[redacted ');
  });

  it('are in nothing that is kept of it, also at the edge of an excerpt', async () => {
    const padding = 'SSOT '.repeat(55);
    for (const [text, secret] of secrets) {
      const entries = [
        cloudEntry({ message: `SSOT remediation ${text}` }),
        cloudEntry({ message: `${padding} ${text}` }),
        cloudEntry({ message: `closed with 1011: ${text}` }),
        cloudEntry({ message: `Service initialization failed ${text}` }),
        textEntry(
          `Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\nKeyError: ${text.replaceAll('\n', ' ')}`,
        ),
      ];
      const kept = JSON.stringify(await summaryOf(JSON.stringify(entries)));
      expect(kept).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(kept).not.toContain(secret.slice(0, 12));
    }
  });

  it('leave innocent text as it is', () => {
    const text = 'WebSocket Manager SSOT validation: WARNING (Issue #824), token refresh in 5 s, key_commit';
    expect(redactLog(text)).toBe(text);
  });
});
