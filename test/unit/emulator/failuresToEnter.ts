import { expect } from 'vitest';
import { bare, ended, http, join, statuses, strict, userOf, wrapped, type Producible } from './failureKit.ts';
import { connect } from './support.ts';
import { b64, bearer, e2eHeaders, token, user } from './tokens.ts';

/** Failures of the upgrade, of authentication and of identity. */
export const failuresToEnter: readonly Producible[] = [
  {
    id: 'F20',
    what: 'issuer and backend have different secrets',
    profile: strict,
    faults: ['secret-mismatch'],
    async sees(emulator) {
      const body = JSON.stringify({ token: await token() });
      const { text } = await http(emulator, '/auth/validate', { method: 'POST', body });
      expect(JSON.parse(text)).toMatchObject({ valid: true });
      expect((await join(emulator)).status).toBe(403);
    },
  },
  {
    id: 'F21',
    what: 'an exception before accept',
    profile: strict,
    faults: ['upgrade-500'],
    sees: async (emulator) => expect((await join(emulator, '/ws')).status).toBe(500),
  },
  {
    id: 'F22',
    what: 'reading the query fails',
    profile: strict,
    faults: ['upgrade-500-query'],
    async sees(emulator) {
      expect([(await join(emulator, '/ws?a=1')).status, (await join(emulator)).status]).toEqual([500, 101]);
    },
  },
  {
    id: 'F23',
    what: 'no subprotocol is echoed',
    profile: 'no-subprotocol-echo',
    sees: async (emulator) =>
      expect(join(emulator, '/ws', ['jwt-auth'])).rejects.toThrow('Server sent no subprotocol'),
  },
  {
    id: 'F24',
    what: 'the token is lost in the negotiation',
    profile: 'key-commit-relaxed',
    faults: ['subprotocol-name-only'],
    async sees({ url }) {
      // The bare name was offered, so that the library takes it; the user is made up all the same.
      const client = await connect(url, '/ws', ['jwt', `jwt.${b64(await token())}`]);
      expect(client.selected).toBe('jwt');
      expect(await userOf(client)).toMatch(/^relaxed_/u);
    },
  },
  {
    id: 'F25',
    what: 'only subprotocols that are not supported',
    profile: strict,
    async sees(emulator) {
      expect((await join(emulator, '/ws', ['staging-auth.abcdefghijkl'])).status).toBe(403);
      expect((await join(emulator, '/ws', ['jwt-auth'])).status).toBe(101);
    },
  },
  {
    id: 'F26',
    what: 'the load balancer takes the Authorization header away',
    profile: 'key-commit-relaxed',
    faults: ['authorization-stripped'],
    async sees(emulator) {
      expect(await userOf(await join(emulator))).toMatch(/^relaxed_/u);
      const offered = await connect(emulator.url, '/ws', [`jwt.${b64(await token())}`]);
      expect(await userOf(offered)).toBe(user);
    },
  },
  {
    id: 'F28',
    what: 'an unknown path is 403',
    profile: strict,
    async sees(emulator) {
      expect((await join(emulator, '/no/such/path')).status).toBe(403);
      const head = await http(emulator, '/api/v1/websocket', { method: 'HEAD' });
      expect(head.status).toBe(405);
    },
  },
  {
    id: 'F29',
    what: 'demo mode ignores the token',
    profile: 'key-commit-demo',
    sees: async (emulator) => expect(await userOf(await bare(emulator))).toBe('demo-user-001'),
  },
  {
    id: 'F30',
    what: 'relaxed mode accepts no token',
    profile: 'key-commit-relaxed',
    sees: async (emulator) => expect(await userOf(await bare(emulator))).toMatch(/^relaxed_\d{4}$/u),
  },
  {
    id: 'F31',
    what: 'E2E headers have a forged token believed',
    profile: 'key-commit-relaxed',
    async sees(emulator) {
      const forged = bearer(await token({ sub: 'victim-1' }, 'another-secret'));
      expect(await userOf(await bare(emulator, { ...forged, ...e2eHeaders }))).toBe('victim-1');
      expect(await userOf(await bare(emulator, forged))).toMatch(/^relaxed_/u);
    },
  },
  {
    id: 'F32',
    what: 'the refusal fails: 1011 with AttributeError',
    profile: 'strict-buggy',
    async sees(emulator) {
      const client = await bare(emulator);
      await client.until(9);
      expect([client.messages, client.closed]).toMatchObject([[wrapped('AttributeError')], { code: 1011 }]);
      expect(await userOf(await join(emulator))).toBe(user);
    },
  },
  {
    id: 'F33',
    what: 'the token lacks a claim: VALIDATION_FAILED first',
    profile: 'legacy-0909',
    async sees(emulator) {
      const client = await bare(emulator, bearer(await token({ token_type: undefined })));
      await client.until(9);
      expect(client.messages).toMatchObject([{ error_code: 'VALIDATION_FAILED' }]);
    },
  },
  {
    id: 'F34',
    what: 'GET on /auth/validate',
    profile: strict,
    sees: async (emulator) => expect(await statuses(emulator, '/auth/validate')).toEqual([405]),
  },
  {
    id: 'F35',
    what: 'refusals open the breaker',
    profile: strict,
    faults: ['auth-breaker'],
    async sees(emulator) {
      expect(await userOf(await join(emulator))).toBe(user);
      for (let time = 0; time < 5; time += 1) await (await bare(emulator)).until(9);
      const { messages } = await ended(emulator);
      expect(messages).toMatchObject([{ details: { reason: 'AUTH_CIRCUIT_BREAKER_OPEN' } }]);
    },
  },
  {
    id: 'F36',
    what: 'the user is not in the database',
    profile: strict,
    faults: ['user-not-in-database'],
    async sees(emulator) {
      expect(await userOf(await join(emulator))).toBe(user);
      const init = { headers: bearer(await token()) };
      expect((await http(emulator, '/auth/me', init)).status).toBe(404);
    },
  },
];
