import type { IncomingMessage, ServerResponse } from 'node:http';
import type { UpgradeBehaviour } from '../behaviour.ts';
import type { BackendState } from '../state.ts';
import { json, notAllowed, notFound, plain, write, type Answer } from './answer.ts';
import { authAnswer } from './authService.ts';
import { dependencyAnswer } from './dependencies.ts';
import { basicHealth, frontend, healthAnswer, preflight } from './health.ts';
import { socketStatus, turnedAway } from './webSocketStatus.ts';

/** A larger body of a request is not read. */
const maxBodyBytes = 65_536;

/** Answers a plain HTTP request as the backend does, the readiness middleware in front of it included. */
export async function serveHttp(
  request: IncomingMessage,
  response: ServerResponse,
  state: BackendState,
  waitMs: number,
): Promise<void> {
  const { http } = state.behaviour;
  const body = await bodyOf(request);
  const answer = body === null ? plain(413, 'Payload Too Large') : await answerTo(request, body, state);
  const send = (): void => write(request, response, answer, http.body, state.timers);
  if (waitMs === 0) send();
  else state.timers.after(waitMs, send);
}

async function answerTo(request: IncomingMessage, body: string, state: BackendState): Promise<Answer> {
  const { behaviour } = state;
  const { http } = behaviour;
  const method = request.method ?? 'GET';
  const path = (request.url ?? '/').split('?')[0]!.replace(/(.)\/$/u, '$1');
  if (http.health === 'frontend') return frontend(200);
  const nowMs = state.nowMs();
  return (
    turnedAway(request, path) ??
    healthRoute(request, method, path, state, nowMs) ??
    (await authAnswer({ method, path, headers: request.headers, body }, state)) ??
    socketStatus(method, path, behaviour, state.directory.all().length, nowMs) ??
    (method === 'GET' || method === 'HEAD' ? fixedRoute(path, state) : null) ??
    unknown(path, http.unknownRoute)
  );
}

function healthRoute(
  request: IncomingMessage,
  method: string,
  path: string,
  { behaviour, startedMs }: BackendState,
  nowMs: number,
): Answer | null {
  const { http, upgrade } = behaviour;
  const isHealth = path === '/health' || path.startsWith('/health/');
  if (!isHealth && !path.startsWith('/api/health')) return null;
  if (isHealth && http.health === 'missing') return unknown(path, http.unknownRoute);
  if (method === 'OPTIONS' && path === '/health') return preflight;
  if (method !== 'GET' && method !== 'HEAD') return notAllowed('GET, HEAD');
  const version = one(request.headers['accept-version']) ?? one(request.headers['api-version']) ?? 'current';
  const answer =
    path === '/health'
      ? healthAnswer(http.health, version, nowMs)
      : path === '/health/live'
        ? json(200, basicHealth(nowMs / 1000))
        : dependencyAnswer(path, http, takesSockets(upgrade), nowMs, startedMs);
  return answer === null || !isHealth
    ? answer
    : { ...answer, headers: { ...answer.headers, 'API-Version': version } };
}

/** What the readiness of the WebSockets is, beside that of the application. */
const takesSockets = ({ readiness }: UpgradeBehaviour): boolean =>
  readiness !== 'not-ready' && readiness !== 'queued' && readiness !== 'turned-away';

function fixedRoute(path: string, { behaviour }: BackendState): Answer | null {
  switch (path) {
    case '/':
      return json(200, { message: 'Welcome to Netra API' });
    case '/api/v1/websocket/protected':
      return behaviour.http.userRoutes === 'forbidden'
        ? json(403, { detail: 'Service user is not authorized' })
        : json(401, { detail: 'Authentication required' });
    case '/api/demo/health':
      return json(200, { status: 'healthy', service: 'demo' });
    case '/api/mcp/servers':
      return json(200, { servers: [] });
    case '/api/mcp/config':
      return json(200, { transport: 'websocket' });
    case '/api/discovery/services':
      return json(200, { services: ['backend', 'auth', 'frontend'] });
    default:
      return null;
  }
}

const unknown = (path: string, status: 404 | 503): Answer =>
  status === 404
    ? notFound
    : json(503, { error: 'service_unavailable', message: `Service not available: ${path}` });

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** The body of a request; null where it is too large, or breaks off. */
function bodyOf(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes) resolve(null);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', () => resolve(null));
  });
}
