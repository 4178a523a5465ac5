import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { agentEventNames } from '../../../src/livecheck/agentEvent.ts';
import type { EventsData } from '../../../src/livecheck/observations.ts';
import type { ProbeId, ProbeResult } from '../../../src/livecheck/protocol.ts';
import { builtProbes } from '../../../src/livecheck/probes/registry.ts';
import { emulated } from '../emulator/support.ts';
import { send, strictServer, withSockets } from './peers.ts';
import { eventually, quick, run, type Run } from './support.ts';

const user = 'staging-e2e-user-001';
const upToEvents: readonly ProbeId[] = ['ws-path', 'handshake', 'welcome', 'identity', 'events'];
const probes = new Map([...builtProbes].filter(([id]) => upToEvents.includes(id)));

const check = (url: string): Promise<Run> => run(url, { scope: 'full', user }, { probes });

type Message = Readonly<Record<string, unknown>>;
/** A server that answers the identity probe, and requests for an agent as `answer` says. The check leaves no socket open. */
function against(answer: (socket: WebSocket, request: Message) => void) {
  const serve = strictServer(user, (peer, message) => {
    if (message['type'] === 'connected')
      send(peer, { type: 'system_message', data: { status: 'connected', user_id: user } });
    if ('payload' in message) answer(peer, message);
  });
  return withSockets(serve, async ({ url, open }) => {
    const seen = await check(url);
    await eventually(() => open() === 0);
    return { ...eventsOf(seen), verdict: seen.verdict };
  });
}

function eventsOf(seen: Run): { result: ProbeResult; data: EventsData } {
  const result = seen.results.get('events')!;
  if (result.data?.kind !== 'events') throw new Error(result.summary);
  return { result, data: result.data };
}

/** An event as the bridge sends it, in the thread of the request. */
const event = (name: string, request: Message, rest: Message = {}): Message => ({
  type: name,
  run_id: 'run_1',
  user_id: user,
  agent_name: 'supervisor',
  thread_id: request['thread_id'],
  timestamp: new Date().toISOString(),
  data: {
    status: 's',
    reasoning: 'r',
    tool_name: 't',
    parameters: {},
    result: 'r',
    execution_time_ms: 1,
  },
  ...rest,
});
const texts = (result: ProbeResult): string => result.findings.map(({ text }) => text).join('\n');

describe('the probe of agent events', () => {
  it('passes where all five come in order, in one request', async () => {
    const requests: unknown[] = [];
    const { result, data } = await against((socket, request) => {
      requests.push(request['type']);
      agentEventNames.forEach((name) => send(socket, event(name, request)));
    });
    expect(requests).toEqual(['user_message']);
    expect(result).toMatchObject({ verdict: 'pass', cause: null, nextStep: null });
    expect(data).toMatchObject({ score: 5, missing: [], duplicates: 0, orderingViolations: [] });
    expect(data.events.every(({ evidence }) => /^E-\d+$/u.test(evidence))).toBe(true);
    expect(new Set(data.events.map(({ evidence }) => evidence)).size).toBe(5);
  });

  it('passes against the embedded backend as designed', async () => {
    await emulated('strict-intended', async ({ url, connections }) => {
      const { result } = eventsOf(await check(url));
      expect([result.verdict, result.summary]).toEqual(['pass', expect.stringContaining('all five')]);
      await eventually(() => connections() === 0);
    });
  });

  it('names F51 where none comes, though the welcome lists all five, and tries the form that the router lets through', async () => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      const { result, data } = eventsOf(await check(url));
      expect(result).toMatchObject({ verdict: 'fail', cause: { failure: 'F51' } });
      expect(result.cause?.candidates.map(({ failure }) => failure)).toEqual([
        'F52',
        'F45',
        'F46',
        'F44',
        'F55',
      ]);
      expect(result.cause?.candidates.find(({ failure }) => failure === 'F44')?.ruledOut).not.toBeNull();
      expect(data).toMatchObject({ score: 0, impact: 'critical', events: [], received: [] });
      expect(result.summary).toContain('user_message, chat_message');
    });
  });

  it('follows the second form where the first is swallowed', async () => {
    const { result, data } = await against((socket, request) => {
      if (request['type'] === 'chat_message')
        agentEventNames.forEach((name) => send(socket, event(name, request)));
    });
    expect(result).toMatchObject({ verdict: 'warn', cause: { failure: 'F46' } });
    expect(data.score).toBe(5);
  });

  it('is PARTIAL without an event, FAILED without the last', async () => {
    const without = (missing: string) =>
      against((socket, request) =>
        agentEventNames
          .filter((name) => name !== missing)
          .forEach((name) => send(socket, event(name, request))),
      );
    const thinking = await without('agent_thinking');
    expect(thinking.result).toMatchObject({ verdict: 'fail', cause: { failure: 'F51' } });
    expect(thinking.data).toMatchObject({ missing: ['agent_thinking'], impact: 'low' });
    expect(thinking.verdict.status).toBe('partial');
    const completed = await without('agent_completed');
    expect(completed.data).toMatchObject({ missing: ['agent_completed'], impact: 'critical' });
    expect(completed.verdict.status).toBe('failed');
  });

  it('waits for an event that comes after agent_completed, and says that it is late', async () => {
    const { result, data } = await against((socket, request) => {
      const late = agentEventNames.filter((name) => name !== 'tool_completed');
      late.forEach((name) => send(socket, event(name, request)));
      setTimeout(() => send(socket, event('tool_completed', request)), quick.replyTimeoutMs / 4);
    });
    expect(data).toMatchObject({
      missing: [],
      orderingViolations: ['tool_completed comes after agent_completed'],
    });
    expect(result.verdict).toBe('warn');
  });

  it('sees the second sending of an event that follows the end', async () => {
    const { result, data } = await against((socket, request) => {
      agentEventNames.forEach((name) => send(socket, event(name, request)));
      send(socket, event('agent_completed', request, { attempt: 2 }));
    });
    expect([result.verdict, data.duplicates]).toEqual(['warn', 1]);
  });

  it('goes on waiting as long as events come', async () => {
    const pause = quick.eventTimeoutMs / 2;
    const { data } = await against((socket, request) =>
      agentEventNames.forEach((name, index) =>
        setTimeout(() => send(socket, event(name, request)), index * pause),
      ),
    );
    expect(data.score).toBe(5);
  });

  it('fails on events of another user, whatever else is well', async () => {
    const { result, verdict } = await against((socket, request) =>
      agentEventNames.forEach((name) =>
        send(socket, event(name, request, { user_id: name === 'agent_thinking' ? 'user-2' : user })),
      ),
    );
    expect(result).toMatchObject({ verdict: 'fail', cause: { failure: 'F57' } });
    expect(result.summary).toBe(`1 events are of another user than ${user}`);
    expect(verdict.status).toBe('failed');
  });

  it('warns of them where the socket is known to be that user’s, and says why it is', async () => {
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const { result } = eventsOf(await check(url));
        expect(result).toMatchObject({
          verdict: 'warn',
          summary: `5 events are of another user than ${user}`,
          cause: { failure: null, text: 'emergency mode accepts everybody' },
        });
        expect(result.nextStep).toContain('the user who was asked for');
      },
      { faults: ['emergency'] },
    );
  });

  it('quotes the error that ends a run, and does not wait any longer', async () => {
    const { result } = await against((socket, request) => {
      send(socket, event('agent_started', request));
      send(socket, {
        type: 'agent_error',
        thread_id: request['thread_id'],
        error_message: 'registry is empty',
      });
    });
    expect(result).toMatchObject({ verdict: 'fail', cause: { failure: 'F55' } });
    expect(texts(result)).toContain('agent_error: registry is empty');
  });

  it('says so where the socket is closed in the middle', async () => {
    const { result } = await against((socket, request) => {
      send(socket, event('agent_started', request));
      socket.close(1011, 'Processing error');
    });
    expect(result.verdict).toBe('fail');
    expect(texts(result)).toContain('closed the socket with 1011 "Processing error"');
  });

  it('names fields that an event lacks', async () => {
    const { result } = await against((socket, request) =>
      agentEventNames.forEach((name) => send(socket, event(name, request, { agent_name: undefined }))),
    );
    expect(result).toMatchObject({ verdict: 'warn', cause: { failure: 'F47' } });
    expect(result.summary).toContain('agent_started (V1) lacks agent_name');
  });
});
