import { describe, expect, it } from 'vitest';
import { emulated } from '../emulator/support.ts';
import { probes } from '../../../src/livecheck/protocol.ts';
import { only, run, verdictsOf } from './support.ts';

describe('a run against each profile of the embedded backend', () => {
  it('passes against strict-intended, every probe with evidence', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const seen = await run(url);
      expect(verdictsOf(seen)).toEqual({
        health: 'pass',
        'ws-path': 'pass',
        handshake: 'pass',
        welcome: 'pass',
        identity: 'pass',
        liveness: 'pass',
        close: 'pass',
        'auth-none': 'pass',
      });
      expect(seen.verdict.status).toBe('passed');
      expect(seen.verdict.reasons).toEqual([]);
      expect(seen.verdict.notTested.map(({ probe }) => probe)).toContain('isolation');
      for (const result of seen.results.values()) {
        expect(result.evidence.length, result.probe).toBeGreaterThan(0);
        expect(result.nextStep, result.probe).toBeNull();
      }
      expect(seen.results.get('auth-none')?.data).toMatchObject({
        outcome: 'refused-close',
        closeCode: 1008,
      });
      expect(seen.results.get('welcome')?.data).toMatchObject({ variant: 'A', strict: true, missing: [] });
    });
  });

  it('fails against key-commit-relaxed because a connection without a token is accepted', async () => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      const seen = await run(url, { user: 'staging-e2e-user-002' });
      expect(verdictsOf(seen)).toEqual({
        health: 'pass',
        'ws-path': 'pass',
        handshake: 'pass',
        welcome: 'warn',
        identity: 'pass',
        liveness: 'warn',
        close: 'pass',
        'auth-none': 'fail',
      });
      expect(seen.verdict.status).toBe('failed');
      expect(seen.verdict.reasons[0]?.probe).toBe('auth-none');
      expect(seen.results.get('auth-none')?.cause?.failure).toBe('F30');
      const data = seen.results.get('auth-none')?.data;
      expect(data).toMatchObject({ outcome: 'accepted' });
      expect(data?.kind === 'auth-none' ? data.userShown : null).toMatch(/^relaxed_\d{4}$/u);
      expect(seen.results.get('liveness')?.cause?.failure).toBe('F46');
      expect(seen.results.get('liveness')?.findings.map(({ verdict, text }) => [verdict, text])).toEqual([
        ['pass', expect.stringContaining('the protocol ping is answered') as string],
        ['warn', 'the application ping has no answer'],
        ['warn', 'answered are connected, typing, agent_update, unanswered ping, heartbeat'],
      ]);
      expect(seen.results.get('welcome')?.data).toMatchObject({ variant: 'D', userShown: 'staging-...' });
      expect(seen.results.get('identity')?.data).toMatchObject({ match: 'full', source: 'reply' });
    });
  });

  it('fails against not-ready-403 at the path, and says which causes of a 403 are ruled out', async () => {
    await emulated('not-ready-403', async ({ url }) => {
      const seen = await run(url);
      expect(verdictsOf(seen)).toEqual({
        health: 'pass',
        'ws-path': 'fail',
        handshake: 'skipped',
        welcome: 'skipped',
        identity: 'skipped',
        liveness: 'skipped',
        close: 'skipped',
        'auth-none': 'skipped',
      });
      expect(seen.verdict.status).toBe('failed');
      const path = seen.results.get('ws-path');
      expect(path?.cause?.failure).toBe('F17');
      const ruledOut: unknown = Object.fromEntries(
        path!.cause!.candidates.map((each) => [each.failure, each.ruledOut !== null]),
      );
      expect(ruledOut).toEqual({ F20: false, F25: true, F28: true });
      expect(path?.data).toMatchObject({ chosen: null, attempts: [{ status: 403 }, { status: 403 }] });
      expect(seen.results.get('auth-none')?.summary).toContain('would prove nothing');
      expect(seen.evidence.filter(({ detail }) => detail.kind === 'close')).toEqual([]);
    });
  });

  it('fails against close-1000-before-welcome at the welcome, though the handshake is good', async () => {
    await emulated('close-1000-before-welcome', async ({ url }) => {
      const seen = await run(url);
      expect(verdictsOf(seen)).toEqual({
        health: 'pass',
        'ws-path': 'pass',
        handshake: 'pass',
        welcome: 'fail',
        identity: 'skipped',
        liveness: 'skipped',
        close: 'skipped',
        'auth-none': 'inconclusive',
      });
      expect(seen.verdict.status).toBe('failed');
      expect(seen.results.get('welcome')?.cause?.failure).toBe('F41');
      expect(seen.results.get('welcome')?.summary).toContain('1000 "main cleanup"');
    });
  });

  it('fails with a wrong secret: strict refuses, relaxed puts a made-up user in the place', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const seen = await run(
        url,
        {},
        { credentials: { kind: 'secret', secret: 'another-secret-altogether', origin: url } },
      );
      expect(seen.results.get('welcome')).toMatchObject({ verdict: 'fail', cause: { failure: 'F20' } });
      expect(seen.results.get('auth-none')?.verdict).toBe('inconclusive');
    });
    await emulated('key-commit-relaxed', async ({ url }) => {
      const seen = await run(
        url,
        {},
        { credentials: { kind: 'secret', secret: 'another-secret-altogether', origin: url } },
      );
      expect(seen.results.get('identity')).toMatchObject({
        verdict: 'fail',
        cause: { failure: 'F30' },
        data: { match: 'substitute' },
      });
      expect(seen.results.get('auth-none')?.verdict).toBe('fail');
    });
  });

  it('lists what is not built as not tested in the scope full, which is PARTIAL at best', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const ids = probes.filter(({ scope }) => scope === 'connection').map(({ id }) => id);
      const { verdict } = await run(url, { scope: 'full' }, { probes: only(...ids) });
      expect(verdict.status).toBe('partial');
      expect(verdict.reasons.map(({ probe }) => probe)).toEqual(['events', 'isolation', 'auth-bad']);
      expect(verdict.notTested).toHaveLength(11);
    });
  });
});
