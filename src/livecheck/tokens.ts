import { randomUUID } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { testUsers, tokenAudience, tokenIssuer } from './protocol.ts';

/** An access token lives 15 minutes, as the auth service's own do. */
const lifetimeSeconds = 900;

/** The existing test user whose turn it is, with the seconds that its window has left. */
export interface SessionWindow {
  readonly seed: number;
  readonly index: number;
  readonly user: string;
  readonly secondsLeft: number;
}

/** The choice of the backend's own tests: runs within the same five minutes share a user. `nowMs` is epoch milliseconds. */
export function sessionWindow(nowMs: number): SessionWindow {
  const seconds = Math.floor(nowMs / 1000);
  const seed = Math.floor(seconds / 300);
  const index = seed % testUsers.length;
  return { seed, index, user: testUsers[index]!, secondsLeft: 300 - (seconds % 300) };
}

/**
 * Signs an access token (HS256). It has `token_type` and `type`, and an audience: the superset that passes both the auth
 * service's validator, which wants the first, and the older checks, which look at the second.
 */
export async function signToken(secret: string, user: string, nowMs: number): Promise<string> {
  const issued = Math.floor(nowMs / 1000);
  return new SignJWT({
    email: `${user}@staging.invalid`,
    permissions: ['read', 'write', 'execute', 'basic_chat', 'agent_access'],
    token_type: 'access',
    type: 'access',
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(user)
    .setIssuer(tokenIssuer)
    .setAudience(tokenAudience)
    .setIssuedAt(issued)
    .setExpirationTime(issued + lifetimeSeconds)
    .setJti(randomUUID())
    .sign(new TextEncoder().encode(secret));
}

export type TokenReading =
  | { readonly ok: true; readonly user: string; readonly expiresMs: number | null }
  | { readonly ok: false; readonly message: string };

/** Reads whose token it is and how long it is good for. Its signature is for the backend to verify. */
export function readToken(token: string): TokenReading {
  try {
    const { sub, exp } = decodeJwt(token);
    if (typeof sub !== 'string' || sub === '')
      return { ok: false, message: 'the token names no user: it has no "sub"' };
    return { ok: true, user: sub, expiresMs: typeof exp === 'number' ? exp * 1000 : null };
  } catch {
    // The library's message may quote the token.
    return { ok: false, message: 'the token is not a JSON web token' };
  }
}
