import { expect } from 'vitest';
import {
  answersTo,
  dies,
  ended,
  join,
  other,
  strict,
  userOf,
  wrapped,
  type Producible,
} from './failureKit.ts';
import { connect } from './support.ts';
import { bearer, token, user } from './tokens.ts';

/** Failures of a connection that was accepted, of its messages and of agents. */
export const failuresWithin: readonly Producible[] = [
  {
    id: 'F37',
    what: 'an enum is not serialisable: 1011 at once',
    profile: strict,
    faults: ['crash-at-connect'],
    sees: dies('Internal error'),
  },
  {
    id: 'F38',
    what: 'the limit of connections per user',
    profile: strict,
    faults: ['connection-limit'],
    async sees(emulator) {
      const five = [];
      for (let time = 0; time < 5; time += 1) {
        const client = await join(emulator);
        await client.until(1);
        five.push(client);
      }
      expect((await ended(emulator)).close).toEqual({ code: 1011, reason: 'Factory SSOT validation failed' });
      expect(await userOf(await connect(emulator.url, '/ws', [], bearer(await token({ sub: other }))))).toBe(
        other,
      );
      expect(five.every(({ closed }) => closed === null)).toBe(true);
    },
  },
  {
    id: 'F39',
    what: 'a function is None',
    profile: strict,
    faults: ['fallback-none'],
    sees: dies('main mode error', wrapped('TypeError')),
  },
  {
    id: 'F40',
    what: 'an id is rejected',
    profile: strict,
    faults: ['id-rejected'],
    sees: dies('main mode error', wrapped('ValueError')),
  },
  {
    id: 'F41',
    what: 'closed with 1000 in the place of the welcome',
    profile: 'close-1000-before-welcome',
    async sees(emulator) {
      expect(await ended(emulator)).toEqual({ messages: [], close: { code: 1000, reason: 'main cleanup' } });
    },
  },
  {
    id: 'F43',
    what: 'the emergency manager: connected, features missing',
    profile: strict,
    faults: ['emergency-manager'],
    async sees(emulator) {
      const client = await join(emulator);
      await client.until(1);
      expect(client.messages[0]).toMatchObject({ data: { features: { agent_orchestration: false } } });
      expect(await answersTo(emulator, ['user_message'])).toEqual([]);
    },
  },
  {
    id: 'F44',
    what: 'no message is answered',
    profile: strict,
    faults: ['router-dead'],
    async sees(emulator) {
      const client = await join(emulator);
      await client.until(1);
      for (const type of ['ping', 'connected', 'unheard-of', 'user_message'])
        client.send(JSON.stringify({ type }));
      // A close that is answered shows that the texts before it were taken.
      client.leave();
      await client.until(9);
      expect(client.messages).toHaveLength(1);
    },
  },
  {
    id: 'F45',
    what: 'messages to agents are not answered',
    profile: strict,
    faults: ['bridge-silent'],
    sees: async (emulator) =>
      expect(await answersTo(emulator, ['ping', 'user_message', 'chat'])).toEqual(['pong']),
  },
  {
    id: 'F46',
    what: 'canonical types are swallowed',
    profile: 'key-commit-relaxed',
    sees: async (emulator) =>
      expect(await answersTo(emulator, ['ping', 'heartbeat', 'user_message'])).toEqual([]),
  },
  {
    id: 'F47',
    what: 'the shape of the welcome changed',
    profile: strict,
    faults: ['welcome-c'],
    async sees(emulator) {
      const client = await join(emulator);
      await client.until(1);
      expect(client.messages[0]).toMatchObject({ type: 'connect', data: { mode: 'main' } });
    },
  },
  {
    id: 'F48',
    what: 'other frames come before the welcome and the pong',
    profile: 'legacy-0909',
    async sees(emulator) {
      const client = await join(emulator);
      client.send('{"type":"ping"}');
      await client.until(5);
      expect(client.messages.map(({ type }) => type)).toEqual([
        'handshake_validation',
        'system_message',
        'ping',
        'ping',
        'pong',
      ]);
    },
  },
  {
    id: 'F49',
    what: 'a JSON array ends the loop',
    profile: 'key-commit-relaxed',
    async sees(emulator) {
      const client = await join(emulator);
      client.send('[1]');
      await client.until(9);
      expect(client.closed).toEqual({ code: 1000, reason: 'main cleanup' });
    },
  },
  {
    id: 'F50',
    what: 'making the manager raises',
    profile: 'key-commit-relaxed',
    faults: ['manager-raises'],
    sees: dies('main mode error', wrapped('RuntimeError')),
  },
  {
    id: 'F51',
    what: 'not all events come',
    profile: 'events-missing',
    async sees(emulator) {
      expect(await answersTo(emulator, ['user_message'])).toEqual([
        'agent_started',
        'agent_thinking',
        'tool_executing',
      ]);
    },
  },
  {
    id: 'F52',
    what: 'no event reaches the connection, and the rest works',
    profile: 'key-commit-demo',
    sees: async (emulator) => expect(await answersTo(emulator, ['user_message', 'chat_message'])).toEqual([]),
  },
  {
    id: 'F53',
    what: 'messages are reflected',
    profile: strict,
    faults: ['reflecting'],
    async sees(emulator) {
      const client = await join(emulator);
      client.send('{"type":"agent_completed"}');
      await client.until(2);
      expect(client.messages[1]).toEqual({ type: 'agent_completed' });
    },
  },
  {
    id: 'F54',
    what: 'the welcome lists the events, and none comes',
    profile: 'key-commit-relaxed',
    async sees(emulator) {
      const client = await join(emulator);
      await client.until(1);
      expect(client.messages[0]).toHaveProperty(['data', 'golden_path_events', 4], 'agent_completed');
      expect(await answersTo(emulator, ['user_message'])).toEqual([]);
    },
  },
  {
    id: 'F55',
    what: 'the registry of agents is empty',
    profile: strict,
    faults: ['agent-error'],
    sees: async (emulator) =>
      expect(await answersTo(emulator, ['user_message'])).toEqual(['agent_started', 'agent_error']),
  },
  {
    id: 'F56',
    what: 'all users are one',
    profile: 'key-commit-demo',
    async sees(emulator) {
      const second = await connect(emulator.url, '/ws', [], bearer(await token({ sub: other })));
      expect(await userOf(await join(emulator))).toBe(await userOf(second));
    },
  },
  {
    id: 'F57',
    what: "another user's bridge handles a message",
    profile: 'key-commit-relaxed',
    async sees(emulator) {
      const first = await join(emulator);
      await first.until(1);
      first.end();
      await expect.poll(emulator.connections).toBe(0);
      const second = await connect(emulator.url, '/ws', [], bearer(await token({ sub: other })));
      second.send('{"type":"chat_message"}');
      await second.until(2);
      expect(second.messages[1]).toMatchObject({ data: { user_id: user } });
    },
  },
  {
    id: 'F58',
    what: 'the validation is cancelled late',
    profile: strict,
    faults: ['late-cancelled'],
    async sees(emulator) {
      const { messages, close } = await ended(emulator);
      expect(messages[0]).toMatchObject({ data: { user_id: user } });
      expect(close).toEqual({ code: 1000, reason: 'main cleanup' });
    },
  },
  {
    id: 'F60',
    what: '"1011" in a text that is no close code',
    profile: strict,
    faults: ['late-cancelled'],
    async sees(emulator) {
      const { messages, close } = await ended(emulator);
      expect(JSON.stringify(messages)).toContain('0.1011s');
      expect(close?.code).toBe(1000);
    },
  },
];
