import type { IncomingHttpHeaders } from 'node:http';
import { decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import { tokenAudience, tokenIssuer } from '../livecheck/protocol.ts';
import type { AuthenticationBehaviour } from './behaviour.ts';
import type { Breaker } from './breaker.ts';
import type { MessageMaker } from './messages.ts';

/** Why a token is not good, in the codes of the backend's results. */
export type RefusalCode =
  'NO_TOKEN' | 'INVALID_FORMAT' | 'VALIDATION_FAILED' | 'TOKEN_EXPIRED' | 'AUTH_CIRCUIT_BREAKER_OPEN';

/** What the authentication says about a connection. */
export type Authenticated =
  { readonly ok: true; readonly user: string } | { readonly ok: false; readonly code: RefusalCode };

type Verified =
  | { readonly ok: true; readonly user: string; readonly claims: JWTPayload }
  | { readonly ok: false; readonly code: RefusalCode };

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
export function tokenOf(
  headers: IncomingHttpHeaders,
  from: AuthenticationBehaviour['tokenFrom'] = 'both',
): string | null {
  const bearer =
    from === 'subprotocol' ? undefined : /^bearer\s+(.+)$/iu.exec(headers.authorization ?? '')?.[1]?.trim();
  const offered = from === 'header' ? [] : offeredBy(headers);
  const value = bearer ?? offered.map(carried).find((each) => each !== null);
  if (value === undefined || value.length < shortestToken) return null;
  if (bearer !== undefined || value.includes('.')) return value;
  return Buffer.from(value, 'base64url').toString('utf8');
}

/** Verifies as the auth service does: signature, issuer, type, audience if any, issued now and not too long ago. */
export async function verifyStrictly(token: string | null, secret: string, nowMs: number): Promise<Verified> {
  if (token === null) return { ok: false, code: 'NO_TOKEN' };
  if (token.split('.').length !== 3) return { ok: false, code: 'INVALID_FORMAT' };
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
      ? { ok: true, user: payload.sub, claims: payload }
      : { ok: false, code: 'VALIDATION_FAILED' };
  } catch (error) {
    const expired = error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED';
    return { ok: false, code: expired ? 'TOKEN_EXPIRED' : 'VALIDATION_FAILED' };
  }
}

/** What of the backend takes part in the authentication of a connection. */
export interface Authenticating {
  readonly behaviour: AuthenticationBehaviour;
  readonly secret: string;
  readonly breaker: Breaker;
  readonly maker: MessageMaker;
}

/** Decides who a connection is, by the level: emergency and demo ask nothing, relaxed makes somebody up, strict refuses. */
export async function authenticate(
  headers: IncomingHttpHeaders,
  { behaviour, secret, breaker, maker }: Authenticating,
): Promise<Authenticated> {
  const { level, tokenFrom, secretDiffers } = behaviour;
  const nowMs = maker.nowMs();
  if (level === 'emergency') return { ok: true, user: `emergency_${Math.floor(nowMs / 1000)}` };
  if (level === 'demo') return { ok: true, user: 'demo-user-001' };
  if (breaker.isOpen(nowMs)) return { ok: false, code: 'AUTH_CIRCUIT_BREAKER_OPEN' };
  const token = tokenOf(headers, tokenFrom);
  const strict = await verifyStrictly(token, secretDiffers ? `${secret} of another service` : secret, nowMs);
  breaker.note(!strict.ok, nowMs);
  if (strict.ok || level === 'strict') return strict;
  const claimed = token !== null && hasTestHeaders(headers) ? claimedUser(token, nowMs) : null;
  return { ok: true, user: claimed ?? `relaxed_${maker.random.between(1000, 9999)}` };
}

/** The backend's end-to-end detection: by the headers' names and, taken together, their values. */
export function hasTestHeaders(headers: IncomingHttpHeaders): boolean {
  const values = Object.entries(headers)
    .filter(([name]) => name.includes('test') || name.includes('e2e'))
    .map(([, value]) => String(value).toLowerCase())
    .join(' ');
  return /e2e|staging|test|true|1/u.test(values);
}

/** Whose token it says it is, believed without a look at its signature where end-to-end tests are detected. */
function claimedUser(token: string, nowMs: number): string {
  const named = /staging-e2e-user-\d+/u.exec(token) ?? /test-user-[\w-]+/u.exec(token);
  return named?.[0] ?? subjectOf(token) ?? `staging-e2e-user-${Math.floor(nowMs / 1000) % 1000}`;
}

/** The `sub` of a token, unverified; null where it has none that can be read. */
export function subjectOf(token: string): string | null {
  try {
    const { sub, user_id: other } = decodeJwt(token);
    return sub ?? (typeof other === 'string' ? other : null);
  } catch {
    return null;
  }
}
