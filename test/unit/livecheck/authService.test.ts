import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { authServiceFor } from '../../../src/livecheck/authService.ts';
import type { ProbeResult } from '../../../src/livecheck/protocol.ts';
import { answerHealth, withHttp } from './peers.ts';
import { only, run } from './support.ts';

describe('the auth service that the token may be shown to', () => {
  const api = 'https://api.staging.example';
  const auth = 'https://auth.staging.example';
  it.each([
    ['none that is named', { origin: api, authOrigin: null, loopback: false }, null, null],
    [
      'not one that the configuration alone names',
      { origin: api, authOrigin: auth, loopback: false },
      null,
      null,
    ],
    ["one on the target's own origin", { origin: api, authOrigin: api, loopback: false }, null, api],
    ['the one that has issued it', { origin: api, authOrigin: null, loopback: false }, auth, auth],
    [
      'one on this machine beside a backend on this machine',
      { origin: 'http://127.0.0.1:1', authOrigin: 'http://localhost:2', loopback: true },
      null,
      'http://localhost:2',
    ],
    [
      'not one elsewhere beside a backend on this machine',
      { origin: 'http://127.0.0.1:1', authOrigin: auth, loopback: true },
      null,
      null,
    ],
  ] as const)('is %s', (_, target, issuedBy, expected) => {
    expect(authServiceFor(target, issuedBy)).toBe(expected);
  });
});

type Answer = readonly [status: number, body: unknown];

/** Asks an auth service that answers so; gives what the probe says and what the service was sent. */
async function asked(validate: Answer, me: Answer) {
  const seen: { method: string; url: string; authorization: string | null; body: string }[] = [];
  const service = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      seen.push({ method, url, authorization: headers.authorization ?? null, body });
      const [status, answer] = url === '/auth/me' ? me : validate;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const authUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  try {
    return await withHttp(answerHealth, async ({ url: apiUrl }) => {
      const settings = { scope: 'full', target: { apiUrl, authUrl } } as const;
      const { results, events } = await run(apiUrl, settings, { probes: only('health', 'jwt') });
      return { result: results.get('jwt')!, seen, events: JSON.stringify(events) };
    });
  } finally {
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
  }
}

const good: Answer = [200, { valid: true, user_id: 'u' }];
const says = ({ verdict, cause }: ProbeResult) => [verdict, cause?.failure ?? null];

describe('the auth service is asked about the token', () => {
  it('with POST for its being good and with the header for its user, and neither shows in the run', async () => {
    const { result, seen, events } = await asked(good, [200, { id: 'u' }]);
    expect(says(result)).toEqual(['pass', null]);
    expect(seen.map(({ method, url }) => [method, url])).toEqual([
      ['POST', '/auth/validate'],
      ['GET', '/auth/me'],
    ]);
    const { token } = JSON.parse(seen[0]!.body) as { token: string };
    expect(seen[1]!.authorization).toBe(`Bearer ${token}`);
    expect(events).not.toContain(token);
    expect(events).not.toContain(token.split('.')[2]);
  });

  it.each([
    ['finds it no good', [200, { valid: false, error: 'VALIDATION_FAILED' }], [200, {}], 'warn', 'F20', 1],
    ['has no such route', [405, {}], [200, {}], 'inconclusive', null, 1],
    ['is down', [503, {}], [503, {}], 'inconclusive', 'F12', 1],
    ['refuses its user', good, [403, {}], 'warn', 'F08', 2],
    ['does not know its user', good, [404, {}], 'warn', 'F36', 2],
    ['fails on its user', good, [500, {}], 'warn', 'F36', 2],
    ['finds it good in one route only', good, [401, {}], 'warn', 'F20', 2],
    ['has no route for users', good, [405, {}], 'inconclusive', null, 2],
  ] as const)('that %s', async (_, validate, me, verdict, failure, requests) => {
    const { result, seen } = await asked(validate, me);
    expect([...says(result), seen.length]).toEqual([verdict, failure, requests]);
    expect(result.nextStep).not.toBeNull();
  });
});
