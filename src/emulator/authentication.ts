import type { IncomingHttpHeaders } from 'node:http';
import { decodeJwt, jwtVerify } from 'jose';
import { tokenAudience, tokenIssuer } from '../livecheck/protocol.ts';
import type { Random } from './random.ts';

/** What the authentication says about a connection; a refusal has the code that the backend's result carries. */
export type Authenticated =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly code: 'NO_TOKEN' | 'VALIDATION_FAILED' | 'TOKEN_EXPIRED' };

const carriers = ['jwt', 'jwt-auth', 'bearer'];
const knownAudiences = new Set([tokenAudience, 'netra-services', 'netra-admin']);
/** Shorter ones are ignored by the backend. */
const shortestToken = 10;
const day = 86_400;

/** The subprotocols that a client offers, in its order. */
export const offeredBy = (headers: IncomingHttpHeaders): string[] =>
  (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

const carried = (offer: string): string | null => {
  const dot = offer.indexOf('.');
  return dot > 0 && carriers.includes(offer.slice(0, dot)) && offer.length > dot + 1
    ? offer.slice(dot + 1)
    : null;
};

/**
 * The negotiation: the first entry that carries a token is echoed as it is, else the first that is known by name. Null for no
 * offer; `false` where nothing offered is supported, which the backend answers by closing before accept.
 */
export function negotiate(offered: readonly string[]): string | null | false {
  if (offered.length === 0) return null;
  const supported = ['jwt-auth', 'jwt', 'bearer', 'e2e-testing', 'staging-auth'];
  return (
    offered.find((each) => carried(each) !== null) ??
    offered.find((each) => supported.includes(each)) ??
    false
  );
}

/** The token from the Authorization header, else from the subprotocols: base64url of it, or the token itself. */
export function tokenOf(headers: IncomingHttpHeaders): string | null {
  const bearer = /^bearer\s+(.+)$/iu.exec(headers.authorization ?? '')?.[1]?.trim();
  const value =
    bearer ??
    offeredBy(headers)
      .map(carried)
      .find((each) => each !== null);
  if (value === undefined || value.length < shortestToken) return null;
  if (bearer !== undefined || value.includes('.')) return value;
  return Buffer.from(value, 'base64url').toString('utf8');
}

/** Verifies as the auth service does: signature, issuer, type, audience if any, issued now and not too long ago. */
export async function verifyStrictly(
  token: string | null,
  secret: string,
  nowMs: number,
): Promise<Authenticated> {
  if (token === null) return { ok: false, code: 'NO_TOKEN' };
  const now = Math.floor(nowMs / 1000);
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      issuer: tokenIssuer,
      requiredClaims: ['sub', 'iat', 'exp', 'jti'],
      currentDate: new Date(nowMs),
    });
    const audiences = payload.aud === undefined ? [] : [payload.aud].flat();
    const issued = payload.iat ?? 0;
    const good =
      payload['token_type'] === 'access' &&
      audiences.every((each) => knownAudiences.has(each)) &&
      issued <= now + 60 &&
      now - issued <= day;
    return good && payload.sub !== undefined
      ? { ok: true, user: payload.sub }
      : { ok: false, code: 'VALIDATION_FAILED' };
  } catch (error) {
    const expired = error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED';
    return { ok: false, code: expired ? 'TOKEN_EXPIRED' : 'VALIDATION_FAILED' };
  }
}

/** Strict first; a token that fails is replaced by a made-up user, or believed unverified where the test headers are there. */
export async function verifyRelaxed(
  headers: IncomingHttpHeaders,
  secret: string,
  nowMs: number,
  random: Random,
): Promise<Authenticated> {
  const token = tokenOf(headers);
  const strict = await verifyStrictly(token, secret, nowMs);
  if (strict.ok) return strict;
  const claimed = token !== null && hasTestHeaders(headers) ? subjectOf(token) : null;
  return { ok: true, user: claimed ?? `relaxed_${random.between(1000, 9999)}` };
}

/** The backend's end-to-end detection: by the headers' names and, taken together, their values. */
export function hasTestHeaders(headers: IncomingHttpHeaders): boolean {
  const values = Object.entries(headers)
    .filter(([name]) => name.includes('test') || name.includes('e2e'))
    .map(([, value]) => String(value).toLowerCase())
    .join(' ');
  return /e2e|staging|test|true|1/u.test(values);
}

function subjectOf(token: string): string | null {
  try {
    return decodeJwt(token).sub ?? null;
  } catch {
    return null;
  }
}
