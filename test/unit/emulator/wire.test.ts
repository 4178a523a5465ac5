import { describe, expect, it } from 'vitest';
import { connect, emulated, type Client } from './support.ts';
import { b64, bearer, e2eHeaders as e2e, epochSeconds as now, token, user } from './tokens.ts';

const dataOf = (client: Client, index = 0): Record<string, unknown> =>
  client.messages[index]?.['data'] as Record<string, unknown>;

describe('the negotiation of a subprotocol', () => {
  it.each<[name: string, offered: (value: string) => string[], selected: (value: string) => string]>([
    ['none', () => [], () => ''],
    ['jwt-auth', () => ['jwt-auth'], () => 'jwt-auth'],
    ['jwt-auth and a token', (t) => ['jwt-auth', `jwt.${b64(t)}`], (t) => `jwt.${b64(t)}`],
    ['three', (t) => ['jwt-auth', `jwt.${b64(t)}`, 'e2e-testing'], (t) => `jwt.${b64(t)}`],
    ['a raw token', (t) => [`jwt.${t}`], (t) => `jwt.${t}`],
    ['a bearer', (t) => [`bearer.${t}`], (t) => `bearer.${t}`],
    ['a token under its long name', (t) => [`jwt-auth.${b64(t)}`], (t) => `jwt-auth.${b64(t)}`],
    ['the first known name', () => ['graphql-ws', 'e2e-testing'], () => 'e2e-testing'],
    ['the first of two tokens', (t) => [`bearer.${t}`, `jwt.${b64(t)}`], (t) => `bearer.${t}`],
  ])('%s', async (_, offered, selected) => {
    await emulated('strict-intended', async ({ url }) => {
      const value = await token();
      const client = await connect(url, '/ws', offered(value), bearer(value));
      expect([client.status, client.selected]).toEqual([101, selected(value)]);
    });
  });

  it.each(['staging-auth.abcdefghijkl', 'graphql-ws'])('%s is HTTP 403', async (offer) => {
    await emulated('strict-intended', async ({ url }) => {
      expect((await connect(url, '/ws', [offer], bearer(await token()))).status).toBe(403);
    });
  });
});

describe('paths', () => {
  it.each([
    ['/ws', 101],
    ['/api/v1/websocket', 101],
    ['/ws?mode=unheard-of', 101],
    ['/websocket', 101],
    ['/ws/test', 101],
    ['/api/demo/ws', 101],
    ['/ws/isolated', 101],
    ['/ws/factory', 500],
    ['/ws?mode=factory', 500],
    ['/nothing/here', 403],
  ])('%s gives %i', async (path, status) => {
    await emulated('strict-intended', async ({ url }) => {
      expect((await connect(url, path, [], bearer(await token()))).status).toBe(status);
    });
  });

  it('in the legacy mode nobody is authenticated and everything is echoed', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const client = await connect(url, '/websocket');
      client.send('hello');
      await client.until(2);
      expect(client.messages[0]).toMatchObject({ type: 'connection_established', data: { mode: 'legacy' } });
      expect(dataOf(client)).not.toHaveProperty('user_id');
      expect(client.messages[1]).toMatchObject({ type: 'agent_response', data: { message: 'hello' } });
    });
  });

  it('the isolated mode fails with a wrapped error and 1011', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const client = await connect(url, '/ws/isolated');
      await client.until(2);
      expect(client.messages).toMatchObject([
        { type: 'error_message', data: { error_code: 'CONNECTION_ERROR' } },
      ]);
      expect(client.closed?.code).toBe(1011);
    });
  });
});

type Attempt = [name: string, headers: () => Promise<Record<string, string>>];
const good: Attempt[] = [
  ['a valid token', async () => bearer(await token())],
  ['a token with a known audience', async () => bearer(await token({ aud: 'netra-platform' }))],
];
const bad: Attempt[] = [
  ['no token', () => Promise.resolve({})],
  ['a wrong signature', async () => bearer(await token({}, 'another-secret'))],
  ['an expired token', async () => bearer(await token({ exp: now() - 10, iat: now() - 60 }))],
  ['garbage', () => Promise.resolve(bearer('complete-garbage'))],
  ['no token and the test headers', () => Promise.resolve(e2e)],
  ['no token_type', async () => bearer(await token({ token_type: undefined }))],
  ['another issuer', async () => bearer(await token({ iss: 'somebody' }))],
  ['an unknown audience', async () => bearer(await token({ aud: 'elsewhere' }))],
  ['no jti', async () => bearer(await token({ jti: undefined }))],
  ['a token of the future', async () => bearer(await token({ iat: now() + 120 }))],
  ['a token older than a day', async () => bearer(await token({ iat: now() - 90_000 }))],
];

describe('who is let in', () => {
  it.each(good)('strict welcomes %s in the strict form, with the whole id', async (_, headers) => {
    await emulated('strict-intended', async ({ url }) => {
      const client = await connect(url, '/ws', [], await headers());
      await client.until(1);
      expect(client.messages[0]).toMatchObject({
        type: 'system_message',
        data: {
          event: 'connection_established',
          connection_ready: true,
          user_id: user,
          environment: 'staging',
        },
        server_id: null,
      });
    });
  });

  it.each(bad)('strict answers %s with AUTH_FAILED and 1008', async (_, headers) => {
    await emulated('strict-intended', async ({ url }) => {
      const client = await connect(url, '/ws', [], await headers());
      await client.until(2);
      expect(client.messages).toMatchObject([{ type: 'error_message', error_code: 'AUTH_FAILED' }]);
      expect(client.closed).toEqual({ code: 1008, reason: 'Authentication failed' });
    });
  });

  it.each(bad)('relaxed accepts %s under a made-up user', async (_, headers) => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      const client = await connect(url, '/ws', [], await headers());
      client.send('{"type":"connected"}');
      await client.until(2);
      expect(dataOf(client)).toMatchObject({ mode: 'main', user_id: 'relaxed_...' });
      expect(dataOf(client, 1)['user_id']).toMatch(/^relaxed_\d{4}$/u);
    });
  });

  it('relaxed welcomes a valid token as its user, shortened', async () => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      const client = await connect(url, '/ws', [`jwt.${b64(await token())}`]);
      client.send('{"type":"connected"}');
      await client.until(2);
      expect(dataOf(client)).toMatchObject({ user_id: 'staging-...' });
      expect(dataOf(client, 1)).toMatchObject({ status: 'connected', user_id: user });
    });
  });

  it('relaxed believes a forged token where a test header is there: the impersonation of that build', async () => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      const forged = await token({ sub: 'somebody-else' }, 'another-secret');
      const client = await connect(url, '/ws', [], { ...bearer(forged), ...e2e });
      client.send('{"type":"connected"}');
      await client.until(2);
      expect(dataOf(client, 1)).toMatchObject({ user_id: 'somebody-else' });
    });
  });

  it('a token in the query is not read', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const client = await connect(url, `/ws?token=${await token()}`);
      await client.until(2);
      expect(client.closed?.code).toBe(1008);
    });
  });
});

const silentTypes =
  'ping pong heartbeat connect disconnect chat user_message agent_request start_agent agent_task system_message error resilience_test agent_progress broadcast_test direct_message agent_status_request chat_message message user_input user agent execute_agent'.split(
    ' ',
  );

/** What was observed of the real routes: who a welcome shows, or what is refused, per level. */
describe('the levels of authentication', () => {
  const refused = 'error frame, 1011';
  const own = 'forged-user-7';
  const rows: [name: string, options: Row, demo: string, relaxed: string, production: string][] = [
    ['no token', {}, 'demo-use...', 'relaxed_...', refused],
    ['valid token', { token: () => token() }, 'demo-use...', 'staging-...', 'staging-...'],
    ['wrong signature', { token: () => token({ sub: own }, wrong) }, 'demo-use...', 'relaxed_...', refused],
    [
      'expired',
      { token: () => token({ exp: now() - 10, iat: now() - 60 }) },
      'demo-use...',
      'relaxed_...',
      refused,
    ],
    [
      'garbage string',
      { token: () => Promise.resolve('complete-garbage') },
      'demo-use...',
      'relaxed_...',
      refused,
    ],
    [
      'wrong signature + E2E headers',
      { token: () => token({ sub: own }, wrong), headers: e2e },
      'demo-use...',
      'forged-u...',
      refused,
    ],
    ['no token + E2E headers', { headers: e2e }, 'demo-use...', 'relaxed_...', refused],
    ['token in query', { query: true }, 'demo-use...', 'relaxed_...', refused],
    ['unsupported subprotocol', { offer: ['graphql-ws'] }, 'HTTP 403', 'HTTP 403', 'HTTP 403'],
    ['unknown path', { path: '/no/such/path' }, 'HTTP 403', 'HTTP 403', 'HTTP 403'],
  ];
  const profiles = ['key-commit-demo', 'key-commit-relaxed', 'strict-buggy'] as const;
  it.each(
    rows.flatMap(([name, options, ...expected]) =>
      profiles.map((profile, index) => [name, profile, options, expected[index]!] as const),
    ),
  )('%s against %s', async (_, profile, options, expected) => {
    await emulated(profile, async ({ url }) => {
      expect(await outcomeOf(url, options)).toBe(expected);
    });
  });

  it.each([
    ['key-commit-demo', [], /^demo-user-001$/u],
    ['strict-intended', ['emergency'], /^emergency_\d+$/u],
  ])('%s with %s takes everybody for one user, in full in its answers', async (profile, faults, id) => {
    await emulated(
      profile,
      async ({ url }) => {
        const client = await connect(url, '/ws', [], bearer(await token()));
        client.send('{"type":"connected"}');
        await client.until(2);
        expect(dataOf(client, 1)['user_id']).toMatch(id);
      },
      { faults },
    );
  });

  it('finds a test user named in an unreadable token, with the test headers, else makes one up', async () => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      for (const [text, id] of [
        ['x-staging-e2e-user-003-x', /^staging-e2e-user-003$/u],
        ['x.test-user-abc', /^test-user-abc$/u],
        ['complete-garbage', /^staging-e2e-user-\d{1,3}$/u],
      ] as const) {
        const client = await connect(url, '/ws', [], { ...bearer(text), ...e2e });
        client.send('{"type":"connected"}');
        await client.until(2);
        expect(dataOf(client, 1)['user_id'], text).toMatch(id);
      }
    });
  });
});

const wrong = 'signed-with-another-secret';
interface Row {
  readonly token?: () => Promise<string>;
  readonly headers?: Record<string, string>;
  readonly query?: boolean;
  readonly offer?: string[];
  readonly path?: string;
}

/** What a client sees of an attempt, in the words of the table. */
async function outcomeOf(url: string, row: Row): Promise<string> {
  const query = row.query === true ? `?token=${await token()}` : '';
  const headers = { ...(row.token === undefined ? {} : bearer(await row.token())), ...row.headers };
  const client = await connect(url, (row.path ?? '/ws') + query, row.offer ?? [], headers);
  if (client.status !== 101) return `HTTP ${client.status}`;
  await client.until(1);
  const first = client.messages[0]!;
  if (first['type'] !== 'error_message') return String(dataOf(client)['user_id']);
  expect(first).toMatchObject({
    data: { error_code: 'CONNECTION_ERROR', details: { error_type: 'AttributeError', mode: 'main' } },
  });
  await client.until(9);
  expect(client.closed).toEqual({ code: 1011, reason: 'main mode error' });
  return 'error frame, 1011';
}

describe('what is answered', () => {
  const answersOf = (profile: string, texts: readonly string[], count: number) =>
    emulated(profile, async ({ url }) => {
      const client = await connect(url, '/ws', [], bearer(await token()));
      texts.forEach(client.send);
      await client.until(count + 1);
      return { answers: client.messages.slice(1), closed: client.closed };
    });

  it('at the key commit these types get nothing', async () => {
    const texts = [...silentTypes.map((type) => JSON.stringify({ type })), '{"type":"the_end"}'];
    const { answers } = await answersOf('key-commit-relaxed', texts, 1);
    expect(answers).toMatchObject([
      { type: 'ack', received_type: 'the_end', user_id: user, status: 'acknowledged' },
    ]);
  });

  it.each([
    ['{"type":"connected"}', { type: 'system_message', data: { status: 'connected', user_id: user } }],
    [
      '{"type":"typing","thread_id":"t"}',
      { data: { status: 'typing_acknowledged', user_id: user, thread_id: 't' } },
    ],
    ['{"type":"agent_update"}', { data: { status: 'agent_message_acknowledged', user_id: user } }],
    ['{"type":"error_message","error_code":"X"}', { data: { status: 'acknowledged', error_code: 'X' } }],
    ['{"no":"type"}', { type: 'ack', received_type: 'unknown', user_id: user }],
    ['{"type":"run_agent"}', { type: 'ack', received_type: 'run_agent' }],
    [
      'not json',
      { type: 'error_message', error_code: 'JSON_PARSE_ERROR', error_message: 'Invalid JSON format' },
    ],
  ])('%s is answered in both builds', async (text, expected) => {
    for (const profile of ['key-commit-relaxed', 'strict-intended'])
      expect((await answersOf(profile, [text], 1)).answers).toMatchObject([expected]);
  });

  it.each(['[1]', '"text"', 'null', '7'])('%s ends the loop with 1000 "main cleanup"', async (text) => {
    const { closed } = await answersOf('key-commit-relaxed', [text], 5);
    expect(closed).toEqual({ code: 1000, reason: 'main cleanup' });
  });

  it('as designed, a message that is no object is told so, and the next one is answered', async () => {
    const { answers, closed } = await answersOf('strict-intended', ['[1]', '7', '{"type":"ping"}'], 3);
    expect(answers).toMatchObject([
      { error_code: 'JSON_PARSE_ERROR' },
      { error_code: 'JSON_PARSE_ERROR' },
      { type: 'pong' },
    ]);
    expect(closed).toBeNull();
  });

  it('as designed, pings and heartbeats are answered and a request runs through the five events', async () => {
    const { answers } = await answersOf(
      'strict-intended',
      ['{"type":"ping"}', '{"type":"heartbeat"}', '{"type":"user_message","thread_id":"t1"}'],
      7,
    );
    expect(answers.map(({ type }) => type)).toEqual([
      'pong',
      'heartbeat_ack',
      'agent_started',
      'agent_thinking',
      'tool_executing',
      'tool_completed',
      'agent_completed',
    ]);
    expect(new Set(answers.slice(2).map((each) => each['run_id'])).size).toBe(1);
    expect(answers.at(-1)).toMatchObject({ user_id: user, thread_id: 't1' });
  });

  it('a heartbeat comes when nothing else does', async () => {
    await emulated(
      'key-commit-relaxed',
      async ({ url }) => {
        const client = await connect(url, '/ws', [], bearer(await token()));
        await client.until(2);
        expect(client.messages[1]).toMatchObject({
          type: 'heartbeat',
          data: { stats: { messages_processed: 0 } },
        });
      },
      { heartbeatMs: 20 },
    );
  });
});
