import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { tokenOf } from '../../../src/emulator/authentication.ts';
import type { IsolationData } from '../../../src/livecheck/observations.ts';
import type { LiveCheckSettings, ProbeId } from '../../../src/livecheck/protocol.ts';
import { builtProbes } from '../../../src/livecheck/probes/registry.ts';
import { signToken, readToken } from '../../../src/livecheck/tokens.ts';
import { emulatorSecret } from '../../../src/livecheck/protocol.ts';
import type { RunOptions } from '../../../src/livecheck/runLiveCheck.ts';
import { emulated } from '../emulator/support.ts';
import { send, strictWelcome, withSockets } from './peers.ts';
import { eventually, quick, run, type Run } from './support.ts';

const needed: readonly ProbeId[] = ['ws-path', 'handshake', 'welcome', 'isolation'];
const probes = new Map([...builtProbes].filter(([id]) => needed.includes(id)));
const own = 'staging-e2e-user-001';

const check = (url: string, settings: Partial<LiveCheckSettings> = {}, options: RunOptions = {}) =>
  run(url, { scope: 'full', user: own, ...settings }, { probes, ...options });

function isolationOf(seen: Run) {
  const result = seen.results.get('isolation')!;
  if (result.data?.kind !== 'isolation') throw new Error(result.summary);
  return { result, data: result.data satisfies IsolationData, verdict: seen.verdict };
}

interface Member {
  readonly socket: WebSocket;
  readonly user: string;
  /** How many sockets this user has had, this one included. */
  readonly time: number;
}

/** How a server of the tests treats its users, where it does not do it well. */
interface Faults {
  /** The user that the server takes the owner of a token for. */
  readonly named?: (member: Member) => string;
  readonly onMessage?: (member: Member, all: readonly Member[], message: Record<string, unknown>) => void;
  readonly onLeave?: (member: Member, all: readonly Member[]) => void;
  /** Whether the question whose the socket is is answered; it comes in two messages. */
  readonly answers?: (member: Member) => boolean;
  /** Refuses a connection in the place of its welcome. */
  readonly refuses?: (member: Member) => boolean;
}

/** Checks a server of several users. The check leaves no socket open. */
async function against(faults: Faults, settings: Partial<LiveCheckSettings> = {}) {
  const all = new Set<Member>();
  const times = new Map<string, number>();
  return withSockets(
    (socket, request) => {
      const reading = readToken(tokenOf(request.headers) ?? '');
      if (!reading.ok) throw new Error(reading.message);
      const { user } = reading;
      const time = (times.get(user) ?? 0) + 1;
      times.set(user, time);
      const member = { socket, user, time };
      const named = faults.named?.(member) ?? user;
      if (faults.refuses?.(member) === true) {
        socket.close(1011, 'Factory SSOT validation failed');
        return;
      }
      all.add(member);
      socket.on('close', () => {
        all.delete(member);
        faults.onLeave?.(member, [...all]);
      });
      socket.on('message', (data) => {
        const message = JSON.parse((data as Buffer).toString()) as Record<string, unknown>;
        faults.onMessage?.(member, [...all], message);
        const type = String(message['type']);
        if (type !== 'connected' && !type.startsWith('ssot_probe_')) return;
        if (faults.answers?.(member) === false) return;
        if (type === 'connected')
          send(socket, { type: 'system_message', data: { status: 'connected', user_id: named } });
        else send(socket, { type: 'ack', received_type: type, user_id: named });
      });
      send(socket, strictWelcome(named));
    },
    async ({ url, open }) => {
      const seen = await check(url, settings);
      await eventually(() => open() === 0);
      return isolationOf(seen);
    },
  );
}

describe('the probe of isolation', () => {
  it('passes where everybody is who was asked for and hears of nobody else', async () => {
    const { result, data } = await against({}, { users: 5 });
    expect(result).toMatchObject({ verdict: 'pass', cause: null, nextStep: null });
    expect(data).toMatchObject({ distinctIdentities: 5, notTestable: null });
    expect(data.users.map(({ requested, observed }) => [requested, observed])).toEqual(
      [own, 'staging-e2e-user-002', 'staging-e2e-user-003', 'ssot-check-user-001', 'ssot-check-user-002'].map(
        (user) => [user, user],
      ),
    );
    expect(data.users.map((each) => each.identityAfterReconnect)).toEqual([
      null,
      'full',
      'full',
      'full',
      null,
    ]);
    expect(data.users.every(({ frames }) => frames >= 3)).toBe(true);
  });

  it('connects the three test users where nobody says how many', async () => {
    const { data } = await against({});
    expect(data.users).toHaveLength(3);
  });

  it.each<[string, IsolationData['users'][number]['foreign'][number]['what'], Faults]>([
    [
      'a message that goes to everybody',
      'marker',
      {
        onMessage: (_, all, message) => {
          if (message['type'] === 'typing')
            for (const { socket } of all) send(socket, { type: 'typing', about: message['message_id'] });
        },
      },
    ],
    [
      'a thread of another',
      'thread-id',
      {
        onMessage: ({ user }, all, { thread_id: thread }) => {
          const other = all.find((each) => each.user !== user);
          if (thread !== undefined && other !== undefined)
            other.socket.send(`progress in ${JSON.stringify(thread)}`);
        },
      },
    ],
    [
      'an answer in the name of a user who has left',
      'user-id',
      {
        onMessage: ({ socket, user }, _, { type }) => {
          if (type === 'chat_message' && user !== own) send(socket, { type: 'ack', user_id: own });
        },
      },
    ],
    [
      'the run of another user’s agent, told after it has ended',
      'run-id',
      {
        onMessage: (member, all, { type, thread_id: thread }) => {
          if (type !== 'chat_message') return;
          const of = { run_id: 'run_of_this_request', data: { result: 'done' } };
          send(member.socket, { type: 'agent_completed', ...of, thread_id: thread });
          const others = all.filter(({ user }) => user !== member.user);
          setTimeout(
            () => others.forEach(({ socket }) => send(socket, { type: 'progress_update', ...of })),
            100,
          );
        },
      },
    ],
    [
      'an answer to the message of the product’s frontend in the name of another, which knows no other form',
      'user-id',
      {
        onMessage: ({ socket, user }, _, { type }) => {
          if (type === 'user_message' && user !== own) send(socket, { type: 'ack', user_id: own });
        },
      },
    ],
    [
      'the thread that the server has made for another user’s agent',
      'thread-id',
      {
        onMessage: (member, all, { type }) => {
          if (type !== 'chat_message') return;
          const of = { thread_id: 'thread_of_the_server', data: { result: 'done' } };
          send(member.socket, {
            type: 'agent_completed',
            user_id: member.user,
            run_id: 'run_1234567',
            ...of,
          });
          for (const { socket, user } of all)
            if (user !== member.user) send(socket, { type: 'agent_thinking', ...of });
        },
      },
    ],
  ])('fails on %s', async (_, what, faults) => {
    const { result, data, verdict } = await against(faults);
    expect(result).toMatchObject({ verdict: 'fail', cause: { failure: 'F57' } });
    const hits = data.users.flatMap(({ foreign }) => foreign);
    expect(hits.length).toBeGreaterThan(0);
    expect(new Set(hits.map((each) => each.what))).toEqual(new Set([what]));
    expect(hits.every(({ evidence }) => /^E-\d+$/u.test(evidence))).toBe(true);
    expect(verdict.status).toBe('failed');
  });

  it('fails on what leaks in binary frames, and shows them', async () => {
    await emulated(
      'strict-intended',
      async ({ url, plantedLeaks }) => {
        const seen = await check(url, { users: 5 });
        const { result, data } = isolationOf(seen);
        expect(result).toMatchObject({ verdict: 'fail', cause: { failure: 'F57' } });
        const hits = data.users.flatMap(({ foreign }) => foreign);
        const saw = (on: string, kind: string, of: string): string => `${on} saw the ${kind} of ${of}`;
        const seenBy = data.users.flatMap(({ requested, foreign }) =>
          foreign.map(({ what, of }) => saw(requested, what, data.users[of]!.requested)),
        );
        const planted = plantedLeaks().map(({ on, kind, of }) => saw(on, kind, of));
        expect(new Set(seenBy)).toEqual(new Set(planted));
        const shown = seen.evidence.filter(({ id }) => hits.some(({ evidence }) => evidence === id));
        expect(shown.length).toBeGreaterThan(0);
        for (const { detail } of shown)
          expect(detail).toMatchObject({
            opcode: 'binary',
            body: expect.stringMatching(/^\{"type"/u) as string,
          });
      },
      { faults: ['leaks-in-binary'] },
    );
  });

  it('fails on events of an agent that go to another user while the agent takes its time', async () => {
    await emulated(
      'strict-intended',
      async ({ url, plantedLeaks }) => {
        const { result, data } = isolationOf(
          await check(url, { timing: { ...quick, eventTimeoutMs: 2_000 } }),
        );
        expect(result).toMatchObject({ verdict: 'fail', cause: { failure: 'F57' } });
        const hits = data.users.flatMap(({ foreign }) => foreign);
        expect(new Set(hits.map(({ what }) => what))).toEqual(new Set(['user-id', 'thread-id', 'run-id']));
        // Each of the five events says all three.
        expect([hits.length, plantedLeaks().length]).toEqual([15, 15]);
      },
      { faults: ['events-astray'] },
    );
  });

  it('proves nothing where messages are packed, and fails where one of them can be read all the same', async () => {
    const packed = await against({
      onMessage: ({ socket }, _, { type }) => {
        if (type === 'typing') socket.send(gzipSync('anything of anybody'));
      },
    });
    // Three users ask once, two ask again, and two ask after they connected anew.
    expect(packed.result).toMatchObject({
      verdict: 'inconclusive',
      summary: expect.stringMatching(/^7 binary messages are no text/u) as string,
    });
    const readable = await against({
      onMessage: (member, all, { type, thread_id: thread }) => {
        const other = all.find(({ user }) => user !== member.user);
        if (type === 'typing')
          other?.socket.send(Buffer.from(`\u0001\u00ff${String(thread)}\u0000`, 'latin1'));
      },
    });
    expect(readable.result.verdict).toBe('fail');
  });

  it('counts as looked at what says something, and no pongs', async () => {
    const asked = new Map<string, number>();
    const { result, data } = await against({
      onMessage: (member, _, { type }) => {
        const { user } = member;
        if (type === 'typing') member.socket.ping('alive');
        if (type === 'connected') asked.set(user, (asked.get(user) ?? 0) + 1);
      },
    });
    expect(result.verdict).toBe('pass');
    // A welcome of each socket, and two answers to each question.
    for (const { requested, frames } of data.users)
      expect(frames).toBe(2 * asked.get(requested)! + (requested === own ? 1 : 2));
  });

  it('proves nothing where all are one user, and never passes', async () => {
    const { result, data, verdict } = await against({ named: () => 'demo-user-001' });
    expect(result).toMatchObject({ verdict: 'inconclusive', cause: { failure: 'F56' } });
    expect(result.cause?.candidates.map(({ failure }) => failure)).toEqual(['F29']);
    expect(data.distinctIdentities).toBe(1);
    expect(data.notTestable).toContain('identities collapse');
    expect(verdict.status).toBe('inconclusive');
  });

  it('proves nothing where the users are others than those of the tokens', async () => {
    const { result, data } = await against({ named: ({ user }) => `relaxed_1${user.slice(-3)}` });
    expect(result).toMatchObject({ verdict: 'inconclusive', cause: { failure: 'F30' } });
    expect(data).toMatchObject({ distinctIdentities: 3 });
    expect(data.notTestable).toContain('not those of the users');
  });

  it('fails where a collapsed identity gets what is another’s, too', async () => {
    const { result } = await against({
      named: () => 'demo-user-001',
      onMessage: (_, all, message) => {
        if (message['type'] === 'typing')
          for (const { socket } of all) send(socket, { type: 'typing', about: message['message_id'] });
      },
    });
    expect(result.verdict).toBe('fail');
    expect(result.findings.map(({ verdict }) => verdict)).toEqual(['fail', 'inconclusive']);
  });

  it('fails where the leaving of one disturbs another', async () => {
    const closing = await against({
      onLeave: (member, all) => {
        if (member.user === own)
          all.find(({ user }) => user.endsWith('003'))?.socket.close(1011, 'Processing error');
      },
    });
    expect(closing.result.summary).toContain('staging-e2e-user-003 was closed after another user had left');
    expect(closing.result.cause?.failure).toBe('F57');
    expect(closing.data.users.map(({ state }) => state)).toEqual(['connected', 'connected', 'closed']);
  });

  it('does not take an answer that comes only at the second question for another user', async () => {
    const asked = new Map<string, number>();
    const { result } = await against({
      answers: ({ user, time }) => {
        const times = (asked.get(user) ?? 0) + 1;
        asked.set(user, times);
        // Two messages are one question.
        return time > 1 || !user.endsWith('002') || times > 2;
      },
    });
    expect(result).toMatchObject({ verdict: 'pass', cause: null });
  });

  it('fails where a user comes up as another after somebody has left', async () => {
    const { result, data } = await against({
      named: ({ user, time }) => (user.endsWith('002') && time > 1 ? 'someone-else' : user),
    });
    expect(result.verdict).toBe('fail');
    expect(result.summary).toBe('staging-e2e-user-002 connected anew as somebody else (other)');
    expect(data.users.map((each) => each.identityAfterReconnect)).toEqual([null, 'other', 'full']);
  });

  it('proves nothing where one of them is refused, and says why', async () => {
    const { result, data } = await against({ refuses: ({ user }) => user.endsWith('003') });
    expect(result).toMatchObject({ verdict: 'inconclusive', cause: { failure: 'F38' } });
    expect(result.summary).toContain('1 of 3 users have no connection');
    expect(data.users.map(({ state }) => state)).toEqual(['connected', 'connected', 'refused']);
  });

  it('is skipped where the only token is that of one user', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const token = await signToken(emulatorSecret, own, Date.now());
      const seen = await check(url, {}, { credentials: { kind: 'token', token, origin: url } });
      expect(seen.results.get('isolation')).toMatchObject({ verdict: 'skipped', data: null });
      expect(seen.results.get('isolation')?.summary).toContain('signing secret');
      expect(seen.verdict.status).toBe('partial');
    });
  });

  it('passes against the embedded backend as designed, with fifty users', async () => {
    await emulated('strict-intended', async ({ url, connections }) => {
      const { result, data } = isolationOf(await check(url, { users: 50 }));
      expect([result.verdict, result.summary]).toEqual(['pass', expect.stringContaining('50 users')]);
      expect([data.users.length, data.distinctIdentities]).toEqual([50, 50]);
      await eventually(() => connections() === 0);
    });
  }, 60_000);

  it('leaves no socket open when it is cancelled in the middle', async () => {
    const cancel = new AbortController();
    let most = 0;
    await emulated('strict-intended', async ({ url, connections }) => {
      const seen = await check(
        url,
        { users: 20 },
        {
          signal: cancel.signal,
          probes: new Map([
            ...probes,
            [
              'isolation',
              {
                ...probes.get('isolation')!,
                run: (context) =>
                  probes.get('isolation')!.run({
                    ...context,
                    open: async (attempt) => {
                      const opened = await context.open(attempt);
                      most = Math.max(most, connections());
                      if (most > 8) cancel.abort(new Error('enough'));
                      return opened;
                    },
                  }),
              },
            ],
          ]),
        },
      );
      expect(most).toBeGreaterThan(8);
      expect([seen.cancelled, seen.results.get('isolation')?.verdict]).toEqual([true, 'skipped']);
      await eventually(() => connections() === 0);
    });
  });
});
