import { describe, expect, it } from 'vitest';
import { judgeToken } from '../../../src/livecheck/probes/tokenClaims.ts';
import { readToken, signToken, type TokenDescription } from '../../../src/livecheck/tokens.ts';
import { answerHealth, withHttp } from './peers.ts';
import { only, run } from './support.ts';

const now = 1_800_000_000_000;
const seconds = now / 1000;

async function good(): Promise<TokenDescription> {
  const reading = readToken(await signToken('some-secret', 'staging-e2e-user-001', now));
  if (!reading.ok) throw new Error(reading.message);
  return reading.described;
}

describe("the run's own token", () => {
  it('passes as it is signed here, with its claims, and without what proves it', async () => {
    const token = await good();
    expect(judgeToken(token, now, 0, 'E-01')).toMatchObject({
      verdict: 'pass',
      nextStep: null,
      data: { alg: 'HS256', lifetimeSeconds: 900, secondsLeft: 900, missing: [], clockSkewSeconds: 0 },
    });
  });

  const without =
    (...names: readonly string[]) =>
    (token: TokenDescription): TokenDescription => ({
      ...token,
      claims: Object.fromEntries(Object.entries(token.claims).filter(([name]) => !names.includes(name))),
    });
  const claim =
    (name: string, value: string) =>
    (token: TokenDescription): TokenDescription => ({
      ...token,
      claims: { ...token.claims, [name]: value },
    });
  const same = (token: TokenDescription): TokenDescription => token;

  it.each<
    readonly [
      string,
      (token: TokenDescription) => TokenDescription,
      number,
      number | null,
      string,
      string | null,
    ]
  >([
    ['the older claims only', without('token_type', 'aud'), 0, 0, 'warn', 'F33'],
    ['another issuer', claim('iss', 'somebody'), 0, 0, 'warn', 'F33'],
    ['an unknown audience', claim('aud', 'everybody'), 0, 0, 'warn', 'F33'],
    ['a refresh token', claim('token_type', 'refresh'), 0, 0, 'warn', 'F33'],
    ['no algorithm', (token) => ({ ...token, alg: 'none' }), 0, 0, 'warn', 'F33'],
    ['just enough time left', same, 600, 0, 'pass', null],
    ['too little time left', same, 601, 0, 'warn', 'F33'],
    ['no time left', same, 900, 0, 'fail', 'F33'],
    ['a clock that is forgiven', same, 0, 60, 'pass', null],
    ['a clock ahead', same, 0, 61, 'warn', null],
    ['a clock so far behind that the token has expired there', same, 0, -901, 'warn', null],
    ['no date of the server', same, 0, null, 'pass', null],
  ])('with %s', async (_, change, later, skew, verdict, failure) => {
    const outcome = judgeToken(change(await good()), now + later * 1000, skew, 'E-01');
    expect(outcome.verdict).toBe(verdict);
    expect(outcome.cause?.failure ?? null).toBe(failure);
  });

  it('lists what it lacks', async () => {
    const outcome = judgeToken(without('token_type', 'aud', 'jti')(await good()), now, null, 'E-01');
    expect(outcome.data).toMatchObject({ missing: ['jti', 'token_type', 'aud'] });
    expect(outcome.summary).toBe('the token lacks jti, token_type, aud');
  });

  it('shows the value of no claim that it does not know', () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const payload = { sub: 'u', exp: seconds, session_token: 'private', address: { street: 'x' } };
    const reading = readToken(`${part({ alg: 'HS256' })}.${part(payload)}.c2ln`);
    expect(reading).toMatchObject({
      described: {
        claims: { session_token: '(not shown)', address: '(not shown)' },
        issuedAt: null,
        expiresAt: seconds,
      },
    });
  });

  it("is compared with the server's clock, and nothing is sent for it", async () => {
    await withHttp(
      (request, response) => {
        response.setHeader('date', new Date(Date.now() - 600_000).toUTCString());
        answerHealth(request, response);
      },
      async (peer) => {
        const seen = await run(peer.url, { scope: 'full' }, { probes: only('health', 'jwt') });
        const result = seen.results.get('jwt');
        expect(result?.verdict).toBe('warn');
        expect(result?.data?.kind === 'jwt' ? result.data.clockSkewSeconds : 0).toBeGreaterThanOrEqual(599);
        expect(result?.evidence).toHaveLength(1);
        expect(peer.total()).toBe(1);
      },
    );
  });
});
