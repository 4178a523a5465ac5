import { describe, expect, it } from 'vitest';
import { readDeepHealth } from '../../../src/livecheck/deepHealth.ts';
import { withHttp } from './peers.ts';
import { only, run } from './support.ts';

type Answer = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];

const service = { service: 'netra-ai-platform', version: '1.0.0' };
const wellChecks = { status: 'healthy', connected: true, response_time_ms: 50, error: null };
const well: Readonly<Record<string, Answer>> = {
  '/health': [200, { status: 'healthy', ...service }],
  '/api/health': [200, { status: 'healthy', checks: { postgresql: wellChecks, redis: wellChecks } }],
  '/health/ready': [
    200,
    {
      status: 'ready',
      core_db: 'connected',
      redis_db: 'disabled_optional',
      websocket_readiness: { websocket_ready: true },
    },
  ],
  '/health/backend': [
    200,
    { status: 'healthy', capabilities: { agent_execution: true }, degraded_services: [] },
  ],
};

/** The probe's result against a backend that is well but for what `differs`. */
async function against(differs: Readonly<Record<string, Answer>>) {
  const answers = { ...well, ...differs };
  return withHttp(
    (request, response) => {
      const [status, body, headers = {}] = answers[request.url ?? ''] ?? [404, { detail: 'Not Found' }];
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    },
    async ({ url }) => {
      const seen = await run(url, { scope: 'full' }, { probes: only('health', 'health-deep') });
      return seen.results.get('health-deep')!;
    },
  );
}

describe('deep health', () => {
  it('passes where every endpoint is well', async () => {
    expect(await against({})).toMatchObject({
      verdict: 'pass',
      cause: null,
      nextStep: null,
      data: {
        contradiction: false,
        endpoints: [{ verdict: 'pass' }, { verdict: 'pass' }, { verdict: 'pass' }],
      },
    });
  });

  const redisDown = {
    ...wellChecks,
    status: 'unhealthy',
    connected: false,
    error: 'Error -3 resolving redis',
  };
  it.each<readonly [string, string, Answer, string, string | null]>([
    [
      'a degraded dependency',
      '/api/health',
      [200, { status: 'degraded', checks: { redis: redisDown } }],
      'warn',
      'F15',
    ],
    [
      'a slow database',
      '/api/health',
      [200, { status: 'healthy', checks: { postgresql: { ...wellChecks, response_time_ms: 5_100 } } }],
      'warn',
      'F15',
    ],
    [
      'a 503 that wraps its body',
      '/api/health',
      [503, { detail: { status: 'unhealthy', checks: { redis: redisDown } } }],
      'fail',
      'F15',
    ],
    ['unhealthy with status 200', '/health/backend', [200, { status: 'unhealthy' }], 'fail', 'F15'],
    [
      'a name that is not defined',
      '/health/backend',
      [503, { status: 'unhealthy', error: "name 's' is not defined" }],
      'fail',
      'F14',
    ],
    ['a plain 500', '/api/health', [500, 'Internal Server Error'], 'fail', 'F13'],
    ['a 503 without a body', '/health/ready', [503, ''], 'fail', 'F12'],
    ['a route that is not there', '/health/backend', [404, { detail: 'Not Found' }], 'warn', 'F03'],
    [
      'a web page',
      '/api/health',
      [200, '<!doctype html>', { 'content-type': 'text/html' }],
      'inconclusive',
      'F05',
    ],
    [
      'a capability that is off',
      '/health/backend',
      [200, { status: 'healthy', capabilities: { agent_execution: false } }],
      'warn',
      'F15',
    ],
  ])('names %s', async (_, path, answer, verdict, failure) => {
    const result = await against({ [path]: answer });
    expect(result).toMatchObject({ verdict, cause: { failure } });
    expect(result.nextStep).not.toBeNull();
    const endpoints = result.data?.kind === 'health-deep' ? result.data.endpoints : [];
    expect(endpoints.find((each) => each.path === path)).toMatchObject({ verdict, status: answer[0] });
  });

  it('says that /health contradicts it', async () => {
    const degraded: Answer = [200, { status: 'degraded', checks: { redis: redisDown } }];
    const result = await against({ '/api/health': degraded });
    expect(result.data).toMatchObject({ contradiction: true });
    expect(result.summary).toContain('redis Error -3 resolving redis');
    expect(result.summary).toContain('/health says healthy and does not look at this');
    const sick: Answer = [503, { status: 'unhealthy', ...service }];
    expect((await against({ '/api/health': degraded, '/health': sick })).data).toMatchObject({
      contradiction: false,
    });
    expect((await against({ '/health/ready': [404, ''] })).data).toMatchObject({ contradiction: false });
  });

  it('asks three times, and says why where the host cannot be reached', async () => {
    const seen = await withHttp(
      (_, response) => response.destroy(),
      async ({ url }) => run(url, { scope: 'full' }, { probes: only('health', 'health-deep') }),
    );
    expect(seen.results.get('health-deep')).toMatchObject({ verdict: 'fail' });
    expect(seen.evidence).toHaveLength(4);
    const nobody = await run(
      'http://127.0.0.1:9',
      { scope: 'full' },
      { probes: only('health', 'health-deep') },
    );
    expect(nobody.results.get('health-deep')).toMatchObject({
      verdict: 'skipped',
      summary: 'the host cannot be reached',
    });
  });
});

describe('a body of a health endpoint', () => {
  it.each([
    [{ core_db: 'connected', clickhouse_db: 'optional_unavailable' }, ['clickhouse_db optional_unavailable']],
    [
      { degraded_services: [{ service: 'redis', status: 'down', error: 'x'.repeat(300) }] },
      [`redis ${'x'.repeat(194)}...`],
    ],
    [{ failed_services: ['agents'], degraded_services: ['cache', 7, null] }, ['cache', 'agents failed']],
    [{ checks: [1, 2], capabilities: 'all', degraded_services: {}, websocket_readiness: 5 }, []],
    [
      { websocket_readiness: { websocket_ready: false, status: 'starting' } },
      ['websocket_readiness starting'],
    ],
  ])('%j lacks what it says', (body, degraded) => {
    expect(readDeepHealth(body).degraded).toEqual(degraded);
  });

  it('may be nothing at all', () => {
    expect(readDeepHealth(null)).toEqual({ state: null, degraded: [], error: null, unreachable: [] });
    expect(readDeepHealth({ detail: 'Not authenticated' }).error).toBe('Not authenticated');
  });
});
