import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread, type Commit } from '../../../src/project/history/commits.ts';

const commits = (...days: number[]): Commit[] =>
  days.map((day, index) => ({ id: `c${index}`, date: new Date(day * 86_400_000).toISOString() }));

describe('the commits that are looked at', () => {
  it('are all where there are few', () => {
    expect(spread(commits(1, 2, 3), 3)).toHaveLength(3);
  });

  it('are the last of each stretch of time, and the first and the last of all', () => {
    const all = commits(0, 1, 2, 3, 4, 50, 99, 100);
    expect(spread(all, 3).map(({ id }) => id)).toEqual(['c0', 'c5', 'c7']);
    expect(spread(all, 5).map(({ id }) => id)).toEqual(['c0', 'c4', 'c5', 'c7']);
  });

  it('are in order, at most as many as asked for, with both ends, whatever the dates are', () => {
    const days = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(days, fc.integer({ min: 2, max: 10 }), (dates, count) => {
        const all = commits(...dates);
        const kept = spread(all, count);
        expect(kept.length).toBeLessThanOrEqual(Math.max(count, 2));
        expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
        expect(new Set(kept).size).toBe(kept.length);
      }),
    );
  });
});
