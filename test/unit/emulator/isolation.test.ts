import { describe, expect, it } from 'vitest';
import { eventNames } from '../../../src/emulator/behaviour.ts';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import type { PlantedLeak } from '../../../src/emulator/leaks.ts';
import { profiles } from '../../../src/emulator/profiles.ts';
import { connect, emulated, type Client } from './support.ts';
import { bearer, token } from './tokens.ts';

interface Member {
  readonly user: string;
  readonly client: Client;
  readonly connectionId: string;
}

const nameOf = (index: number): string => `load-user-${String(index).padStart(3, '0')}`;
const markerOf = (user: string): string => `marker-${user.slice(-3)}-0123456789`;
const threadOf = (user: string): string => `thread-${user.slice(-3)}`;

/** So many users at once, in the order that `order` puts them in, each with its welcome. */
async function joinAll(
  { url }: Emulator,
  count: number,
  order = (index: number) => index,
): Promise<Member[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const user = nameOf(order(index));
      const client = await connect(url, '/ws', [], bearer(await token({ sub: user })));
      await client.until(1);
      const data = client.messages[0]!['data'] as Record<string, string>;
      return { user, client, connectionId: data['connection_id']! };
    }),
  );
}

/** Each says something of its own, and waits until that is answered; then once more, so that nothing is on the way. */
async function speak(members: readonly Member[]): Promise<void> {
  for (const round of ['first', 'second']) {
    await Promise.all(
      members.map(async ({ client, user }) => {
        const type = `${round}-${markerOf(user)}`;
        client.send(JSON.stringify({ type, thread_id: threadOf(user) }));
        await expect.poll(() => client.messages.some((each) => each['received_type'] === type)).toBe(true);
      }),
    );
  }
}

interface Found {
  readonly kind: string;
  readonly of: string;
  readonly on: string;
}

/** What each socket received of others, found by looking for what is theirs, as an outsider would. */
function leaksOn(members: readonly Member[]): Found[] {
  return members.flatMap(({ user: on, client }) => {
    const all = client.messages.map((each) => JSON.stringify(each));
    return members
      .filter(({ user }) => user !== on)
      .flatMap(({ user: of, connectionId }) => {
        const terms = { marker: markerOf(of), 'thread-id': threadOf(of), 'connection-id': connectionId };
        const found = Object.entries(terms).filter(([, text]) => all.some((each) => each.includes(text)));
        const named = all.some((each) => each.includes(`"${of}"`));
        return [...found.map(([kind]) => kind), ...(named ? ['user-id'] : [])].map((kind) => ({
          kind,
          of,
          on,
        }));
      });
  });
}

const inOrder = (leaks: readonly Found[]): string[] =>
  [...new Set(leaks.map(({ kind, of, on }) => `${on} sees the ${kind} of ${of}`))].sort();

describe('many users at once', () => {
  it.each(['strict-intended', 'key-commit-relaxed'])('50 of them are kept apart by %s', async (profile) => {
    await emulated(profile, async (emulator) => {
      const members = await joinAll(emulator, 50);
      expect(emulator.connections()).toBe(50);
      await speak(members);
      expect(new Set(members.map(({ connectionId }) => connectionId)).size).toBe(50);
      for (const { user, client } of members)
        expect(client.messages.at(-1)).toMatchObject({ type: 'ack', user_id: user });
      expect(leaksOn(members)).toEqual([]);
      expect(emulator.plantedLeaks()).toEqual([]);
      members.forEach(({ client }) => client.end());
      await expect.poll(emulator.connections).toBe(0);
    });
  });

  it('50 of them see of each other exactly what leaky says that it has planted', async () => {
    await emulated('leaky', async (emulator) => {
      const members = await joinAll(emulator, 50);
      await speak(members);
      const planted = emulator.plantedLeaks();
      expect(planted.length).toBeGreaterThanOrEqual(50);
      expect(new Set(planted.map(({ kind }) => kind))).toEqual(
        new Set(['user-id', 'marker', 'connection-id', 'thread-id']),
      );
      expect(inOrder(leaksOn(members))).toEqual(inOrder(planted));
      for (const { on, onConnection } of planted)
        expect(members.find(({ user }) => user === on)?.connectionId).toBe(onConnection);
      for (const { user, client } of members)
        expect(client.messages.at(-1), 'its own answers stay its own').toMatchObject({ user_id: user });
    });
  });

  it('get leaks, and nothing else, in binary frames where the fault says so', async () => {
    await emulated(
      'strict-intended',
      async (emulator) => {
        const members = await joinAll(emulator, 12);
        await speak(members);
        const planted = emulator.plantedLeaks();
        expect(planted.length).toBeGreaterThanOrEqual(12);
        expect(inOrder(leaksOn(members))).toEqual(inOrder(planted));
        for (const { user, client } of members)
          expect(client.binary).toHaveLength(planted.filter(({ on }) => on === user).length);
      },
      { faults: ['leaks-in-binary'] },
    );
  });

  it('get the events of an agent whom another has asked, as the fault says and the seed decides', async () => {
    const stray = (seed: number) =>
      emulated(
        'strict-intended',
        async (emulator) => {
          const members = await joinAll(emulator, 12);
          const [asking] = members;
          asking!.client.send(JSON.stringify({ type: 'chat_message', thread_id: threadOf(asking!.user) }));
          await asking!.client.until(6);
          await speak(members);
          const planted = emulator.plantedLeaks();
          expect(new Set(planted.map(({ of }) => of))).toEqual(new Set([asking!.user]));
          const receivers = new Set(planted.map(({ on }) => on));
          for (const { user, client } of members) {
            const events = client.messages.filter(({ type }) =>
              (eventNames as readonly unknown[]).includes(type),
            );
            expect(events).toHaveLength(user === asking!.user || receivers.has(user) ? 5 : 0);
          }
          expect(receivers.size).toBe(1);
          return [...receivers][0];
        },
        { faults: ['events-astray'], seed, pace: 0 },
      );
    const first = await stray(1);
    expect(await stray(1)).toBe(first);
    const others = await Promise.all([2, 3, 4, 5].map(stray));
    expect(others.some((each) => each !== first)).toBe(true);
  });

  it('one user alone has nobody to leak to', async () => {
    await emulated('leaky', async (emulator) => {
      const members = await joinAll(emulator, 1);
      await speak(members);
      expect(emulator.plantedLeaks()).toEqual([]);
    });
  });
});

describe('a seed', () => {
  const clock = Date.now();
  const leaksFor = (seed: number, order?: (index: number) => number): Promise<readonly PlantedLeak[]> =>
    emulated(
      'leaky',
      async (emulator) => {
        await speak(await joinAll(emulator, 12, order));
        return emulator.plantedLeaks();
      },
      { seed, nowMs: () => clock },
    );
  const listed = (leaks: readonly PlantedLeak[]): string[] =>
    leaks.map(({ kind, of, on, value }) => `${kind} ${of} ${on} ${kind === 'marker' ? '' : value}`).sort();

  it('decides the leaks, in whichever order the users come, and another seed others', async () => {
    const first = listed(await leaksFor(5));
    expect(listed(await leaksFor(5, (index) => 11 - index))).toEqual(first);
    expect(listed(await leaksFor(6))).not.toEqual(first);
  });

  /** Everything that a client sees of a profile, where it sees anything. */
  const transcript = (profile: string, seed: number): Promise<string> =>
    emulated(
      profile,
      async ({ url }) => {
        const value = await token({ iat: Math.floor(clock / 1000), exp: Math.floor(clock / 1000) + 600 });
        const client = await connect(url, '/ws', [], bearer(value));
        if (client.status !== 101) return `HTTP ${client.status}`;
        for (const type of ['ping', 'handshake_acknowledged', 'user_message', 'chat_message', 'connected'])
          if (client.closed === null) client.send(JSON.stringify({ type }));
        client.send(JSON.stringify({ type: 'the_end' }));
        await expect
          .poll(
            () =>
              client.closed !== null || client.messages.some((each) => each['received_type'] === 'the_end'),
          )
          .toBe(true);
        return JSON.stringify([client.messages, client.closed]);
      },
      { seed, pace: 0, nowMs: () => clock },
    );

  it.each(profiles.map(({ id }) => id))('repeats all that %s sends', async (id) => {
    const first = await transcript(id, 3);
    expect(await transcript(id, 3)).toBe(first);
    if (first.includes('connection_id')) expect(await transcript(id, 4)).not.toBe(first);
  });
});
