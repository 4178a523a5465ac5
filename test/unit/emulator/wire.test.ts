import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { emulatorSecret } from '../../../src/livecheck/protocol.ts';
import { connect, emulated, type Client } from './support.ts';

const user = 'staging-e2e-user-002';
const now = (): number => Math.floor(Date.now() / 1000);

function token(claims: Record<string, unknown> = {}, secret = emulatorSecret): Promise<string> {
  const issued = now();
  const all = {
    sub: user,
    iss: 'netra-auth-service',
    token_type: 'access',
    jti: 'j',
    iat: issued,
    exp: issued + 60,
    ...claims,
  };
  return new SignJWT(all).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
}

const bearer = (value: string): Record<string, string> => ({ authorization: `Bearer ${value}` });
const b64 = (value: string): string => Buffer.from(value).toString('base64url');
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
const e2e = { 'x-e2e-test': 'true' };
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
