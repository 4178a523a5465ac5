import { randomUUID } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
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

/** A token in the form that may be shown: what it says, without what proves it. */
export interface TokenDescription {
  readonly alg: string | null;
  readonly claims: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Epoch seconds. */
  readonly issuedAt: number | null;
  readonly expiresAt: number | null;
}

export type TokenReading =
  | {
      readonly ok: true;
      readonly user: string;
      readonly expiresMs: number | null;
      readonly described: TokenDescription;
    }
  | { readonly ok: false; readonly message: string };

/** Reads whose token it is and how long it is good for. Its signature is for the backend to verify. */
export function readToken(token: string): TokenReading {
  try {
    const payload: Readonly<Record<string, unknown>> = decodeJwt(token);
    const { sub, exp, iat } = payload;
    if (typeof sub !== 'string' || sub === '')
      return { ok: false, message: 'the token names no user: it has no "sub"' };
    const expiresAt = typeof exp === 'number' ? exp : null;
    return {
      ok: true,
      user: sub,
      expiresMs: expiresAt === null ? null : expiresAt * 1000,
      described: {
        alg: decodeProtectedHeader(token).alg ?? null,
        claims: shownClaims(payload),
        issuedAt: typeof iat === 'number' ? iat : null,
        expiresAt,
      },
    };
  } catch {
    // The library's message may quote the token.
    return { ok: false, message: 'the token is not a JSON web token' };
  }
}

/** The claims that the auth service's validator demands, and those that its own tokens have beside them. */
const wantedClaims = ['sub', 'iat', 'exp', 'iss', 'jti', 'token_type', 'aud'];
const shown = new Set([...wantedClaims, 'nbf', 'type', 'email', 'permissions', 'env', 'svc_id']);

export const lackingClaims = (claims: TokenDescription['claims']): string[] =>
  wantedClaims.filter((name) => claims[name] === undefined);

/** A claim that is not known may hold anything about a person, so that only its name is shown. */
function shownClaims(payload: Readonly<Record<string, unknown>>): TokenDescription['claims'] {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, shown.has(name) ? plain(value) : '(not shown)']),
  );
}

function plain(value: unknown): string | number | boolean | readonly string[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(String) : JSON.stringify(value);
}
