import { describe, expect, it } from 'vitest';
import { bare, bodyOf, http, join, statuses, userOf } from './failureKit.ts';
import { connect, emulated } from './support.ts';
import { b64, token, user } from './tokens.ts';

const strict = 'strict-intended';
const using = (...faults: string[]) => ({ pace: 0, faults });

describe('faults of the way in', () => {
  it('upgrade-turned-away: the middleware answers upgrades, and the readiness says so', async () => {
    await emulated(
      strict,
      async (emulator) => {
        const { status, body } = await join(emulator);
        expect([status, JSON.parse(body())]).toMatchObject([503, { details: { issue_reference: '#449' } }]);
        expect(await bodyOf(emulator, '/health/ready')).toMatchObject({
          websocket_readiness: { websocket_ready: false },
        });
      },
      using('upgrade-turned-away'),
    );
  });

  it.each([
    ['not-ready-403', false],
    ['queued-500', false],
    [strict, true],
  ] as const)('%s: the readiness of WebSockets is %s', async (profile, ready) => {
    await emulated(profile, async (emulator) => {
      expect(await bodyOf(emulator, '/health/ready')).toMatchObject({
        websocket_readiness: { websocket_ready: ready },
      });
    });
  });

  it('subprotocols-unsupported: 403 with any, and none is needed', async () => {
    await emulated(
      strict,
      async (emulator) => {
        expect((await join(emulator, '/ws', ['jwt-auth'])).status).toBe(403);
        expect((await join(emulator)).status).toBe(101);
      },
      using('subprotocols-unsupported'),
    );
  });

  it('subprotocol-name-only: the plain name is chosen, and the token beside it is lost', async () => {
    await emulated(
      'key-commit-relaxed',
      async ({ url }) => {
        const client = await connect(url, '/ws', ['jwt-auth', `jwt.${b64(await token())}`]);
        expect([client.selected, await userOf(client)]).toEqual([
          'jwt-auth',
          expect.stringMatching(/^relaxed_/u),
        ]);
      },
      using('subprotocol-name-only'),
    );
  });

  it('crash-in-every-mode: the legacy path dies too, which crash-at-connect leaves alive', async () => {
    const legacy = (fault: string) =>
      emulated(
        strict,
        async ({ url }) => {
          const client = await connect(url, '/websocket');
          await client.until(1);
          return [client.messages.length, client.closed?.code ?? null];
        },
        using(fault),
      );
    expect(await legacy('crash-in-every-mode')).toEqual([0, 1011]);
    expect(await legacy('crash-at-connect')).toEqual([1, null]);
  });

  it('connections-not-reaped: the sixth connection of a user is too many, though the others are gone', async () => {
    await emulated(
      strict,
      async (emulator) => {
        const closes: (number | null)[] = [];
        for (let time = 0; time < 6; time += 1) {
          const client = await join(emulator);
          await client.until(1);
          closes.push(client.closed?.code ?? null);
          client.end();
          await expect.poll(emulator.connections).toBe(0);
        }
        expect(closes).toEqual([null, null, null, null, null, 1011]);
      },
      using('connections-not-reaped'),
    );
  });

  it('auth-breaker-open: a good token is refused from the start', async () => {
    await emulated(
      strict,
      async (emulator) => {
        for (const client of [await join(emulator), await bare(emulator)]) {
          await client.until(9);
          expect(client.messages).toMatchObject([{ details: { reason: 'AUTH_CIRCUIT_BREAKER_OPEN' } }]);
        }
      },
      using('auth-breaker-open'),
    );
  });

  it('health-missing and unknown-route-503: health routes that are not there are 503 as well', async () => {
    await emulated(
      strict,
      async (emulator) => {
        expect(await statuses(emulator, '/health', '/no/such/route', '/')).toEqual([503, 503, 200]);
        expect((await http(emulator, '/health')).text).not.toContain('"status"');
        expect(await userOf(await join(emulator))).toBe(user);
      },
      using('health-missing', 'unknown-route-503'),
    );
  });
});
