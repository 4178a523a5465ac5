import { describe, expect, it } from 'vitest';
import { useText } from '../../../src/extension/truth/useText.ts';
import type { TruthUse } from '../../../src/project/survey/surveyProtocol.ts';

function use(
  kind: TruthUse['kind'],
  what: TruthUse['what'],
  [imports, canonicalImports, constructions]: readonly [number, number, number],
): string {
  const counts = { importingFiles: 0, ownerImports: 0, handedOn: 0 };
  return useText({ kind, what, counts: { ...counts, imports, canonicalImports, constructions } });
}

describe('what a code lens says', () => {
  it.each([
    [use('canonical', 'class', [312, 272, 40]), '312 imports, 87% canonical; 40 constructions'],
    // 99.9% are not all.
    [use('canonical', 'factory', [1000, 999, 1]), '1,000 imports, 99% canonical; 1 call'],
    [use('canonical', 'factory', [4, 4, 0]), '4 imports, 100% canonical'],
    [use('canonical', 'class', [0, 0, 0]), 'not used'],
    [use('rogue', 'class', [0, 0, 4]), 'rogue: 4 constructions'],
    [use('double', 'class', [1, 0, 0]), 'double: 1 import'],
    [use('undecided', 'class', [5, 0, 3]), 'no canonical module chosen: 5 imports; 3 constructions'],
  ])('is %s', (said, expected) => {
    expect(said).toBe(expected);
  });
});
