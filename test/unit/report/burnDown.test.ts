import { describe, expect, it } from 'vitest';
import { renderBurnDown } from '../../../src/report/burnDown.ts';
import type { HistoryCounts } from '../../../src/engine/phases/historyCounts.ts';
import type { History } from '../../../src/report/history.ts';

const point = (date: string, one: number, two: number, more: Partial<HistoryCounts> = {}): HistoryCounts => ({
  commit: date,
  date: `${date}T12:00:00Z`,
  violations: one + two,
  byPhase: { 1: one, 2: two },
  byRule: {},
  problem: undefined,
  ...more,
});

const phases: History['phases'] = [
  { id: '1', title: 'Imports & <paths>', rules: ['legacy-import'], target: '2027-04-30' },
  { id: '2', title: 'Factory', rules: ['direct-construction'] },
];

/** The points of the lines of one colour, as [x, y]. */
function line(svg: string, color: string): number[][] {
  const match = new RegExp(`<polyline points="([^"]*)" fill="none" stroke="${color}" stroke-width="2"`).exec(
    svg,
  );
  return (match?.[1] ?? '').split(' ').map((pair) => pair.split(',').map(Number));
}

describe('the burn-down', () => {
  const svg = renderBurnDown({
    phases,
    points: [point('2027-01-01', 80, 20), point('2027-02-01', 40, 20), point('2027-03-01', 10, 0)],
  });

  it('draws what is left of each phase on top of the one before', () => {
    const [one, two] = [line(svg, '#0072b2'), line(svg, '#d55e00')];
    expect(one).toHaveLength(3);
    const [bottom, top] = [276, 20];
    const height = (count: number): number => bottom - (count / 100) * (bottom - top);
    expect(one.map(([, y]) => y)).toEqual([80, 40, 10].map((count) => Number(height(count).toFixed(1))));
    expect(two.map(([, y]) => y)).toEqual([100, 60, 10].map((count) => Number(height(count).toFixed(1))));
  });

  it('leads from the first day to the target of a phase', () => {
    const [from, to] = /<polyline points="([^"]*)"[^>]*stroke-dasharray/.exec(svg)![1]!.split(' ');
    expect(from).toBe(
      line(svg, '#0072b2')[0]!
        .map((each) => each.toFixed(1))
        .join(','),
    );
    expect(to).toMatch(/^744\.0,276\.0$/);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  });

  it('says all of it in words, and takes no text for markup', () => {
    expect(svg).toContain(
      '<title id="burn-down-title">Violations left: 10 on 2027-03-01, 100 on 2027-01-01</title>',
    );
    expect(svg).toContain('1: Imports &#38; &#60;paths&#62;: from 80 to 10; 2: Factory: from 20 to 0</desc>');
    expect(svg).toContain('10 left, to be done by 2027-04-30 (dashed)');
    expect(svg).not.toContain('<paths>');
  });

  it('leaves out commits at which nothing could be counted', () => {
    const drawn = renderBurnDown({
      phases,
      points: [
        point('2026-12-01', 0, 0, { violations: undefined, problem: 'no module' }),
        point('2027-01-01', 3, 0),
        point('2027-01-02', 1, 0),
      ],
    });
    expect(line(drawn, '#0072b2')).toHaveLength(2);
  });

  it('says why there is nothing to draw', () => {
    expect(renderBurnDown({ phases, points: [] })).toContain('No burn-down: there is nothing to count');
    const none = point('2026-12-01', 0, 0, { violations: undefined, problem: 'no module <x>' });
    expect(renderBurnDown({ phases, points: [none] })).toContain('No burn-down: no module &#60;x&#62;');
  });

  it('draws a single commit, and one without phases or violations', () => {
    expect(renderBurnDown({ phases, points: [point('2027-01-01', 3, 1)] })).toContain('<circle');
    const bare = renderBurnDown({
      phases: [],
      points: [point('2027-01-01', 0, 0), point('2027-01-02', 0, 0)],
    });
    expect(bare).toContain('violations: 0 left');
    expect(bare).not.toContain('NaN');
  });
});
