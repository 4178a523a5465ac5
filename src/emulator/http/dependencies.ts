import { defaultService } from '../../livecheck/protocol.ts';
import type { HealthState, HttpBehaviour } from '../behaviour.ts';
import { json, type Answer } from './answer.ts';

type Found = HttpBehaviour['dependencies'];

const iso = (nowMs: number): string => new Date(nowMs).toISOString();

/** The endpoints that look at what the backend stands on: databases, caches, the services inside it. */
export function dependencyAnswer(
  path: string,
  { dependencies, backendHealth, environment, health }: HttpBehaviour,
  takesSockets: boolean,
  nowMs: number,
  startedMs: number,
): Answer | null {
  switch (path) {
    case '/health/ready':
      return ready(dependencies, environment, health, takesSockets, nowMs);
    // It looks for a key that the basic health never sets, so that it never succeeds.
    case '/health/startup':
      return json(503, { status: 'not_ready', reason: 'basic_health_failed', timestamp: nowMs / 1000 });
    case '/health/backend':
      return backendHealth === 'name-error'
        ? json(503, { ...backendBody('unreachable', environment, nowMs), error: "name 's' is not defined" })
        : json(dependencies === 'unreachable' ? 503 : 200, backendBody(dependencies, environment, nowMs));
    case '/api/health':
      return apiHealth(dependencies, environment, nowMs, startedMs);
    case '/api/health/ready':
    case '/api/health/live':
    case '/api/health/startup':
      return json(200, { status: 'healthy', timestamp: iso(nowMs) });
    case '/api/health/database':
      return json(200, { status: stateOf(dependencies), database: checksOf(dependencies)['postgresql'] });
    case '/api/health/config':
      return json(200, { status: 'healthy', environment });
    default:
      return null;
  }
}

const stateOf = (found: Found): string => (found === 'unreachable' ? 'unhealthy' : found);

/** As `/api/health` measures them: Redis that does not resolve and a slow PostgreSQL are what was seen on 2025-09-15. */
function checksOf(found: Found): Readonly<Record<string, unknown>> {
  const check = (ms: number, error: string | null, status = error === null ? 'healthy' : 'unhealthy') => ({
    status,
    connected: error === null,
    response_time_ms: ms,
    error,
  });
  switch (found) {
    case 'healthy':
      return { postgresql: check(122, null), redis: check(55, null), clickhouse: check(52, null) };
    case 'degraded':
      return {
        postgresql: check(5137, null, 'degraded'),
        redis: check(0, 'Error -3 connecting to redis:6379. Temporary failure in name resolution.'),
        clickhouse: check(52, null),
      };
    case 'unreachable': {
      const timedOut = check(30_000, 'timed out');
      return { postgresql: timedOut, redis: timedOut, clickhouse: timedOut };
    }
  }
}

/** A 503 is FastAPI's: the same object in `detail`. */
function apiHealth(found: Found, environment: string, nowMs: number, startedMs: number): Answer {
  const body = {
    status: stateOf(found),
    timestamp: iso(nowMs),
    uptime_seconds: (nowMs - startedMs) / 1000,
    checks: checksOf(found),
    database_details: { pool_size: 20, checked_out: 0 },
    version: '1.0.0',
    environment,
  };
  return found === 'unreachable' ? json(503, { detail: body }) : json(200, body);
}

function ready(
  found: Found,
  environment: string,
  health: HealthState,
  takesSockets: boolean,
  nowMs: number,
): Answer {
  const timestamp = nowMs / 1000;
  if (health !== 'healthy' && health !== 'frontend')
    return json(503, { status: 'not_ready', message: 'Startup not complete', timestamp });
  if (found === 'unreachable')
    return json(503, {
      status: 'unhealthy',
      message: 'Readiness check timed out',
      timeout_seconds: 45,
      timestamp,
    });
  return json(200, {
    status: 'ready',
    service: defaultService,
    timestamp,
    environment,
    core_db: 'connected',
    clickhouse_db: 'connected',
    redis_db: found === 'healthy' ? 'connected' : 'vpc_connectivity_degraded',
    websocket_readiness: {
      status: takesSockets ? 'ready' : 'initializing',
      websocket_ready: takesSockets,
      details: {},
    },
    details: {},
  });
}

function backendBody(found: Found, environment: string, nowMs: number) {
  const well = found === 'healthy';
  const cache = { service: 'redis', status: 'degraded', mode: 'no_cache', message: 'Redis is unreachable' };
  return {
    service: 'backend-service',
    version: '1.0.0',
    timestamp: iso(nowMs),
    status: stateOf(found),
    environment,
    capabilities: {
      agent_execution: true,
      tool_system: true,
      llm_integration: true,
      websocket_integration: true,
      database_connectivity: found !== 'unreachable',
    },
    service_criticality: { database_connectivity: 'critical', redis: 'important' },
    degraded_services: well ? [] : [cache],
    golden_path_ready: well,
    readiness_score: well ? 1 : 0.8,
    failed_services: found === 'unreachable' ? ['database_connectivity'] : [],
    failure_analysis: {
      should_fail: found === 'unreachable',
      reason: found === 'unreachable' ? 'a critical service failed' : null,
      environment_config: { allow_partial_startup: true, failure_threshold: 0.5 },
    },
    ...(well ? {} : { warnings: [cache.message] }),
  };
}
