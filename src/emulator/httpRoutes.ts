import type { IncomingMessage, ServerResponse } from 'node:http';
import { defaultService } from '../livecheck/protocol.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const supportedVersions = ['1.0', '2024-08-01'];
const json = (status: number, body: unknown, headers: Answer['headers'] = {}): Answer => ({
  status,
  body,
  headers,
});
const notFound = json(404, { detail: 'Not Found' });

/** Answers a plain HTTP request as the backend does, the readiness middleware in front of it included. */
export function answerHttp(
  request: IncomingMessage,
  response: ServerResponse,
  nowMs: number,
  startedMs: number,
): void {
  const method = request.method ?? 'GET';
  const path = (request.url ?? '/').split('?')[0]!.replace(/(.)\/$/u, '$1');
  const version = one(request.headers['accept-version']) ?? one(request.headers['api-version']) ?? 'current';
  const answer = turnedAway(request, method, path) ?? route(method, path, version, nowMs, startedMs);
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(path.startsWith('/health') ? { 'API-Version': version } : {}),
    ...answer.headers,
  });
  response.end(method === 'HEAD' ? undefined : text);
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** The middleware takes a GET on anything that looks like a WebSocket's path for an upgrade that lacks its headers. */
function turnedAway(request: IncomingMessage, method: string, path: string): Answer | null {
  const looksLikeSocket = path.startsWith('/ws') || path.endsWith('/ws') || path.includes('/websocket');
  const { headers } = request;
  if (method !== 'GET' || !looksLikeSocket) return null;
  if (headers['sec-websocket-key'] !== undefined && headers['sec-websocket-version'] !== undefined)
    return null;
  const body = {
    error: 'service_not_ready',
    message: 'WebSocket service is not ready. Please retry in a few moments.',
    details: {
      state: 'unknown',
      failed_services: [],
      environment: 'staging',
      retry_after_seconds: 10,
      cloud_run_compatible: true,
      uvicorn_compatible: true,
      issue_reference: '#449',
    },
  };
  return json(503, body, {
    'Retry-After': '10',
    'X-Cloud-Run-Compatible': 'true',
    'X-uvicorn-Compatible': 'true',
    'X-Issue-449-Fix': 'enhanced-rejection',
    'Cache-Control': 'no-cache, no-store, must-revalidate',
  });
}

function route(method: string, path: string, version: string, nowMs: number, startedMs: number): Answer {
  const timestamp = nowMs / 1000;
  const healthy = { status: 'healthy', service: defaultService, version: '1.0.0', timestamp };
  if (path === '/api/v1/websocket') return socketRoute(method);
  if (method === 'OPTIONS' && path === '/health')
    return json(200, { status: 'ok', message: 'CORS preflight' });
  if (method !== 'GET' && method !== 'HEAD') return notFound;
  switch (path) {
    case '/':
      return json(200, { message: 'Welcome to Netra API' });
    case '/health':
      return json(
        200,
        supportedVersions.includes(version) ? { ...healthy, version_info: versionInfo(version) } : healthy,
      );
    case '/health/live':
      return json(200, healthy);
    case '/health/ready':
      return json(200, {
        status: 'ready',
        service: defaultService,
        timestamp,
        environment: 'staging',
        core_db: 'connected',
        clickhouse_db: 'connected',
        redis_db: 'connected',
        websocket_readiness: { status: 'ready', websocket_ready: true, details: {} },
        details: {},
      });
    case '/api/health':
      return json(200, apiHealth(nowMs, startedMs));
    case '/api/v1/websocket/protected':
      return json(401, { detail: 'Authentication required' });
    case '/api/demo/health':
      return json(200, { status: 'healthy', service: 'demo' });
    case '/ws/health':
      return json(200, socketHealth(nowMs));
    case '/ws/beacon':
      return json(200, { service: 'websocket_ssot', status: 'operational', consolidation: 'complete' });
    default:
      return notFound;
  }
}

const versionInfo = (version: string) => ({
  api_version: version,
  service_version: '1.0.0',
  supported_versions: supportedVersions,
});

function socketRoute(method: string): Answer {
  if (method === 'GET')
    return json(200, {
      data: { service: 'websocket', status: 'operational', modes: ['main', 'factory', 'isolated', 'legacy'] },
    });
  if (method === 'POST')
    return json(201, {
      session_id: 'local',
      websocket_url: '/ws',
      message: 'Session created',
      status: 'ready',
    });
  return json(405, { detail: 'Method Not Allowed' }, { Allow: 'GET' });
}

function apiHealth(nowMs: number, startedMs: number): unknown {
  const check = { status: 'healthy', connected: true, response_time_ms: 5, error: null };
  return {
    status: 'healthy',
    timestamp: new Date(nowMs).toISOString(),
    uptime_seconds: (nowMs - startedMs) / 1000,
    checks: { postgresql: check, redis: check, clickhouse: check },
    version: '1.0.0',
    environment: 'staging',
  };
}

const socketHealth = (nowMs: number): unknown => ({
  status: 'healthy',
  timestamp: new Date(nowMs).toISOString(),
  mode: 'ssot_consolidated',
  components: { manager: true, message_router: true, connection_monitor: true },
  consolidation: {
    competing_routes_eliminated: 4,
    ssot_compliance: true,
    modes_supported: ['main', 'factory', 'isolated', 'legacy'],
  },
});
