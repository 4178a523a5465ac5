import { describe, expect, it } from 'vitest';
import type { RuleId } from '../../../src/engine/config/schema.ts';
import { nobody, progressOf, type Progress } from '../../../src/engine/phases/progress.ts';
import type { RightUse, UseLeft } from '../../../src/engine/phases/uses.ts';

const phases = [
  { id: '1', title: 'Imports', rules: ['legacy-import', 'broken-import'] as RuleId[], target: '2027-03-31' },
  { id: '2', title: 'Factory', rules: ['direct-construction'] as RuleId[], target: '2027-01-01' },
  { id: '3', title: 'Copies', rules: ['look-alike-class'] as RuleId[] },
];

function right(measure: RightUse['measure'], file = 'app/rooms/a.py', name = 'Hub'): RightUse {
  return { source: 'hub', name, file, measure };
}

function left(ruleId: RuleId, file = 'app/rooms/a.py', name = 'Hub'): UseLeft {
  const phase = phases.find(({ rules }) => rules.includes(ruleId))?.id ?? null;
  return { source: 'hub', name, file, ruleId, phase, count: 1 };
}

const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

function progress(
  uses: { right?: RightUse[]; left?: UseLeft[] },
  ownersOf?: (file: string) => readonly string[],
): Progress {
  return progressOf({ right: [], left: [], ...uses }, { phases, today: '2027-01-11', ownersOf });
}

describe('how far a migration is', () => {
  it.each([
    { what: 'none', right: 0, left: 0, percent: undefined },
    { what: 'nothing right', right: 0, left: 3, percent: 0 },
    { what: 'some', right: 7, left: 1, percent: 87 },
    { what: 'nearly all', right: 999, left: 1, percent: 99 },
    { what: 'all', right: 5, left: 0, percent: 100 },
  ])('is the share of right uses: $what', ({ right: rights, left: lefts, percent }) => {
    const { whole, phases: found } = progress({
      right: times(rights, right('imports')),
      left: times(lefts, left('legacy-import')),
    });
    expect(whole).toEqual({ right: rights, left: lefts, others: 0, percent });
    expect(found[0]).toMatchObject({ right: rights, left: lefts, percent });
  });

  it('counts for each phase what its rules are measured by', () => {
    const { phases: found } = progress({
      right: [...times(3, right('imports')), right('calls')],
      left: [left('broken-import'), ...times(3, left('direct-construction'))],
    });
    expect(found.map(({ id, percent }) => [id, percent])).toEqual([
      ['1', 75],
      ['2', 25],
      ['3', undefined],
    ]);
  });

  it('gives counts and no share of what nothing can be a share of', () => {
    const { whole, phases: found } = progress({
      right: [right('imports')],
      left: [left('look-alike-class', 'app/copy.py', 'RogueHub'), left('unused-suppression')],
    });
    expect(whole).toEqual({ right: 1, left: 0, others: 2, percent: 100 });
    expect(found[2]).toMatchObject({ id: '3', others: 1, percent: undefined });
    // A rule that no phase has.
    expect(found[3]).toEqual({
      id: undefined,
      title: 'In no phase',
      right: 0,
      left: 0,
      others: 1,
      percent: undefined,
    });
  });

  it('says how many days are left, or how long ago they ran out', () => {
    expect(progress({}).phases.map(({ target, daysLeft }) => [target, daysLeft])).toEqual([
      ['2027-03-31', 79],
      ['2027-01-01', -10],
      [undefined, undefined],
    ]);
  });

  it('is told by class and by folder, those with the most left first', () => {
    const { classes, modules } = progress({
      right: [right('imports', 'top.py', 'Hub'), right('calls', 'app/rooms/a.py', 'open_hub')],
      left: [
        left('legacy-import', 'app/rooms/a.py', 'Hub'),
        left('direct-construction', 'app/rooms/b.py', 'open_hub'),
        left('direct-construction', 'app/rooms/c.py', 'open_hub'),
      ],
    });
    expect(classes.map(({ source, name, percent }) => [source, name, percent])).toEqual([
      ['hub', 'open_hub', 33],
      ['hub', 'Hub', 50],
    ]);
    expect(modules.map(({ name, percent }) => [name, percent])).toEqual([
      ['app/rooms', 25],
      ['.', 100],
    ]);
  });

  it('is told by owner where there are any, for each of several', () => {
    expect(progress({ right: [right('imports')] }).owners).toBeUndefined();
    const { owners } = progress(
      { right: [right('imports', 'a.py'), right('imports', 'b.py')], left: [left('legacy-import', 'c.py')] },
      (file) => ({ 'a.py': ['@one', '@two'], 'b.py': ['@one'] })[file] ?? [],
    );
    expect(owners?.map((each) => [each.name, each.right, each.left])).toEqual([
      [nobody, 0, 1],
      ['@one', 2, 0],
      ['@two', 1, 0],
    ]);
  });
});
