import { getHeapSpaceStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { createYoungCollection } from '../../../src/project/youngGarbage.ts';

const youngSize = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')!.space_used_size;

it('collects once more than half of the room is taken, and not before', () => {
  const collect = createYoungCollection();
  collect();
  expect(collect()).toBe(false);
  let before = 0;
  let kept: number[] = [];
  // V8 itself collects, too, when the room is used up: so it is asked often.
  for (let made = 0; made < 1_000_000; made++) {
    kept = Array.from({ length: 100 }, () => made);
    if (made % 100 > 0) continue;
    before = youngSize();
    if (collect()) break;
  }
  expect(kept[0]).toBeLessThan(999_999);
  expect(youngSize()).toBeLessThan(before);
  expect(collect()).toBe(false);
});
