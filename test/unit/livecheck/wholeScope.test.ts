import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createBanList } from '../../../src/livecheck/bans.ts';
import { probes, type LiveCheckEvent, type ProbeId } from '../../../src/livecheck/protocol.ts';
import { requestsPerMinute, type RateLimiter } from '../../../src/livecheck/rateLimit.ts';
import { runLiveCheck } from '../../../src/livecheck/runLiveCheck.ts';
import { builtProbes } from '../../../src/livecheck/probes/registry.ts';
import { emulated } from '../emulator/support.ts';
import { answerHealth, send, strictServer, withHttp, withSockets } from './peers.ts';
import { eventually, gathered, only, quick, run } from './support.ts';

const user = 'staging-e2e-user-001';
/** All that connect one user; events and isolation have tests of their own. */
const single = probes.map(({ id }) => id).filter((id) => id !== 'events' && id !== 'isolation');
const needsGood: readonly ProbeId[] = [
  'handshake',
  'identity',
  'liveness',
  'events',
  'isolation',
  'reconnect',
];
const wantsBad: readonly ProbeId[] = ['auth-none', 'auth-bad', 'auth-expired', 'e2e-headers'];

describe('the order of the probes', () => {
  it('has every bad attempt after everything that needs a good token, and bad messages between', () => {
    const place = (id: ProbeId): number => probes.findIndex((each) => each.id === id);
    const lastGood = Math.max(...needsGood.map(place));
    expect(place('error-1011')).toBeGreaterThan(lastGood);
    for (const id of wantsBad) expect(place(id), id).toBeGreaterThan(place('error-1011'));
    expect(place('auth-bad')).toBeLessThan(place('e2e-headers'));
  });

  it('is the order in which they run', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const seen = await run(url, { scope: 'full' }, { probes: only(...single) });
      expect([...seen.results.keys()]).toEqual(single.filter((id) => id !== 'certificate'));
    });
  });
});

describe('a run of the whole scope', () => {
  it('sends less than a minute may hold', async () => {
    await emulated('strict-intended', async ({ url }) => {
      let taken = 0;
      const limiter: RateLimiter = {
        take: () => {
          taken += 1;
          return Promise.resolve();
        },
      };
      await run(url, { scope: 'full' }, { limiter, probes: only(...single) });
      // health 1, deep health 3, path 1, handshake 1, reconnect 2, transports 3, messages 6, none 1, forged and unreadable 3, expired 1, headers 1
      expect(taken).toBe(23);
      // What is left is more than the agent's request and three users with a reconnection each need.
      expect(requestsPerMinute - taken).toBeGreaterThan(1 + 3 * 3);
    });
  });

  it.concurrent.each([
    ['no-subprotocol-echo', []],
    ['key-commit-relaxed', []],
    ['strict-intended', ['secret-mismatch']],
    ['strict-intended', ['down-503']],
    ['strict-intended', ['crash-in-every-mode']],
  ])(
    'and no more where it has to find out why %s %j fails',
    async (profile, faults) => {
      await emulated(
        profile,
        async ({ url }) => {
          let taken = 0;
          const limiter: RateLimiter = { take: () => Promise.resolve(void (taken += 1)) };
          const timing = { ...quick, replyTimeoutMs: 100, eventTimeoutMs: 50 };
          await run(url, { scope: 'full', timing, target: { apiUrl: url, authUrl: url } }, { limiter });
          expect(taken).toBeGreaterThan(5);
          expect(taken).toBeLessThan(requestsPerMinute);
        },
        { pace: 0, faults },
      );
    },
    20_000,
  );

  it('takes every request from the limiter: nothing else reaches the peer', async () => {
    let taken = 0;
    const limiter: RateLimiter = { take: () => Promise.resolve(void (taken += 1)) };
    await withSockets(strictServer(user), async (peer) => {
      // This peer answers no message, so that every wait for an answer runs out.
      const timing = { ...quick, replyTimeoutMs: 50 };
      await run(peer.url, { scope: 'full', user, timing }, { limiter, probes: only(...single) });
      expect(peer.total()).toBe(taken);
    });
  });

  it('sends one request to a host that answers 429, and says why nothing else was asked', async () => {
    const answer: RequestListener = (_, response) => response.writeHead(429, { 'retry-after': '600' }).end();
    await withHttp(answer, async (peer) => {
      const { results, verdict } = await run(peer.url, { scope: 'full', user, timing: quick });
      expect(peer.total()).toBe(1);
      expect(results.get('health')).toMatchObject({ verdict: 'fail', cause: { failure: 'F07' } });
      expect(results.get('jwt')?.verdict).toBe('pass');
      const others = [...results.values()].filter(({ probe }) => probe !== 'health' && probe !== 'jwt');
      for (const each of others)
        expect(each, each.probe).toMatchObject({
          verdict: 'skipped',
          summary: `${new URL(peer.url).host} has answered HTTP 429, "Retry-After: 600", and is asked nothing more`,
        });
      expect(verdict.status).toBe('failed');
    });
  });

  it('asks nothing of a host that has answered an earlier run with 429, until the ban is over', async () => {
    let now = Date.parse('2025-09-15T07:00:00Z');
    const bans = createBanList(() => now);
    const answer: RequestListener = (_, response) => response.writeHead(429, { 'retry-after': '60' }).end();
    await withHttp(answer, async (peer) => {
      const again = () => run(peer.url, { scope: 'full', user, timing: quick }, { bans });
      await again();
      const { results, verdict } = await again();
      expect(peer.total()).toBe(1);
      expect(results.get('health')).toMatchObject({
        verdict: 'skipped',
        summary: `${new URL(peer.url).host} answered an earlier run with HTTP 429, and is asked nothing before 2025-09-15T07:01:00Z`,
      });
      expect(verdict.status).toBe('inconclusive');
      now += 60_000;
      await again();
      expect(peer.total()).toBe(2);
    });
  });

  it('asks no more of the health behind the backend once that is answered with 429', async () => {
    let asked = 0;
    const answer: RequestListener = (request, response) => {
      asked += 1;
      if (request.url === '/health') answerHealth(request, response);
      else response.writeHead(429).end();
    };
    await withHttp(answer, async (peer) => {
      const probes = only('health', 'health-deep', 'ws-path');
      const { results } = await run(peer.url, { scope: 'full', user, timing: quick }, { probes });
      expect([asked, peer.total()]).toEqual([2, 2]);
      expect(results.get('health-deep')).toMatchObject({
        verdict: 'inconclusive',
        cause: { failure: 'F07' },
      });
      expect(results.get('ws-path')?.verdict).toBe('skipped');
    });
  });

  const cancellable = single.filter((id) => id !== 'certificate');
  it.each(cancellable)('cancelled in the midst of %s leaves no socket open', async (at) => {
    const serve = strictServer(user, (socket, { type }) => {
      if (type === 'ping') send(socket, { type: 'pong' });
    });
    await withSockets(serve, async (peer) => {
      const cancel = new AbortController();
      const events: LiveCheckEvent[] = [];
      for await (const event of runLiveCheck(
        { target: { apiUrl: peer.url }, scope: 'full', timing: { ...quick, replyTimeoutMs: 30 }, user },
        { signal: cancel.signal, probes: builtProbes },
      )) {
        events.push(event);
        if (event.type === 'evidence' && event.evidence.probe === at) cancel.abort();
      }
      const seen = gathered(events);
      expect(seen.verdict.status).not.toMatch(/^passed/u);
      await eventually(() => peer.open() === 0);
    });
  });
});
