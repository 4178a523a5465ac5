import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { faults } from '../../../src/emulator/faults.ts';
import { profiles } from '../../../src/emulator/profiles.ts';
import { connect, emulated, type Client } from './support.ts';
import { bearer, token, user } from './tokens.ts';

/** A client with a good token. */
const join = async (url: string, protocols: string[] = []): Promise<Client> =>
  connect(url, '/ws', protocols, bearer(await token()));
const typesOf = (client: Client): unknown[] => client.messages.map(({ type }) => type);
const dataOf = (client: Client, index: number) => client.messages[index]?.['data'] as Record<string, unknown>;

/** Sends texts with a good token and gives the messages after the welcome. */
const answersTo = (
  profile: string,
  texts: readonly object[],
  count: number,
  options: Partial<EmulatorOptions> = {},
) =>
  emulated(
    profile,
    async ({ url }) => {
      const client = await join(url);
      await client.until(1);
      const before = client.messages.length;
      texts.forEach((each) => client.send(JSON.stringify(each)));
      await client.until(before + count);
      return client.messages.slice(before);
    },
    { pace: 0, ...options },
  );

describe('the profiles', () => {
  it('are those that were worth a name, and each says what it is for', () => {
    expect(profiles.map(({ id }) => id)).toEqual([
      'strict-intended',
      'key-commit-relaxed',
      'key-commit-demo',
      'strict-buggy',
      'legacy-0909',
      'oct-2025',
      'no-subprotocol-echo',
      'not-ready-403',
      'queued-500',
      'manager-none-1011',
      'close-1000-before-welcome',
      'leaky',
      'events-missing',
      'events-out-of-order',
      'slow-cold-start',
      'frontend-health',
      'armor-429',
      'health-503-startup',
      'health-ok-api-degraded',
    ]);
    for (const rows of [profiles, faults] as const)
      for (const key of ['id', 'description'] as const)
        expect(new Set(rows.map((each) => each[key])).size).toBe(rows.length);
  });

  it('are all in the README', () => {
    const readme = readFileSync('README.md', 'utf8');
    expect(profiles.filter(({ id }) => !readme.includes(`\`${id}\``))).toEqual([]);
  });

  it('legacy-0909 validates the handshake, welcomes strictly and pings between its answers', async () => {
    await emulated('legacy-0909', async ({ url }) => {
      const client = await join(url);
      client.send('{"type":"ping"}');
      await client.until(5);
      expect(typesOf(client)).toEqual(['handshake_validation', 'system_message', 'ping', 'ping', 'pong']);
      expect(dataOf(client, 1)).toMatchObject({ event: 'connection_established', user_id: user });
      const refused = await connect(url, '/ws', [], bearer(await token({ token_type: undefined })));
      await refused.until(9);
      expect(refused.messages).toMatchObject([
        { type: 'authentication_error', event: 'auth_failed', error_code: 'VALIDATION_FAILED' },
      ]);
      expect(refused.closed?.code).toBe(1011);
    });
  });

  it('oct-2025 answers requests to agents only after its handshake is acknowledged', async () => {
    await emulated('oct-2025', async ({ url }) => {
      const client = await join(url);
      client.send('{"type":"user_message"}');
      client.send('{"type":"handshake_acknowledged","thread_id":"t1"}');
      client.send('{"type":"user_message"}');
      await client.until(8);
      expect(typesOf(client)).toEqual([
        'handshake_response',
        'connection_established',
        'handshake_complete',
        'agent_started',
        'agent_thinking',
        'tool_executing',
        'tool_completed',
        'agent_completed',
      ]);
      for (const name of ['thread_id', 'run_id', 'request_id', 'session_token'])
        expect(client.messages[0]).toHaveProperty(name);
      expect(client.messages[2]).toMatchObject({ thread_id: 't1' });
    });
  });

  it('no-subprotocol-echo answers 101 without a subprotocol, which the client library refuses', async () => {
    await emulated('no-subprotocol-echo', async ({ url }) => {
      await expect(join(url, ['jwt-auth'])).rejects.toThrow('Server sent no subprotocol');
      expect((await join(url)).status).toBe(101);
    });
  });

  it('queued-500 never accepts', async () => {
    await emulated('queued-500', async ({ url }) => {
      for (let time = 0; time < 3; time += 1) expect((await join(url)).status).toBe(500);
      expect((await fetch(`${url}/health`)).status).toBe(200);
    });
  });

  it('manager-none-1011 tells SERVICE_INIT_FAILED, flat, whatever the token', async () => {
    await emulated('manager-none-1011', async ({ url }) => {
      for (const client of [await join(url), await connect(url, '/ws')]) {
        await client.until(9);
        expect(client.messages).toMatchObject([
          { type: 'error_message', error_code: 'SERVICE_INIT_FAILED', recovery_suggestions: null },
        ]);
        expect(client.closed).toEqual({ code: 1011, reason: 'Service initialization failed' });
      }
    });
  });

  it('slow-cold-start queues the first upgrade on each path and accepts the second', async () => {
    await emulated('slow-cold-start', async ({ url }) => {
      const headers = bearer(await token());
      const statuses = [];
      for (const path of ['/ws', '/api/v1/websocket', '/ws', '/api/v1/websocket'])
        statuses.push((await connect(url, path, [], headers)).status);
      expect(statuses).toEqual([500, 500, 101, 101]);
    });
  });

  it('frontend-health is a page everywhere, and no WebSocket', async () => {
    await emulated('frontend-health', async ({ url }) => {
      for (const path of ['/health', '/', '/api/health']) {
        const response = await fetch(url + path);
        expect([response.status, response.headers.get('content-type')]).toEqual([
          200,
          'text/html; charset=UTF-8',
        ]);
        expect(await response.text()).toMatch(/^<!DOCTYPE html>/u);
      }
      expect((await join(url)).status).toBe(404);
    });
  });

  it('armor-429 answers everything at the edge, with a page and how long to wait', async () => {
    await emulated('armor-429', async ({ url }) => {
      const response = await fetch(`${url}/health`);
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '600']);
      expect(await response.text()).toContain('<title>429</title>');
      expect((await join(url)).status).toBe(429);
    });
  });

  it('health-503-startup says that the start-up failed', async () => {
    await emulated('health-503-startup', async ({ url }) => {
      const response = await fetch(`${url}/health`);
      expect([response.status, await response.json()]).toMatchObject([503, { startup_failed: true }]);
      expect((await join(url)).status).toBe(403);
    });
  });

  it('health-ok-api-degraded contradicts itself', async () => {
    await emulated('health-ok-api-degraded', async ({ url }) => {
      const body = async (path: string) => (await (await fetch(url + path)).json()) as unknown;
      expect(await body('/health')).toMatchObject({ status: 'healthy' });
      expect(await body('/api/health')).toMatchObject({
        status: 'degraded',
        checks: { redis: { connected: false }, postgresql: { response_time_ms: 5137 } },
      });
    });
  });
});

describe('the agent of another user, at the key commit', () => {
  const bridged = JSON.stringify({ type: 'chat_message', content: 'hello' });
  const probe = '{"type":"the_end"}';
  const other = 'staging-e2e-user-003';
  const joinAs = async (url: string, sub: string) => connect(url, '/ws', [], bearer(await token({ sub })));

  it('answers in the name of the first user, once that one has left', async () => {
    await emulated('key-commit-relaxed', async ({ url, connections }) => {
      const first = await joinAs(url, user);
      await first.until(1);
      const second = await joinAs(url, other);
      second.send(bridged);
      second.send(probe);
      await second.until(2);
      expect(typesOf(second).slice(1), 'while the first is there').toEqual(['ack']);
      first.end();
      await expect.poll(connections).toBe(1);
      second.send(bridged);
      await second.until(3);
      expect(dataOf(second, 2)).toMatchObject({ original_type: 'chat_message', user_id: user });
    });
  });

  it.each(['key-commit-demo', 'strict-intended'])('does not in %s', async (profile) => {
    await emulated(profile, async ({ url, connections }) => {
      const first = await joinAs(url, user);
      await first.until(1);
      first.end();
      await expect.poll(connections).toBe(0);
      const second = await joinAs(url, other);
      second.send(bridged);
      second.send(probe);
      await expect.poll(() => typesOf(second).includes('ack')).toBe(true);
      const named = JSON.stringify(second.messages);
      expect(named).not.toContain(user);
    });
  });
});

describe('the events of an agent', () => {
  const request = { type: 'user_message', content: 'hello', payload: { thread_id: 't1' } };
  const names = ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'];

  it.each([
    ['V1', [], { agent_name: 'supervisor', data: { status: 'started' } }],
    ['V2', ['events-v2'], { critical: true, attempt: 1, task_description: 'answer the request' }],
    ['demo', ['events-demo'], { agent: 'supervisor' }],
  ])('come in the form %s', async (_, faults, first) => {
    const events = await answersTo('strict-intended', [request], 5, { faults });
    expect(events.map(({ type }) => type)).toEqual(names);
    expect(events[0]).toMatchObject(first);
    expect(new Set(events.map((each) => each['run_id'])).size).toBe(1);
  });

  it('come in the form V3, named in the data of other messages', async () => {
    const events = await answersTo('strict-intended', [request], 5, { faults: ['events-v3'] });
    expect(events.map(({ type }) => type)).toEqual([
      'system_message',
      'agent_progress',
      'agent_progress',
      'agent_progress',
      'agent_response_complete',
    ]);
    expect(events.map(({ data }) => (data as Record<string, unknown>)['event'])).toEqual(names);
    expect(events[4]).toMatchObject({ data: { user_id: user, real_llm_used: false } });
  });

  it.each(['chat', 'chat_message', 'agent_request', 'start_agent', 'execute_agent', 'message'])(
    'follow a %s, in the thread of its payload',
    async (type) => {
      const events = await answersTo('strict-intended', [{ ...request, type }], 5);
      expect(events.map((each) => [each['thread_id'], each['user_id']])).toEqual(
        names.map(() => ['t1', user]),
      );
    },
  );

  it.each<[name: string, profile: string, faults: string[], expected: string[]]>([
    ['missing', 'events-missing', [], names.slice(0, 3)],
    [
      'out of order',
      'events-out-of-order',
      [],
      ['agent_thinking', 'agent_started', 'agent_completed', 'tool_completed', 'tool_executing'],
    ],
    ['twice', 'strict-intended', ['events-duplicated'], names.flatMap((each) => [each, each])],
    ['with a gap', 'strict-intended', ['events-gap'], names],
    ['paced', 'strict-intended', ['events-paced'], names],
    ['with an error at the end', 'strict-intended', ['agent-error'], ['agent_started', 'agent_error']],
    ['not at all', 'strict-intended', ['bridge-silent'], []],
  ])('come %s', async (_, profile, faults, expected) => {
    const end = { type: 'the_end' };
    const count = expected.length + 1;
    // Later events come in their own time, so that the last one is asked for when they are there.
    const events = await emulated(
      profile,
      async ({ url }) => {
        const client = await join(url);
        client.send(JSON.stringify(request));
        await client.until(count);
        client.send(JSON.stringify(end));
        await client.until(count + 1);
        return client.messages.slice(1);
      },
      { pace: 0, faults },
    );
    expect(events.map(({ type }) => type)).toEqual([...expected, 'ack']);
  });

  it('count their attempts in the form that has them', async () => {
    const events = await answersTo('strict-intended', [request], 10, {
      faults: ['events-v2', 'events-duplicated'],
    });
    expect(events.map((each) => each['attempt'])).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
  });

  it('are of another run, of another user, or bare', async () => {
    const runs = await answersTo('strict-intended', [request], 5, { faults: ['events-other-run'] });
    expect(new Set(runs.map((each) => each['run_id'])).size).toBe(2);
    const users = await answersTo('strict-intended', [request], 5, { faults: ['events-other-user'] });
    expect(users.some((each) => each['user_id'] === user)).toBe(false);
    const bare = await answersTo('strict-intended', [request], 5, { faults: ['events-bare'] });
    expect(bare.map(({ data }) => data)).toEqual(names.map(() => ({})));
  });

  it('come on the path of the demonstration, whatever the profile', async () => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      const client = await connect(url, '/api/demo/ws');
      for (const text of [
        'null',
        'not json',
        '{"type":"user_message"}',
        '{"type":"ping"}',
        '{"type":"chat"}',
      ])
        client.send(text);
      await client.until(7);
      expect(typesOf(client)).toEqual(['connection_established', 'pong', ...names]);
    });
  });
});
