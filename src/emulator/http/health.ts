import { defaultService } from '../../livecheck/protocol.ts';
import type { HealthState } from '../behaviour.ts';
import { json, notFound, page, type Answer } from './answer.ts';

const supportedVersions = ['1.0', '2024-08-01'];

/** Seconds after which a start-up counts as stuck. */
const overlongStartup = 300;

/**
 * `/health`: the state of the start-up, and nothing of the dependencies. Once the start-up is complete it is always healthy;
 * there is no "degraded" of its own. `version` is the API's that was asked for.
 */
export function healthAnswer(state: HealthState, version: string, nowMs: number): Answer {
  const timestamp = nowMs / 1000;
  const unhealthy = (message: string, flags: Readonly<Record<string, unknown>>): Answer =>
    json(503, { status: 'unhealthy', service: defaultService, message, timestamp, ...flags });
  switch (state) {
    case 'healthy':
      return json(200, {
        ...basicHealth(timestamp),
        ...(supportedVersions.includes(version) ? { version_info: versionInfo(version) } : {}),
      });
    case 'startup-failed':
      return unhealthy('Startup failed: database initialization timed out', { startup_failed: true });
    case 'startup-in-progress':
      return unhealthy('Startup in progress', {
        startup_in_progress: true,
        details: { phase: 'services', progress: 5 },
      });
    case 'startup-overlong':
      return unhealthy('Startup is taking too long', {
        startup_in_progress: true,
        startup_duration: overlongStartup + 12.5,
      });
    case 'not-started':
      return unhealthy('Startup not complete', { startup_complete: false });
    case 'unknown':
      return unhealthy('Startup state unknown', { startup_complete: null });
    case 'fallback':
      return unhealthy('Health check failed', { fallback: true });
    case 'exception':
      return json(500, {
        detail: 'Health check failed: clickhouse: connection refused; redis: connection refused',
      });
    case 'frontend':
      return frontend(200);
    case 'other-service':
      return json(200, { ...basicHealth(timestamp), service: 'netra-frontend' });
    case 'missing':
      return notFound;
  }
}

export const basicHealth = (timestamp: number) => ({
  status: 'healthy',
  service: defaultService,
  version: '1.0.0',
  timestamp,
});

export const preflight = json(200, { status: 'ok', message: 'CORS preflight' });

/** The frontend answers every path with its application. */
const frontendPage =
  '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><title>Apex</title></head>' +
  '<body><div id="__next"></div></body></html>';
export const frontend = (status: 200 | 404): Answer => page(status, frontendPage);

const versionInfo = (version: string) => ({
  api_version: version,
  service_version: '1.0.0',
  supported_versions: supportedVersions,
});
