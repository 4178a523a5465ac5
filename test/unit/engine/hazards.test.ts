import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** How many places are known at which a rewrite by text breaks real code. */
const count = 63;

const fixtures = readdirSync(join(import.meta.dirname, '../../fixtures/engine/python'));

it.each(Array.from({ length: count }, (_, index) => index + 1))('hazard %i has a fixture', (number) => {
  const prefix = `hazard-${String(number).padStart(2, '0')}-`;
  expect(fixtures.filter((name) => name.startsWith(prefix))).not.toEqual([]);
});

it('every fixture of a hazard has a number that there is', () => {
  const numbers = fixtures.flatMap((name) => /^hazard-(\d+)/.exec(name)?.[1] ?? []).map(Number);
  expect(numbers.filter((number) => number < 1 || number > count)).toEqual([]);
});
