import type { IncomingMessage } from 'node:http';
import type { Behaviour } from '../behaviour.ts';
import { json, notAllowed, type Answer } from './answer.ts';

const modes = ['main', 'factory', 'isolated', 'legacy'];
const longestPath = 512;

/**
 * The readiness middleware in front of the application. It takes a GET on anything that looks like a WebSocket's path for an
 * upgrade that lacks its headers; null where it lets the request through.
 */
export function turnedAway(request: IncomingMessage, path: string): Answer | null {
  const looksLikeSocket = path.startsWith('/ws') || path.endsWith('/ws') || path.includes('/websocket');
  if (request.method !== 'GET' || !looksLikeSocket) return null;
  if (path.length > longestPath || /["'<>]|%2[027]|%3[ce]/iu.test(path))
    return json(400, { error: 'uvicorn_middleware_error', message: 'Invalid request path' }, middleware(0));
  const { headers } = request;
  if (headers['sec-websocket-key'] !== undefined && headers['sec-websocket-version'] !== undefined)
    return null;
  return notReadyYet();
}

/** How the middleware turns a request away, an upgrade too where the platform hands it on as one. */
export function notReadyYet(): Answer {
  const retry = 10;
  const body = {
    error: 'service_not_ready',
    message: 'WebSocket service is not ready. Please retry in a few moments.',
    details: {
      state: 'unknown',
      failed_services: [],
      environment: 'staging',
      retry_after_seconds: retry,
      cloud_run_compatible: true,
      uvicorn_compatible: true,
      issue_reference: '#449',
    },
  };
  return json(503, body, middleware(retry));
}

const middleware = (retryAfter: number): Readonly<Record<string, string>> => ({
  'Retry-After': String(retryAfter),
  'X-Cloud-Run-Compatible': 'true',
  'X-uvicorn-Compatible': 'true',
  'X-Issue-449-Fix': 'enhanced-rejection',
  'Cache-Control': 'no-cache, no-store, must-revalidate',
});

/** The status pages of the WebSocket routes; null for another path. */
export function socketStatus(
  method: string,
  path: string,
  { session, authentication }: Behaviour,
  connections: number,
  nowMs: number,
): Answer | null {
  if (path === '/api/v1/websocket') return sessionRoute(method, nowMs);
  const timestamp = new Date(nowMs).toISOString();
  switch (path) {
    // Always 200: what it says is in the body.
    case '/ws/health':
      return json(
        200,
        session.instead === null
          ? {
              status: 'healthy',
              timestamp,
              mode: 'ssot_consolidated',
              components: { manager: true, message_router: true, connection_monitor: true },
              consolidation: {
                competing_routes_eliminated: 4,
                ssot_compliance: true,
                modes_supported: modes,
              },
            }
          : { status: 'unhealthy', error: 'WebSocket manager is not available', timestamp },
      );
    case '/ws/config':
      return json(200, {
        websocket_config: {
          heartbeat_interval: 30,
          connection_timeout: 300,
          max_message_size: 1_048_576,
          compression_enabled: true,
        },
        ssot_features: { consolidated: true, modes },
        manager_available: session.instead === null,
        timestamp,
      });
    case '/ws/stats':
      return json(200, { active_connections: connections, modes, timestamp });
    case '/ws/beacon':
      return json(200, {
        service: 'websocket_ssot',
        status: 'operational',
        consolidation: 'complete',
        modes,
        ssot_compliance: true,
        timestamp,
      });
    case '/ws/auth/permissiveness': {
      const { level } = authentication;
      const levels = ['strict', 'relaxed', 'demo', 'emergency'];
      return json(200, {
        levels: Object.fromEntries(levels.map((each) => [each, each === level ? connections : 0])),
        current: level,
        timestamp,
      });
    }
    case '/ws/auth/health':
      return json(200, { status: 'healthy', components: { auth_service: 'healthy' }, hints: [], timestamp });
    case '/ws/auth/circuit-breaker':
      return json(200, { state: 'closed', failure_threshold: 5, timestamp });
    default:
      return null;
  }
}

function sessionRoute(method: string, nowMs: number): Answer {
  switch (method) {
    case 'GET':
      return json(200, {
        data: { service: 'websocket', status: 'operational', modes, endpoints: ['/ws', '/api/v1/websocket'] },
        timestamp: new Date(nowMs).toISOString(),
      });
    case 'POST':
      return json(201, {
        session_id: 'local',
        websocket_url: '/ws',
        message: 'Session created',
        status: 'ready',
      });
    default:
      return notAllowed('GET');
  }
}
