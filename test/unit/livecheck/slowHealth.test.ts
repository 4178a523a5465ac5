import { describe, expect, it } from 'vitest';
import type { ProbeContext } from '../../../src/livecheck/probeContext.ts';
import { diagnoseSlow } from '../../../src/livecheck/probes/diagnosis/slowHealth.ts';
import { emulated } from '../emulator/support.ts';
import { only, run } from './support.ts';

/** What the probe says of a backend whose waits are stretched by `pace`. */
const seen = (profile: string, faults: readonly string[], pace: number) =>
  emulated(
    profile,
    async ({ url }) => (await run(url, { scope: 'full' }, { probes: only('health') })).results.get('health')!,
    { faults, pace },
  );

describe.concurrent('a slow /health', () => {
  it('is a cold start where the second answer is quick', async () => {
    expect(await seen('slow-cold-start', [], 1)).toMatchObject({
      verdict: 'warn',
      cause: { failure: 'F17', text: expect.stringMatching(/^only the first .* \(E-02\)$/u) as string },
    });
  });

  it('is load, or something it waits for, where the second answer is slow too', async () => {
    expect(await seen('strict-intended', ['health-slow'], 0.5)).toMatchObject({
      verdict: 'warn',
      cause: { failure: null, candidates: [{ failure: 'F10', ruledOut: null }] },
      nextStep: expect.stringContaining('load of the backend') as string,
    });
  });

  it('is a backend that is down for its users, where it takes longer than the load balancer waits', async () => {
    const context = {
      target: { apiUrl: 'http://backend.invalid' },
      request: () => Promise.resolve({ result: { ok: true, phases: { total: 5_100 } }, evidence: 'E-02' }),
    } as unknown as ProbeContext;
    expect(await diagnoseSlow(context, 5_100)).toMatchObject({
      cause: { failure: 'F09', text: expect.stringContaining('5.1 s (E-02)') as string },
    });
    expect((await diagnoseSlow(context, 4_900)).cause.failure).toBeNull();
  });

  it('is asked for once where it is quick', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const { evidence } = await run(url, { scope: 'full' }, { probes: only('health') });
      expect(evidence).toHaveLength(1);
    });
  });
});
