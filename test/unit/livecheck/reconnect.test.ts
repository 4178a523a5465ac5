import { describe, expect, it } from 'vitest';
import { remoteTiming } from '../../../src/livecheck/timing.ts';
import { emulated } from '../emulator/support.ts';
import { send, strictWelcome, withSockets } from './peers.ts';
import { eventually, only, run } from './support.ts';

const user = 'staging-e2e-user-001';
const probed = ['ws-path', 'handshake', 'welcome', 'identity', 'reconnect'] as const;
const check = (url: string) => run(url, { scope: 'full', user }, { probes: only(...probed) });
/** The sockets of the path, the handshake, and the one that is lost. */
const before = 3;

describe('a connection that was lost', () => {
  it('comes back at the first attempt, as the same user, and leaves nothing open', async () => {
    await emulated('strict-intended', async (emulator) => {
      const { results } = await check(emulator.url);
      expect(results.get('reconnect')).toMatchObject({
        verdict: 'pass',
        nextStep: null,
        data: { identity: 'full', attempts: [{ delayMs: 5, outcome: 'welcomed' }] },
      });
      await eventually(() => emulator.connections() === 0);
    });
  });

  it.each([
    [1, 'warn', 'F17', [5, 10]],
    [2, 'warn', 'F17', [5, 10, 20]],
    [9, 'fail', 'F38', [5, 10, 20]],
  ])('is refused %i times: %s, after waits that double', async (refusals, verdict, failure, delays) => {
    let upgrades = 0;
    await withSockets(
      (socket) => send(socket, strictWelcome(user)),
      async ({ url }) => {
        const result = (await check(url)).results.get('reconnect');
        expect(result).toMatchObject({ verdict, cause: { failure } });
        const attempts = result?.data?.kind === 'reconnect' ? result.data.attempts : [];
        expect(attempts.map(({ delayMs }) => delayMs)).toEqual(delays);
        expect(attempts[0]?.outcome).toContain('HTTP 503');
      },
      { verify: () => ((upgrades += 1) > before && upgrades <= before + refusals ? 503 : null) },
    );
    expect(remoteTiming.reconnectDelayMs).toBe(1_000);
  });

  it.each([
    ['staging-e2e-user-002', 'fail', 'F57', 'other'],
    ['relaxed_1234', 'fail', 'F57', 'substitute'],
    ['staging-...', 'warn', 'F44', 'prefix'],
  ])('comes back as %s: %s', async (other, verdict, failure, identity) => {
    let sockets = 0;
    await withSockets(
      (socket) => send(socket, strictWelcome((sockets += 1) > before ? other : user)),
      async ({ url }) => {
        expect((await check(url)).results.get('reconnect')).toMatchObject({
          verdict,
          cause: { failure },
          data: { identity },
        });
      },
    );
  });

  it('says nothing of the user where everybody is the same one', async () => {
    await withSockets(
      (socket) => send(socket, strictWelcome('demo-user-001')),
      async ({ url }) => {
        expect((await check(url)).results.get('reconnect')).toMatchObject({
          verdict: 'inconclusive',
          cause: { failure: 'F29' },
          data: { identity: 'substitute' },
        });
      },
    );
  });
});
