import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGoldens } from '../../goldens/goldens.ts';
import { impossible, impossibleKinds, whyImpossible, whyImpossibleKind } from '../../goldens/impossible.ts';
import { cells, coveredBy, kindCells, nameOf } from '../../goldens/matrix.ts';

/** What the golden files of TypeScript show, held against everything that they could. */
const covered = coveredBy(readGoldens(join(import.meta.dirname, '../../fixtures/engine/typescript')));

describe('every form × rule × outcome', () => {
  it('is shown by a fixture, or has its reason why it cannot be', () => {
    const missing = cells.filter((cell) => !covered.cells.has(nameOf(cell)) && !whyImpossible(cell));
    expect(missing.map(nameOf)).toEqual([]);
  });

  it('is not called impossible where a fixture shows it', () => {
    const shown = cells.filter((cell) => covered.cells.has(nameOf(cell)) && whyImpossible(cell));
    expect(shown.map((cell) => [nameOf(cell), ...covered.cells.get(nameOf(cell))!])).toEqual([]);
  });

  it('has no reason that is never needed', () => {
    const needed = new Set(cells.map(whyImpossible));
    expect(impossible.filter((each) => !needed.has(each))).toEqual([]);
  });
});

describe('every form × kind of file', () => {
  it('is shown by a fixture, or has its reason why it cannot be', () => {
    const missing = kindCells.filter(
      (cell) => !covered.kindCells.has(nameOf(cell)) && !whyImpossibleKind(cell),
    );
    expect(missing.map(nameOf)).toEqual([]);
  });

  it('is not called impossible where a fixture shows it', () => {
    const shown = kindCells.filter((cell) => covered.kindCells.has(nameOf(cell)) && whyImpossibleKind(cell));
    expect(shown.map(nameOf)).toEqual([]);
  });

  it('has no reason that is never needed', () => {
    const needed = new Set(kindCells.map(whyImpossibleKind));
    expect(impossibleKinds.filter((each) => !needed.has(each))).toEqual([]);
  });
});
