import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../../src/livecheck/credentials.ts';
import { finding, outcomeOf, type Probe, type ProbeContext } from '../../../src/livecheck/probeContext.ts';
import { signToken } from '../../../src/livecheck/tokens.ts';
import { tokenOf } from '../../../src/emulator/authentication.ts';
import { withSockets, type Peer } from './peers.ts';
import { run } from './support.ts';

/** A run whose only probe does what `act` says, so that what a context gives can be looked at. */
function runOnly(url: string, act: (context: ProbeContext) => Promise<void>, credentials?: Credentials) {
  const probe: Probe = {
    id: 'identity',
    blockedBy: () => null,
    run: async (context) => {
      await act(context);
      return outcomeOf([finding('pass', 'done')]);
    },
  };
  const options = { probes: new Map([[probe.id, probe]]), ...(credentials && { credentials }) };
  return run(url, { user: 'staging-e2e-user-001' }, options);
}

const echo = (use: (peer: Peer) => Promise<void>, seen: Record<string, unknown>[] = []): Promise<void> =>
  withSockets((socket, request) => {
    seen.push(request.headers);
    socket.send(`signed with ${tokenOf(request.headers)?.split('.')[2] ?? 'nothing'}`);
  }, use);

describe('a token of another user', () => {
  it('is signed where the secret is known, carried by an upgrade, and redacted in every form', async () => {
    const headers: Record<string, unknown>[] = [];
    let token = '';
    await echo(async ({ url }) => {
      const { results, events } = await runOnly(url, async (context) => {
        const issued = await context.tokenFor('somebody-else');
        if (!issued.ok) throw new Error(issued.reason);
        token = issued.token;
        expect(issued.user).toBe('somebody-else');
        const path = context.target.paths[0]!.url;
        const { result } = await context.open({
          url: path,
          token: 'settings',
          bearer: token,
          headers: { 'x-extra': 'given' },
        });
        if (result.kind !== 'open') throw new Error(result.kind);
        await result.session.first(() => true, 1_000);
        await result.session.close(1000, 1_000);
      });
      expect(results.get('identity')?.summary).toBe('done');
      expect(decodeJwt(token).sub).toBe('somebody-else');
      expect(headers).toMatchObject([{ authorization: `Bearer ${token}`, 'x-extra': 'given' }]);
      const shown = JSON.stringify(events);
      expect(shown).toContain('signed with [redacted ');
      for (const form of [token, token.split('.')[2]!, Buffer.from(token).toString('base64url')])
        expect(shown.includes(form)).toBe(false);
    }, headers);
  });

  it('cannot come from a token that was given, and the reason says so', async () => {
    await echo(async ({ url }) => {
      const token = await signToken('a-secret', 'staging-e2e-user-001', Date.now());
      const seen = await runOnly(
        url,
        async (context) => {
          expect(await context.tokenFor('staging-e2e-user-001')).toMatchObject({ ok: true, token });
          const other = await context.tokenFor('staging-e2e-user-002');
          expect(other.ok ? '' : other.reason).toContain('that of staging-e2e-user-001 alone');
        },
        { kind: 'token', token, origin: url },
      );
      expect(seen.results.get('identity')?.summary).toBe('done');
    });
  });
});
