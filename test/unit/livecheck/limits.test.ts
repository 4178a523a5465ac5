import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../../src/livecheck/rateLimit.ts';
import { readToken, sessionWindow, signToken } from '../../../src/livecheck/tokens.ts';
import { pause } from '../../../src/livecheck/pause.ts';
import { decodeJwt } from 'jose';

describe('the rate limit', () => {
  it('lets no more than its number through in any window, and the rest after waiting', async () => {
    let now = 0;
    const sent: number[] = [];
    const clock = {
      now: () => now,
      sleep: (ms: number) => {
        now += ms;
        return Promise.resolve();
      },
    };
    const limiter = createRateLimiter(60, 60_000, clock);
    for (let i = 0; i < 300; i++) {
      await limiter.take(new AbortController().signal);
      sent.push(now);
      now += i % 7;
    }
    for (const [index, at] of sent.entries())
      expect(sent.filter((other, place) => place <= index && other > at - 60_000).length).toBeLessThanOrEqual(
        60,
      );
    expect(now).toBeGreaterThanOrEqual(240_000);
  });

  it('ends the waiting of a cancelled run', async () => {
    const limiter = createRateLimiter(1);
    await limiter.take(new AbortController().signal);
    const cancel = new AbortController();
    const waiting = limiter.take(cancel.signal);
    cancel.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    await expect(pause(1, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });
});

describe('tokens', () => {
  it.each([
    [5_859_735, 'staging-e2e-user-001'],
    [5_859_736, 'staging-e2e-user-002'],
    [5_859_737, 'staging-e2e-user-003'],
  ])('session window %i is that of %s', (seed, user) => {
    expect(sessionWindow(seed * 300_000 + 299_000)).toMatchObject({ seed, user, secondsLeft: 1 });
    expect(sessionWindow(seed * 300_000)).toMatchObject({ user, secondsLeft: 300 });
  });

  it('have every claim that the validator demands', async () => {
    const token = await signToken('secret', 'somebody', 1_757_900_000_000);
    const { jti, ...claims } = decodeJwt(token);
    expect(jti).toHaveLength(36);
    expect(claims).toEqual({
      sub: 'somebody',
      email: 'somebody@staging.invalid',
      permissions: ['read', 'write', 'execute', 'basic_chat', 'agent_access'],
      token_type: 'access',
      type: 'access',
      iss: 'netra-auth-service',
      aud: 'netra-platform',
      iat: 1_757_900_000,
      exp: 1_757_900_900,
    });
    expect(readToken(token)).toMatchObject({ ok: true, user: 'somebody', expiresMs: 1_757_900_900_000 });
  });
});
