import { expect } from 'vitest';
import { bodyOf, dies, http, join, statuses, strict, unanswered, type Producible } from './failureKit.ts';
import { bearer, token } from './tokens.ts';
import { hostOnlyTrust } from './trust.ts';

/** Failures before the application is reached, or while it is not healthy. */
export const failuresToReach: readonly Producible[] = [
  {
    id: 'F01',
    what: 'path drift',
    profile: strict,
    faults: ['path-moved'],
    async sees(emulator) {
      expect((await join(emulator)).status).toBe(404);
      expect((await join(emulator, '/api/v1/websocket')).status).toBe(101);
    },
  },
  {
    id: 'F02',
    what: 'routes that never existed answer 503',
    profile: strict,
    faults: ['unknown-route-503'],
    sees: async (emulator) =>
      expect(await statuses(emulator, '/no/such/route', '/health')).toEqual([503, 200]),
  },
  {
    id: 'F03',
    what: 'health routes not registered',
    profile: strict,
    faults: ['health-missing'],
    sees: async (emulator) => expect(await statuses(emulator, '/health', '/')).toEqual([404, 200]),
  },
  {
    id: 'F04',
    what: 'a certificate for another name',
    profile: strict,
    faults: ['certificate-other-name'],
    sees: async (emulator) =>
      expect(await hostOnlyTrust(emulator)).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
  },
  {
    id: 'F05',
    what: 'the frontend answers in the place of the backend',
    profile: 'frontend-health',
    sees: async (emulator) => expect((await http(emulator, '/health')).text).toContain('<html'),
  },
  {
    id: 'F06',
    what: 'egress is blocked',
    profile: strict,
    faults: ['egress-blocked'],
    sees: async (emulator) => expect(await statuses(emulator, '/health', '/api/health')).toEqual([200, 503]),
  },
  {
    id: 'F07',
    what: 'blocked at the edge',
    profile: 'armor-429',
    async sees(emulator) {
      const { status, text } = await http(emulator, '/health');
      expect([status, text.includes('<title>429')]).toEqual([429, true]);
    },
  },
  {
    id: 'F08',
    what: 'the service user is refused',
    profile: strict,
    faults: ['service-user-refused'],
    async sees(emulator) {
      const init = { headers: bearer(await token()) };
      expect((await http(emulator, '/auth/me', init)).status).toBe(403);
      expect(await statuses(emulator, '/health')).toEqual([200]);
    },
  },
  {
    id: 'F09',
    what: 'the backend is down: slow 503, no answer to the upgrade',
    profile: strict,
    faults: ['unresponsive'],
    async sees(emulator) {
      expect(await statuses(emulator, '/health')).toEqual([503]);
      await unanswered(emulator);
    },
  },
  {
    id: 'F10',
    what: 'start-up failed',
    profile: 'health-503-startup',
    sees: async (emulator) =>
      expect(await bodyOf(emulator, '/health')).toMatchObject({ startup_failed: true }),
  },
  {
    id: 'F11',
    what: 'a crash at start: 503 on everything',
    profile: strict,
    faults: ['down-503'],
    sees: async (emulator) =>
      expect(await statuses(emulator, '/health', '/', '/api/health')).toEqual([503, 503, 503]),
  },
  {
    id: 'F12',
    what: 'all services 503, the upgrade too',
    profile: strict,
    faults: ['down-503'],
    sees: async (emulator) => expect((await join(emulator)).status).toBe(503),
  },
  {
    id: 'F13',
    what: 'health is 500 for an optional dependency',
    profile: strict,
    faults: ['health-500'],
    async sees(emulator) {
      const { status, text } = await http(emulator, '/health');
      expect([status, text.includes('clickhouse')]).toEqual([500, true]);
    },
  },
  {
    id: 'F14',
    what: 'a name error in /health/backend',
    profile: strict,
    faults: ['health-backend-name-error'],
    sees: async (emulator) =>
      expect(await bodyOf(emulator, '/health/backend')).toMatchObject({ error: "name 's' is not defined" }),
  },
  {
    id: 'F15',
    what: 'healthy while degraded',
    profile: 'health-ok-api-degraded',
    sees: async (emulator) =>
      expect(await bodyOf(emulator, '/api/health')).toMatchObject({ status: 'degraded' }),
  },
  {
    id: 'F16',
    what: 'the middleware turns a plain GET away',
    profile: strict,
    async sees(emulator) {
      const { status, headers } = await http(emulator, '/ws/health');
      expect([status, headers.get('x-issue-449-fix')]).toEqual([503, 'enhanced-rejection']);
      expect((await join(emulator)).status).toBe(101);
    },
  },
  {
    id: 'F17',
    what: 'a race of the start-up: the second attempt works',
    profile: 'slow-cold-start',
    async sees(emulator) {
      expect([(await join(emulator)).status, (await join(emulator)).status]).toEqual([500, 101]);
    },
  },
  {
    id: 'F18',
    what: 'the supervisor is missing at connect',
    profile: strict,
    faults: ['supervisor-none'],
    sees: dies('Services not ready', { error_code: 'SERVICE_INIT_FAILED' }),
  },
  {
    id: 'F19',
    what: '500 on everything',
    profile: strict,
    faults: ['down-500'],
    async sees(emulator) {
      expect(await statuses(emulator, '/health')).toEqual([500]);
      expect((await join(emulator)).status).toBe(500);
    },
  },
];
