import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { emulatorSecret, type LiveCheckEvent, type TargetSettings } from '../../../src/livecheck/protocol.ts';
import type { Probe } from '../../../src/livecheck/probeContext.ts';
import { finding, outcomeOf } from '../../../src/livecheck/probeContext.ts';
import { runLiveCheck } from '../../../src/livecheck/runLiveCheck.ts';
import { signToken } from '../../../src/livecheck/tokens.ts';
import { emulated } from '../emulator/support.ts';
import { answerHealth, withHttp, type Peer } from './peers.ts';
import { gathered, only, quick } from './support.ts';

const key = 'the bypass key of this test';
const refreshToken = 'opaque-refresh-token-of-this-test';

interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The auth service's answer, by what it was asked. */
type Answer = (
  asked: Asked,
) => Promise<readonly [status: number, body: unknown, headers?: Record<string, string>]>;

/** Issues as the real one does: the user is made of the address, with a prefix. */
const issuing: Answer = async ({ headers, body }) => {
  if (headers['x-e2e-bypass-key'] !== key) return [401, { detail: 'Invalid E2E bypass key' }];
  const user = `e2e-${String(body['email']).split('@')[0]}`;
  const token = await signToken(emulatorSecret, user, Date.now());
  return [200, { access_token: token, refresh_token: refreshToken, token_type: 'Bearer', expires_in: 900 }];
};

async function withAuth<T>(answer: Answer, use: (peer: Peer, asked: Asked[]) => Promise<T>): Promise<T> {
  const all: Asked[] = [];
  return withHttp(
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Asked['body'];
        const asked = { headers: request.headers, method: request.method, url: request.url, body };
        all.push(asked);
        void answer(asked).then(([status, content, headers = {}]) =>
          response
            .writeHead(status, { 'content-type': 'application/json', ...headers })
            .end(typeof content === 'string' ? content : JSON.stringify(content)),
        );
      });
    },
    (peer) => use(peer, all),
  );
}

async function events(
  target: TargetSettings,
  authOrigin: string,
  probes: ReadonlyMap<Probe['id'], Probe> = only('ws-path', 'handshake', 'welcome', 'identity'),
  given: string = key,
): Promise<LiveCheckEvent[]> {
  const seen: LiveCheckEvent[] = [];
  const origin = new URL(target.apiUrl).origin;
  const credentials = { kind: 'simulation', key: given, authOrigin, origin } as const;
  const settings = { target, scope: 'full', timing: quick, user: 'staging-e2e-user-002' } as const;
  for await (const event of runLiveCheck(settings, { credentials, probes })) seen.push(event);
  expect(JSON.stringify(seen)).not.toContain(given);
  return seen;
}

const refusalOf = (seen: readonly LiveCheckEvent[]) => {
  expect(seen).toHaveLength(1);
  return seen[0]?.type === 'run-refused' ? seen[0].refusal : null;
};

describe("a token of the auth service's end-to-end simulation", () => {
  it('is asked for once, and the run is that of the user whom it names', async () => {
    await withAuth(issuing, async (auth, asked) => {
      await emulated('strict-intended', async ({ url }) => {
        const seen = gathered(await events({ apiUrl: url, authUrl: auth.url }, auth.url));
        expect(seen.events[0]).toMatchObject({
          user: 'e2e-staging-e2e-user-002',
          tokenSource: `issued by the end-to-end simulation of ${auth.url}, for staging-e2e-user-002`,
        });
        expect(seen.results.get('identity')?.verdict).toBe('pass');
        expect(asked).toMatchObject([
          { method: 'POST', url: '/auth/e2e/test-auth', headers: { 'x-e2e-bypass-key': key } },
        ]);
      });
    });
  });

  it('is asked for anew for every other user, and nothing of an answer is shown', async () => {
    const probe: Probe = {
      id: 'identity',
      blockedBy: () => null,
      async run(context) {
        const other = await context.tokenFor('somebody');
        if (!other.ok) throw new Error(other.reason);
        const expired = await context.expiredToken();
        context.record('leak', { kind: 'note', text: `${refreshToken} ${other.token.split('.')[2] ?? ''}` });
        return outcomeOf([finding('pass', `${other.user}; ${expired.ok ? '' : expired.reason}`)]);
      },
    };
    await withAuth(issuing, async (auth, asked) => {
      await withHttp(answerHealth, async ({ url }) => {
        const seen = gathered(await events({ apiUrl: url }, auth.url, new Map([[probe.id, probe]])));
        expect(seen.results.get('identity')?.summary).toMatch(
          /^e2e-somebody; an expired token .* signing secret only$/u,
        );
        expect(seen.evidence[0]?.detail).toMatchObject({
          text: expect.stringMatching(/^\[redacted \w+\] \[redacted \w+\]$/u) as string,
        });
        expect(asked).toHaveLength(2);
      });
    });
  });

  it.each<readonly [number, unknown, string]>([
    [401, { detail: `wrong: ${key}` }, 'the bypass key is not the right one: "wrong: [redacted '],
    [403, { detail: 'not in production' }, 'it calls itself production'],
    [404, { detail: 'Not Found' }, 'it has no /auth/e2e/test-auth'],
    [422, 'no', 'it does not understand the request'],
    [429, '', 'too many requests'],
    [500, '<html><script>alert(1)</script>', 'it failed'],
    [503, { detail: 'x'.repeat(9_000) }, 'no bypass key is configured there'],
    [200, { access_token: 5 }, 'the answer holds no access_token'],
    [200, 'no json', 'the answer holds no access_token'],
    [200, { access_token: 'no-token' }, 'the token is not a JSON web token'],
  ])('is not there after HTTP %i %j, and the refusal says why', async (status, body, why) => {
    await withAuth(
      () => Promise.resolve([status, body] as const),
      async (auth) => {
        const refusal = refusalOf(await events({ apiUrl: 'http://127.0.0.1:9' }, auth.url));
        expect(refusal).toMatchObject({ code: 'no-token-issued' });
        expect(refusal?.message).toContain(why);
        expect(refusal?.message).not.toContain('<script>');
        expect(refusal?.message.length).toBeLessThan(400);
      },
    );
  });

  it('is not fetched from where a redirect leads', async () => {
    await withHttp(answerHealth, async (other) => {
      await withAuth(
        () => Promise.resolve([307, '', { location: `${other.url}/auth/e2e/test-auth` }] as const),
        async (auth) => {
          const refusal = refusalOf(await events({ apiUrl: 'http://127.0.0.1:9' }, auth.url));
          expect(refusal?.message).toContain('is not sent on to another place');
          expect(other.total()).toBe(0);
        },
      );
    });
  });

  it.each([
    [
      'a target that names another auth service',
      { authUrl: 'http://127.0.0.1:8' },
      null,
      'credentials-for-another-origin',
    ],
    ['a target whose auth service is no address', { authUrl: 'ftp://x' }, null, 'invalid-target'],
    ['a service in the clear', {}, 'http://auth.staging.example', 'invalid-credentials'],
    ['a production-looking service', {}, 'https://auth.company.com', 'production-not-confirmed'],
    ['something that is no origin', {}, 'https://auth.staging.example/path', 'invalid-credentials'],
  ])('is not asked for with %s', async (_, target, authOrigin, code) => {
    await withAuth(issuing, async (auth) => {
      const seen = await events({ apiUrl: 'http://127.0.0.1:9', ...target }, authOrigin ?? auth.url);
      expect(refusalOf(seen)).toMatchObject({ code });
      expect(auth.total()).toBe(0);
    });
  });

  it('is not waited for after the run was cancelled', async () => {
    await withAuth(
      () => new Promise(() => undefined),
      async (auth) => {
        const seen: LiveCheckEvent[] = [];
        const cancel = new AbortController();
        setTimeout(() => cancel.abort(), 50);
        const apiUrl = 'http://127.0.0.1:9';
        for await (const event of runLiveCheck(
          { target: { apiUrl }, scope: 'full', timing: { httpTimeoutMs: 60_000 } },
          {
            credentials: { kind: 'simulation', key, authOrigin: auth.url, origin: apiUrl },
            signal: cancel.signal,
          },
        ))
          seen.push(event);
        expect(refusalOf(seen)?.message).toBe('cancelled before there was a token');
      },
    );
  });
});
