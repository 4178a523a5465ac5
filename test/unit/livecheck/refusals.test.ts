import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { tokenOf, verifyStrictly } from '../../../src/emulator/authentication.ts';
import { judgeE2e } from '../../../src/livecheck/probes/e2eHeaders.ts';
import { forgedUser } from '../../../src/livecheck/probes/authTokens.ts';
import type { Refused } from '../../../src/livecheck/probes/refusal.ts';
import { emulatorSecret, type ProbeVerdict } from '../../../src/livecheck/protocol.ts';
import { signToken } from '../../../src/livecheck/tokens.ts';
import { emulated } from '../emulator/support.ts';
import { send, strictServer, strictWelcome, withSockets, type Peer } from './peers.ts';
import { only, run } from './support.ts';

const user = 'staging-e2e-user-001';
const upTo = ['ws-path', 'handshake', 'welcome', 'identity'] as const;
const bad = ['auth-none', 'auth-bad', 'auth-expired', 'e2e-headers'] as const;
const refusals = (url: string, options: Parameters<typeof run>[2] = {}) =>
  run(url, { scope: 'full', user }, { probes: only(...upTo, ...bad), ...options });

describe('what should be refused', () => {
  it('is, by the backend as designed', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const { results } = await refusals(url);
      for (const id of bad) expect(results.get(id), id).toMatchObject({ verdict: 'pass', nextStep: null });
      expect(results.get('auth-bad')?.data).toMatchObject({
        cases: [
          {
            token: 'forged',
            outcome: 'refused-close',
            closeCode: 1008,
            errorCode: 'AUTH_FAILED',
            userShown: null,
          },
          { token: 'garbage', outcome: 'refused-close', closeCode: 1008 },
        ],
      });
      expect(results.get('auth-expired')?.data).toMatchObject({ cases: [{ token: 'expired' }] });
      expect(results.get('e2e-headers')?.data).toMatchObject({ effect: 'none', userWith: null });
    });
  });

  it('is accepted by the permissive one under a made-up user, and with the headers as whoever it claims to be', async () => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      const { results, verdict } = await refusals(url);
      for (const id of ['auth-none', 'auth-bad', 'auth-expired'] as const)
        expect(results.get(id), id).toMatchObject({ verdict: 'fail', cause: { failure: 'F30' } });
      expect(results.get('e2e-headers')).toMatchObject({
        verdict: 'fail',
        cause: { failure: 'F31' },
        data: {
          effect: 'impersonation',
          userWith: forgedUser,
          userWithout: expect.stringMatching(/^relaxed_/u) as string,
        },
      });
      expect(results.get('e2e-headers')?.nextStep).toContain('Remove the bypass');
      expect(verdict.status).toBe('failed');
    });
  });

  it('is tried without subprotocols where the server selects none, and is then seen to be refused', async () => {
    await emulated('no-subprotocol-echo', async ({ url }) => {
      const { results } = await refusals(url);
      for (const id of bad) expect(results.get(id), id).toMatchObject({ verdict: 'pass' });
      expect(results.get('auth-none')?.data).toMatchObject({ outcome: 'refused-close', closeCode: 1008 });
    });
  });

  it('is sent as the run sends its own token, once each, the good one last, and the headers only at the end', async () => {
    const log: string[] = [];
    await strictly(
      async ({ url }) => {
        await refusals(url);
        expect(log).toEqual([
          `${user} good`,
          `${user} good`,
          'none',
          `${forgedUser} bad`,
          'garbage bad',
          `${user} good`,
          `${user} bad`,
          `${forgedUser} bad +e2e`,
        ]);
      },
      (line) => log.push(line),
    );
  });

  it('is not expired where the token was given: skipped, with the reason', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const token = await signToken(emulatorSecret, user, Date.now());
      const { results } = await refusals(url, { credentials: { kind: 'token', token, origin: url } });
      expect(results.get('auth-expired')?.verdict).toBe('skipped');
      expect(results.get('auth-expired')?.summary).toContain('with the signing secret only');
      expect(results.get('auth-bad')?.verdict).toBe('pass');
    });
  });

  it.each([
    ['HTTP 401', 'pass', null],
    ['1011', 'warn', 'F32'],
    ['1000', 'inconclusive', 'F41'],
    ['breaker', 'inconclusive', 'F35'],
    ['believe', 'fail', 'F31'],
    ['HTTP 302', 'inconclusive', 'F05'],
    ['HTTP 400', 'inconclusive', null],
    ['HTTP 500', 'inconclusive', 'F17'],
    ['HTTP 503', 'inconclusive', 'F12'],
  ])('by %s is worth %s', async (how, verdict, failure) => {
    await strictly(
      async ({ url }) => {
        const { results } = await refusals(url);
        expect(results.get('auth-bad')?.verdict).toBe(verdict);
        expect(results.get('auth-bad')?.cause?.failure ?? null).toBe(failure);
      },
      () => undefined,
      how,
    );
  });

  /** Welcomes good tokens; what happens to the others is in `bad`, which is told each message. */
  const mixed = async (bad: (socket: Socket, message: Record<string, unknown> | null) => void) =>
    withSockets(
      (socket, request) => {
        void verifyStrictly(tokenOf(request.headers), emulatorSecret, Date.now()).then(({ ok }) => {
          if (ok) {
            serve(socket, user);
            return;
          }
          bad(socket, null);
          socket.on('message', (data) =>
            bad(socket, JSON.parse((data as Buffer).toString()) as Record<string, unknown>),
          );
        });
      },
      async ({ url }) => (await refusals(url)).results,
    );

  it.each<[string, ProbeVerdict, string | null, Parameters<typeof mixed>[0]]>([
    [
      'only after it was asked something is a refusal',
      'pass',
      'refused-close',
      (socket, message) => {
        if (message?.['type'] !== 'connected') return;
        send(socket, { type: 'error_message', error_code: 'AUTH_FAILED', error_message: 'no' });
        socket.close(1008, 'Authentication failed');
      },
    ],
    [
      'after a welcome, with nothing served, is a refusal',
      'pass',
      'refused-close',
      (socket, message) => {
        if (message === null) send(socket, strictWelcome('somebody'));
        else socket.close(1008, 'Authentication failed');
      },
    ],
    [
      'in the midst of answers is an acceptance',
      'fail',
      'accepted',
      (socket, message) => {
        if (message?.['type'] === 'connected')
          send(socket, { type: 'system_message', data: { status: 'connected', user_id: 'somebody' } });
        else if (message !== null) socket.close(1008, 'Authentication failed');
      },
    ],
    [
      'never, where only a ping is answered, is an acceptance',
      'fail',
      'accepted',
      (socket, message) => {
        if (message?.['type'] === 'ping') send(socket, { type: 'pong' });
      },
    ],
    ['never, where nothing is answered, proves nothing', 'inconclusive', 'other', () => undefined],
  ])('that is refused %s', async (_, verdict, outcome, treat) => {
    const results = await mixed(treat);
    expect(results.get('auth-none')).toMatchObject({ verdict, data: { outcome } });
    expect(results.get('auth-expired')).toMatchObject({ verdict, data: { cases: [{ outcome }] } });
  });

  it('by HTTP 429 is a ban, after which nothing more is asked', async () => {
    let upgrades = 0;
    let answered = 0;
    await withSockets(
      (socket) => serve(socket, user),
      async ({ url }) => {
        const { results } = await refusals(url);
        expect(results.get('auth-none')).toMatchObject({
          verdict: 'inconclusive',
          cause: { failure: 'F07' },
          nextStep: 'Stop, and wait ten minutes.',
        });
        for (const id of ['auth-bad', 'auth-expired', 'e2e-headers'] as const)
          expect(results.get(id), id).toMatchObject({
            verdict: 'skipped',
            summary: expect.stringContaining('has answered HTTP 429') as string,
          });
        expect([answered, upgrades]).toEqual([1, 3]);
      },
      {
        verify: (request) => {
          upgrades += 1;
          if (subjectOf(tokenOf(request.headers)) === user) return null;
          answered += 1;
          return 429;
        },
      },
    );
  });

  it('is followed by a 429 for the good token: that says nothing about the breaker', async () => {
    let upgrades = 0;
    const serveStrictly = strictServer(user, (socket, { type }) => {
      if (type === 'connected')
        send(socket, { type: 'system_message', data: { status: 'connected', user_id: user } });
    });
    await withSockets(
      serveStrictly,
      async ({ url }) => {
        const { results } = await refusals(url);
        expect(results.get('auth-bad')).toMatchObject({ verdict: 'inconclusive', cause: { failure: 'F07' } });
        expect(results.get('auth-expired')?.verdict).toBe('skipped');
        // Path, handshake, none, forged, unreadable, and the one that is answered with 429.
        expect(upgrades).toBe(6);
      },
      { verify: () => ((upgrades += 1) === 6 ? 429 : null) },
    );
  });

  it('shuts the good token out afterwards: the breaker is named', async () => {
    let refused = 0;
    await withSockets(
      (socket, request) => {
        void verifyStrictly(tokenOf(request.headers), emulatorSecret, Date.now()).then(({ ok }) => {
          if (ok && refused < 2) {
            serve(socket, user);
            return;
          }
          refused += 1;
          if (ok) send(socket, { type: 'error', error_code: 'AUTH_CIRCUIT_BREAKER_OPEN' });
          socket.close(1008, 'Authentication failed');
        });
      },
      async ({ url }) => {
        const { results } = await refusals(url);
        expect(results.get('auth-bad')).toMatchObject({ verdict: 'warn', cause: { failure: 'F35' } });
        expect(results.get('auth-bad')?.summary).toContain('AUTH_CIRCUIT_BREAKER_OPEN');
      },
    );
  });
});

describe('the end-to-end headers', () => {
  const tried = (outcome: Refused['outcome'], userShown: string | null): Refused => ({
    outcome,
    userShown,
    status: null,
    closeCode: null,
    errorCode: null,
    finding: { verdict: 'fail', text: 'seen', evidence: ['E-01'] },
    explanation: null,
  });

  it.each([
    ['refused', null, 'refused', null, 'pass', 'none', null],
    ['refused', null, 'accepted', forgedUser, 'fail', 'impersonation', 'F31'],
    ['refused', null, 'accepted', 'ssot-for...', 'fail', 'impersonation', 'F31'],
    ['refused', null, 'accepted', 'staging-e2e-user-417', 'fail', 'bypass', 'F31'],
    ['accepted', 'relaxed_1234', 'accepted', forgedUser, 'fail', 'impersonation', 'F31'],
    ['accepted', 'relaxed_1234', 'accepted', 'relaxed_4321', 'pass', 'none', null],
    ['accepted', 'demo-user-001', 'accepted', 'demo-user-001', 'warn', 'not-observable', 'F29'],
    ['accepted', forgedUser, 'accepted', forgedUser, 'warn', 'not-observable', 'F31'],
    ['refused', null, 'other', null, 'inconclusive', 'not-observable', null],
  ])('without: %s %s, with: %s %s', (before, without, after, withThem, verdict, effect, failure) => {
    const outcomes = { refused: 'refused-close', accepted: 'accepted', other: 'other' } as const;
    const of = (name: string) => outcomes[name as keyof typeof outcomes];
    const outcome = judgeE2e({ outcome: of(before), userShown: without }, tried(of(after), withThem));
    expect(outcome).toMatchObject({ verdict, data: { effect } });
    expect(outcome.cause?.failure ?? null).toBe(failure);
  });
});

type Socket = Parameters<Parameters<typeof withSockets>[0]>[0];

/** Welcomes a socket and answers whose it is. */
function serve(socket: Socket, whose: string): void {
  send(socket, strictWelcome(whose));
  send(socket, { type: 'system_message', data: { status: 'connected', user_id: whose } });
}

/** Lets good tokens in, and does with the bad ones what `how` says. */
const strictly = (
  use: (peer: Peer) => Promise<void>,
  log: (line: string) => void,
  how = '1008',
): Promise<void> =>
  withSockets(
    (socket, request) => {
      const token = tokenOf(request.headers);
      const subject = subjectOf(token);
      void verifyStrictly(token, emulatorSecret, Date.now()).then(({ ok }) => {
        const headers = Object.keys(request.headers).some((name) => name.includes('e2e'));
        log(token === null ? 'none' : `${subject} ${ok ? 'good' : 'bad'}${headers ? ' +e2e' : ''}`);
        if (ok || (how === 'believe' && token !== null)) {
          serve(socket, subject);
          return;
        }
        if (how === 'breaker') send(socket, { type: 'error', error_code: 'AUTH_CIRCUIT_BREAKER_OPEN' });
        socket.close(/^\d+$/u.test(how) ? Number(how) : 1008, 'no');
      });
    },
    use,
    {
      verify: (request) => {
        const status = Number(/^HTTP (\d+)$/u.exec(how)?.[1]);
        const subject = subjectOf(tokenOf(request.headers));
        return status > 0 && subject !== user ? status : null;
      },
    },
  );

function subjectOf(token: string | null): string {
  try {
    return decodeJwt(token ?? '').sub ?? 'nobody';
  } catch {
    return 'garbage';
  }
}
