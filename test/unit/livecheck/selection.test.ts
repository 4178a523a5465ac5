import { beforeAll, describe, expect, it } from 'vitest';
import { withPrerequisites } from '../../../src/livecheck/prerequisites.ts';
import { builtProbes } from '../../../src/livecheck/probes/registry.ts';
import { probes, type ProbeId } from '../../../src/livecheck/protocol.ts';
import { emulated } from '../emulator/support.ts';
import { run, verdictsOf, type Run } from './support.ts';

const scope = 'full';

describe('a run of some probes', () => {
  /** A backend of which three probes have something to say. */
  const profile = 'key-commit-relaxed';
  let whole: Run;
  beforeAll(() => emulated(profile, async ({ url }) => void (whole = await run(url, { scope }))));

  // The emulator of this test has no certificate to look at.
  const askable = [...builtProbes.keys()].filter((id) => id !== 'certificate');

  it.each(askable)('of %s alone answers as the whole run does', async (id) => {
    await emulated(profile, async ({ url }) => {
      const expected = whole.results.get(id)!;
      const alone = (await run(url, { scope, only: [id] })).results.get(id)!;
      expect([alone.verdict, alone.cause?.failure]).toEqual([expected.verdict, expected.cause?.failure]);
      expect(alone.verdict).not.toBe('skipped');
    });
  });

  it('runs what they need, in the order of a run, and names all others as not tested', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const seen = await run(url, { only: ['welcome', 'health'] });
      expect(verdictsOf(seen)).toEqual({
        health: 'pass',
        'ws-path': 'pass',
        handshake: 'pass',
        welcome: 'pass',
      });
      expect(Object.keys(verdictsOf(seen))).toEqual(['health', 'ws-path', 'handshake', 'welcome']);
      expect(seen.verdict.notTested).toHaveLength(probes.length - 4);
      expect(seen.verdict.notTested.find(({ probe }) => probe === 'liveness')?.reason).toBe(
        'not asked for in this run',
      );
    });
  });

  it('is PARTIAL at best, since nobody may take it for the whole', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const { verdict } = await run(url, { only: ['auth-none'] });
      expect(verdict.status).toBe('partial');
      expect(verdict.sentence).toContain('not asked for in this run');
    });
  });

  it('fails where one of them fails', async () => {
    await emulated('key-commit-relaxed', async ({ url }) => {
      expect((await run(url, { only: ['auth-none'] })).verdict.status).toBe('failed');
    });
  });
});

describe('what a probe needs', () => {
  it('comes before it in the order of a run', () => {
    const order = probes.map(({ id }) => id);
    for (const id of order)
      for (const needed of withPrerequisites([id]))
        expect(order.indexOf(needed), `${needed} for ${id}`).toBeLessThanOrEqual(order.indexOf(id));
  });

  it('holds what is asked for, and nothing that only comes before', () => {
    expect([...withPrerequisites(['handshake'])].toSorted()).toEqual<ProbeId[]>([
      'handshake',
      'health',
      'ws-path',
    ]);
    expect([...withPrerequisites(['health'])]).toEqual<ProbeId[]>(['health']);
  });
});
