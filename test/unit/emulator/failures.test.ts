import { describe, expect, it } from 'vitest';
import { invisible, producible } from './failures.ts';
import { emulated } from './support.ts';

describe('the catalogue of failures', () => {
  it('is here as a whole: what can be tried, and what no client can see', () => {
    const all = Array.from({ length: 66 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);
    const ids = [...producible.map(({ id }) => id), ...Object.keys(invisible)];
    expect(ids.toSorted()).toEqual(all);
    expect(producible.length).toBeGreaterThanOrEqual(40);
  });

  it.each(
    producible.map(
      (each) => [each.id, each.what, [each.profile, ...(each.faults ?? [])].join(' + '), each] as const,
    ),
  )('%s, %s, is tried with %s', async (_, _what, _with, { profile, faults = [], sees }) => {
    await emulated(profile, sees, { pace: 0, faults });
  });
});
