import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { emulatorSimulationKey, type EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { connect, emulated } from './support.ts';
import { bearer, token, user } from './tokens.ts';

type Body = Record<string, unknown>;

/** Asks a backend once; gives the status, the body (null where it is no JSON) and the headers. */
const ask = (
  path: string,
  { faults = [], profile = 'strict-intended', init = {}, ...options }: Asking = {},
): Promise<{ readonly status: number; readonly body: Body | null; readonly headers: Headers }> =>
  emulated(
    profile,
    async ({ url }) => {
      const response = await fetch(url + path, init);
      const text = await response.text();
      const isJson = response.headers.get('content-type') === 'application/json';
      return {
        status: response.status,
        body: isJson ? (JSON.parse(text) as Body) : null,
        headers: response.headers,
      };
    },
    { pace: 0, faults, ...options },
  );

interface Asking extends Partial<EmulatorOptions> {
  readonly init?: RequestInit;
}

const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', ...headers },
});

describe('/health', () => {
  it.each<[fault: string, status: number, body: Body]>([
    [
      'health-starting',
      503,
      { status: 'unhealthy', startup_in_progress: true, details: { phase: 'services' } },
    ],
    ['health-starting-overlong', 503, { startup_in_progress: true, startup_duration: 312.5 }],
    ['health-not-started', 503, { startup_complete: false }],
    ['health-unknown', 503, { startup_complete: null }],
    ['health-fallback', 503, { fallback: true }],
    ['health-500', 500, { detail: expect.stringContaining('clickhouse') as string }],
    ['health-other-service', 200, { status: 'healthy', service: 'netra-frontend' }],
    ['health-missing', 404, { detail: 'Not Found' }],
  ])('%s is HTTP %i', async (fault, status, body) => {
    const answer = await ask('/health', { faults: [fault] });
    expect([answer.status, answer.body]).toMatchObject([status, body]);
  });

  it('is that of the backend and at 200 where nothing is wrong, live and preflight as well', async () => {
    const healthy = { status: 'healthy', service: 'netra-ai-platform', version: '1.0.0' };
    expect((await ask('/health')).body).toMatchObject(healthy);
    expect((await ask('/health/live')).body).toMatchObject(healthy);
    expect((await ask('/health', { init: { method: 'OPTIONS' } })).body).toEqual({
      status: 'ok',
      message: 'CORS preflight',
    });
  });

  it('takes its routes with it where they are not registered, and leaves the others', async () => {
    for (const path of ['/health', '/health/ready', '/health/backend'])
      expect((await ask(path, { faults: ['health-missing'] })).status).toBe(404);
    for (const path of ['/', '/api/health'])
      expect((await ask(path, { faults: ['health-missing'] })).status).toBe(200);
  });
});

describe('what looks behind the backend', () => {
  it.each<[path: string, options: Asking, status: number, body: Body]>([
    ['/health/ready', {}, 200, { status: 'ready', core_db: 'connected', redis_db: 'connected' }],
    ['/health/ready', { profile: 'health-503-startup' }, 503, { status: 'not_ready' }],
    ['/health/ready', { profile: 'health-ok-api-degraded' }, 200, { redis_db: 'vpc_connectivity_degraded' }],
    ['/health/ready', { faults: ['egress-blocked'] }, 503, { timeout_seconds: 45 }],
    ['/health/startup', {}, 503, { status: 'not_ready', reason: 'basic_health_failed' }],
    ['/health/backend', {}, 200, { status: 'healthy', golden_path_ready: true, failed_services: [] }],
    [
      '/health/backend',
      { profile: 'health-ok-api-degraded' },
      200,
      { status: 'degraded', golden_path_ready: false, degraded_services: [{ service: 'redis' }] },
    ],
    [
      '/health/backend',
      { faults: ['health-backend-name-error'] },
      503,
      { status: 'unhealthy', error: "name 's' is not defined" },
    ],
    [
      '/health/backend',
      { faults: ['egress-blocked'] },
      503,
      { failure_analysis: { should_fail: true }, capabilities: { database_connectivity: false } },
    ],
    ['/api/health', {}, 200, { status: 'healthy', checks: { redis: { connected: true } } }],
    [
      '/api/health',
      { faults: ['egress-blocked'] },
      503,
      { detail: { status: 'unhealthy', checks: { postgresql: { error: 'timed out' } } } },
    ],
    ['/api/health/database', {}, 200, { status: 'healthy' }],
  ])('%s with %j is HTTP %i', async (path, options, status, body) => {
    const answer = await ask(path, options);
    expect([answer.status, answer.body]).toMatchObject([status, body]);
    expect((await ask('/health', { faults: ['egress-blocked'] })).status, '/health asks none of them').toBe(
      200,
    );
  });
});

describe('the status pages of WebSockets', () => {
  const through = { headers: { 'sec-websocket-key': 'x', 'sec-websocket-version': '13' } };
  const paths = ['/ws/health', '/ws/config', '/ws/stats', '/ws/beacon', '/ws/auth/permissiveness'];

  it.each([...paths, '/ws/auth/health', '/ws/auth/circuit-breaker', '/api/v1/websocket'])(
    '%s is turned away by the middleware, and there behind it',
    async (path) => {
      const away = await ask(path);
      expect([away.status, away.headers.get('retry-after'), away.headers.get('x-issue-449-fix')]).toEqual([
        503,
        '10',
        'enhanced-rejection',
      ]);
      expect(away.body).toMatchObject({
        error: 'service_not_ready',
        details: { state: 'unknown', failed_services: [], issue_reference: '#449' },
      });
      expect((await ask(path, { init: through })).status).toBe(200);
    },
  );

  it('says unhealthy with 200 where there is no manager', async () => {
    expect(await ask('/ws/health', { profile: 'manager-none-1011', init: through })).toMatchObject({
      status: 200,
      body: { status: 'unhealthy' },
    });
    expect((await ask('/ws/health', { init: through })).body).toMatchObject({ mode: 'ssot_consolidated' });
  });

  it('promises limits that differ from what is enforced', async () => {
    expect((await ask('/ws/config', { init: through })).body).toMatchObject({
      websocket_config: { heartbeat_interval: 30, connection_timeout: 300, max_message_size: 1_048_576 },
    });
  });

  it.each([`/ws/${'a'.repeat(600)}`, '/ws/a%20b', '/ws/%3Cscript%3E'])(
    'turns a path away that it does not like: %s',
    async (path) => {
      expect(await ask(path, { init: through })).toMatchObject({
        status: 400,
        body: { error: 'uvicorn_middleware_error' },
      });
    },
  );

  it('counts who is connected', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const client = await connect(url, '/ws', [], bearer(await token()));
      await client.until(1);
      const stats = await fetch(`${url}/ws/stats`, through);
      expect(await stats.json()).toMatchObject({ active_connections: 1 });
    });
  });
});

describe('the auth service', () => {
  const key = { 'x-e2e-bypass-key': emulatorSimulationKey };
  const path = '/auth/e2e/test-auth';

  it('issues tokens of its own users to whoever has the key, good for a socket', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const request = post('{"email":"somebody@example.com","permissions":["write"]}', key);
      const response = await fetch(url + path, request);
      const body = (await response.json()) as Record<string, unknown> & { access_token: string };
      expect([response.status, body]).toMatchObject([
        200,
        {
          token_type: 'Bearer',
          expires_in: 900,
          user: { id: 'e2e-somebody', permissions: ['write'], oauth_simulated: true },
        },
      ]);
      expect(decodeProtectedHeader(body.access_token).alg).toBe('HS256');
      const claims = decodeJwt(body.access_token);
      expect(claims).toMatchObject({
        sub: 'e2e-somebody',
        iss: 'netra-auth-service',
        aud: 'netra-platform',
        token_type: 'access',
        type: 'access',
        env: 'staging',
        permissions: [],
      });
      expect(claims.exp! - claims.iat!).toBe(900);
      const client = await connect(url, '/ws', [], bearer(body.access_token));
      await client.until(1);
      expect(client.messages).toMatchObject([{ data: { user_id: 'e2e-somebody' } }]);
    });
  });

  it.each<[status: number, why: string, options: Asking]>([
    [401, 'no key', { init: post('{}') }],
    [401, 'a wrong key', { init: post('{}', { 'x-e2e-bypass-key': 'wrong' }) }],
    [403, 'production', { init: post('{}', key), faults: ['production'] }],
    [422, 'no JSON', { init: post('{', key) }],
    [422, 'no object', { init: post('[]', key) }],
    [503, 'no key configured', { init: post('{}', key), simulationKey: null }],
    [405, 'GET', {}],
    [413, 'a body that is too large', { init: post('x'.repeat(70_000), key) }],
  ])('gives no token with HTTP %i for %s', async (status, _, options) => {
    const answer = await ask(path, options);
    expect(answer.status).toBe(status);
    if (status !== 413) expect(answer.body).toHaveProperty('detail');
  });

  it('validates tokens by POST alone', async () => {
    const good = await token({ email: 'a@b.c', permissions: ['read'] });
    const bad = await token({ exp: 10, iat: 1 });
    const of = (value: string) => ({ init: post(JSON.stringify({ token: value })) });
    expect(await ask('/auth/validate', of(good))).toMatchObject({
      status: 200,
      body: { valid: true, user_id: user, email: 'a@b.c', permissions: ['read'] },
    });
    expect(await ask('/auth/validate', of(bad))).toMatchObject({
      status: 200,
      body: { valid: false, error: 'TOKEN_EXPIRED' },
    });
    expect(await ask('/auth/validate')).toMatchObject({
      status: 405,
      body: { detail: 'Method Not Allowed' },
    });
    expect((await ask('/auth/validate', { init: post('{}') })).status).toBe(422);
  });

  it('is always at 200 about itself, with the state of its database', async () => {
    expect(await ask('/auth/health')).toMatchObject({ status: 200, body: { database_status: 'connected' } });
    expect(await ask('/auth/health', { faults: ['egress-blocked'] })).toMatchObject({
      status: 200,
      body: { database_status: 'error' },
    });
    expect((await ask('/readiness', { faults: ['egress-blocked'] })).status).toBe(503);
  });

  it.each([
    [200, []],
    [403, ['service-user-refused']],
    [404, ['user-not-in-database']],
  ])('says HTTP %i about a user with %j', async (status, faults) => {
    expect((await ask('/auth/me', { faults, init: { headers: bearer(await token()) } })).status).toBe(status);
    if (faults.length === 0) expect((await ask('/auth/me')).status).toBe(401);
  });
});

describe('bodies that do not come whole', () => {
  it('drip a byte at a time, and are complete in the end', async () => {
    const { body } = await ask('/health', { faults: ['health-drip'] });
    expect(body).toMatchObject({ status: 'healthy' });
  });

  it('do not end, until the backend does', async () => {
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const response = await fetch(`${url}/health`);
        const reader = response.body!.getReader();
        let bytes = 0;
        while (bytes < 1_000_000) bytes += (await reader.read()).value!.length;
        await reader.cancel();
      },
      { faults: ['health-endless'] },
    );
  });
});
