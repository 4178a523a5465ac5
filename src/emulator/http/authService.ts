import { SignJWT } from 'jose';
import { tokenAudience, tokenIssuer } from '../../livecheck/protocol.ts';
import { verifyStrictly } from '../authentication.ts';
import type { BackendState } from '../state.ts';
import { json, notAllowed, type Answer } from './answer.ts';

/** What the authentication service reads of a request. */
export interface AuthRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const accessSeconds = 900;
const refreshSeconds = 7 * 86_400;

/** The routes of the auth service, which on staging is a host of its own; null for another path. */
export async function authAnswer(request: AuthRequest, state: BackendState): Promise<Answer | null> {
  const { method, path } = request;
  const reachable = state.behaviour.http.dependencies !== 'unreachable';
  const timestamp = new Date(state.nowMs()).toISOString();
  switch (path) {
    // Always 200: what it says is in the body.
    case '/auth/health':
      return json(200, {
        status: reachable ? 'healthy' : 'degraded',
        service: 'auth-service',
        version: '1.0.0',
        timestamp,
        database_status: reachable ? 'connected' : 'error',
        environment: state.behaviour.http.environment,
      });
    case '/auth/status':
      return json(200, { status: 'running', service: 'auth-service', timestamp });
    case '/readiness':
      return reachable
        ? json(200, { status: 'ready', service: 'auth-service' })
        : json(503, { status: 'not_ready', service: 'auth-service', reason: 'database connection failed' });
    case '/auth/validate':
      return method === 'POST' ? validate(request, state) : notAllowed('POST');
    case '/auth/e2e/test-auth':
      return method === 'POST' ? simulate(request, state) : notAllowed('POST');
    case '/auth/me':
      return method === 'GET' ? me(request, state) : notAllowed('GET');
    default:
      return null;
  }
}

type Read =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly answer: Answer };

/** The body as a JSON object; FastAPI's answer where it is none. */
function read(body: string): Read {
  const wrong = (type: string, msg: string): Read => ({
    ok: false,
    answer: json(422, { detail: [{ type, loc: ['body'], msg }] }),
  });
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ok: true, fields: value as Record<string, unknown> }
      : wrong('model_attributes_type', 'Input should be a valid dictionary or object');
  } catch {
    return wrong('json_invalid', 'JSON decode error');
  }
}

async function validate({ body }: AuthRequest, state: BackendState): Promise<Answer> {
  const given = read(body);
  if (!given.ok) return given.answer;
  const { token } = given.fields;
  if (typeof token !== 'string')
    return json(422, { detail: [{ type: 'missing', loc: ['body', 'token'], msg: 'Field required' }] });
  const verified = await verifyStrictly(token, state.secret, state.nowMs());
  if (!verified.ok) return json(200, { valid: false, error: verified.code, message: 'Token is not valid' });
  const { user, claims } = verified;
  return json(200, {
    valid: true,
    user_id: user,
    email: claims['email'] ?? null,
    permissions: claims['permissions'] ?? [],
    expires_at: new Date(Number(claims.exp) * 1000).toISOString(),
  });
}

/** The simulation of a sign-in that the end-to-end tests use. Its users are none of the staging test users. */
async function simulate({ headers, body }: AuthRequest, state: BackendState): Promise<Answer> {
  const { simulationKey, behaviour } = state;
  if (behaviour.http.environment === 'production')
    return json(403, { detail: 'E2E testing endpoints are not available in production' });
  if (simulationKey === null) return json(503, { detail: 'E2E OAuth simulation key is not configured' });
  if (headers['x-e2e-bypass-key'] !== simulationKey)
    return json(401, { detail: 'Invalid or missing E2E bypass key' });
  const given = read(body);
  if (!given.ok) return given.answer;
  const text = (name: string, other: string): string => {
    const value = given.fields[name];
    return typeof value === 'string' && value !== '' ? value : other;
  };
  const email = text('email', 'e2e-test@staging.invalid');
  const user = `e2e-${email.split('@')[0]!}`;
  const permissions = given.fields['permissions'] ?? ['read', 'write'];
  return json(200, {
    access_token: await sign(state, user, email, 'access', accessSeconds),
    refresh_token: await sign(state, user, email, 'refresh', refreshSeconds),
    token_type: 'Bearer',
    expires_in: accessSeconds,
    user: {
      id: user,
      email,
      name: text('name', 'E2E Test User'),
      permissions,
      oauth_simulated: given.fields['simulate_oauth'] !== false,
    },
  });
}

/** A token as the auth service issues it; the permissions of a simulation do not get into it. */
function sign(
  { secret, nowMs, random, behaviour }: BackendState,
  user: string,
  email: string,
  type: 'access' | 'refresh',
  seconds: number,
): Promise<string> {
  const issued = Math.floor(nowMs() / 1000);
  return new SignJWT({
    token_type: type,
    type,
    env: behaviour.http.environment,
    svc_id: 'auth-service',
    email,
    permissions: [],
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(user)
    .setIssuer(tokenIssuer)
    .setAudience(tokenAudience)
    .setIssuedAt(issued)
    .setExpirationTime(issued + seconds)
    .setJti(random.uuid())
    .sign(new TextEncoder().encode(secret));
}

async function me({ headers }: AuthRequest, state: BackendState): Promise<Answer> {
  const { userRoutes } = state.behaviour.http;
  if (userRoutes === 'forbidden') return json(403, { detail: 'Not authenticated' });
  const token = /^bearer (.+)$/iu.exec(String(headers['authorization'] ?? ''))?.[1] ?? null;
  const verified = await verifyStrictly(token, state.secret, state.nowMs());
  if (!verified.ok) return json(401, { detail: 'Could not validate credentials' });
  return userRoutes === 'no-user'
    ? json(404, { detail: 'User not found' })
    : json(200, { id: verified.user, email: verified.claims['email'] ?? null });
}
