import type { HistoryCounts } from '../engine/phases/historyCounts.ts';
import type { History } from './history.ts';

const width = 760;
const height = 320;
const area = { left: 56, right: width - 16, top: 20, bottom: height - 44 };
/** Told apart by people who do not see colours alike, on light and on dark; one after the other for the phases. */
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
const day = 86_400_000;

/**
 * The burn-down as a drawing of its own: what is left of each phase over time, one on top of the other, and for each phase
 * that has a target day the straight way there. It takes the colour of the text around it, and names all it shows in words.
 */
export function renderBurnDown(history: History): string {
  const points = history.points.filter(({ violations }) => violations !== undefined);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return empty(history.points.at(-1)?.problem ?? 'there is nothing to count');
  const phases = shownPhases(history, points);
  const most = Math.max(1, ...points.map(({ violations }) => violations!));
  const targets = phases.flatMap(({ target }) => (target === undefined ? [] : [Date.parse(target)]));
  const begin = Date.parse(first.date);
  const end = Math.max(begin + day, Date.parse(last.date), ...targets);
  const top = niceCeiling(most);
  const scale: Scale = {
    x: (time) => area.left + ((time - begin) / (end - begin)) * (area.right - area.left),
    y: (count) => area.bottom - (count / top) * (area.bottom - area.top),
  };
  const title = `Violations left: ${last.violations!} on ${last.date.slice(0, 10)}, ${first.violations!} on ${first.date.slice(0, 10)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + legendHeight(phases.length)}" role="img" aria-labelledby="burn-down-title burn-down-text" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">`,
    `<title id="burn-down-title">${escaped(title)}</title>`,
    `<desc id="burn-down-text">${escaped(describe(phases, first, last))}</desc>`,
    ...gridLines(top, scale),
    ...dates(begin, end, scale),
    ...layers(phases, points, scale),
    ...targetLines(phases, points, scale),
    ...legend(phases, last),
    '</svg>',
    '',
  ].join('\n');
}

interface Scale {
  readonly x: (time: number) => number;
  readonly y: (count: number) => number;
}

interface ShownPhase {
  readonly title: string;
  readonly color: string;
  readonly target: string | undefined;
  readonly left: (point: HistoryCounts) => number;
}

/** The phases of the configuration, and what belongs to none of them where there is some. */
function shownPhases({ phases }: History, points: readonly HistoryCounts[]): readonly ShownPhase[] {
  const shown = phases.map(({ id, title, target }) => ({
    title: `${id}: ${title}`,
    target,
    left: ({ byPhase }: HistoryCounts) => byPhase[id] ?? 0,
  }));
  const ofPhases = (point: HistoryCounts): number => shown.reduce((sum, { left }) => sum + left(point), 0);
  const rest = {
    title: shown.length === 0 ? 'violations' : 'in no phase',
    target: undefined,
    left: (point: HistoryCounts) => point.violations! - ofPhases(point),
  };
  const all = points.some((point) => rest.left(point) > 0) || shown.length === 0 ? [...shown, rest] : shown;
  return all.map((phase, index) => ({ ...phase, color: colors[index % colors.length]! }));
}

/** One area for each phase, on top of those before it: the upper edge is the whole. */
function layers(phases: readonly ShownPhase[], points: readonly HistoryCounts[], { x, y }: Scale): string[] {
  const below = points.map(() => 0);
  return phases.map(({ color, left }) => {
    const lower = points.map((point, index) => place(x(Date.parse(point.date)), y(below[index]!)));
    points.forEach((point, index) => (below[index]! += left(point)));
    const upper = points.map((point, index) => place(x(Date.parse(point.date)), y(below[index]!)));
    return [
      `<polygon points="${[...upper, ...lower.reverse()].join(' ')}" fill="${color}" fill-opacity="0.35"/>`,
      `<polyline points="${upper.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
      ...(points.length === 1
        ? [`<circle cx="${upper[0]!.replace(',', '" cy="')}" r="3" fill="${color}"/>`]
        : []),
    ].join('');
  });
}

function targetLines(
  phases: readonly ShownPhase[],
  points: readonly HistoryCounts[],
  { x, y }: Scale,
): string[] {
  const first = points[0]!;
  return phases.flatMap(({ color, target, left }) => {
    if (target === undefined) return [];
    const from = place(x(Date.parse(first.date)), y(left(first)));
    const to = place(x(Date.parse(target)), y(0));
    return [
      `<polyline points="${from} ${to}" fill="none" stroke="${color}" stroke-width="1.5" stroke-dasharray="5 4"/>`,
    ];
  });
}

function gridLines(top: number, { y }: Scale): string[] {
  const steps = 4;
  return Array.from({ length: steps + 1 }, (_, index) => {
    const count = (top / steps) * index;
    const at = y(count).toFixed(1);
    return `<line x1="${area.left}" x2="${area.right}" y1="${at}" y2="${at}" stroke="currentColor" stroke-opacity="${index === 0 ? 0.6 : 0.15}"/><text x="${area.left - 8}" y="${at}" dy="4" text-anchor="end">${count.toLocaleString('en')}</text>`;
  });
}

function dates(begin: number, end: number, { x }: Scale): string[] {
  const steps = Math.min(5, Math.max(1, Math.floor((end - begin) / day)));
  return Array.from({ length: steps + 1 }, (_, index) => {
    const time = begin + ((end - begin) / steps) * index;
    const anchor = index === 0 ? 'start' : index === steps ? 'end' : 'middle';
    return `<text x="${x(time).toFixed(1)}" y="${area.bottom + 20}" text-anchor="${anchor}">${new Date(time).toISOString().slice(0, 10)}</text>`;
  });
}

const legendLine = 20;

function legendHeight(phases: number): number {
  return phases * legendLine;
}

function legend(phases: readonly ShownPhase[], last: HistoryCounts): string[] {
  return phases.map(({ title, color, target, left }, index) => {
    const y = area.bottom + 44 + index * legendLine;
    const due = target === undefined ? '' : `, to be done by ${target} (dashed)`;
    return `<rect x="${area.left}" y="${y - 10}" width="12" height="12" fill="${color}"/><text x="${area.left + 20}" y="${y}">${escaped(`${title}: ${left(last)} left${due}`)}</text>`;
  });
}

function describe(phases: readonly ShownPhase[], first: HistoryCounts, last: HistoryCounts): string {
  return phases.map(({ title, left }) => `${title}: from ${left(first)} to ${left(last)}`).join('; ');
}

function empty(why: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 40" role="img" font-family="system-ui, sans-serif" font-size="12" fill="currentColor"><title>No burn-down</title><text x="8" y="24">${escaped(`No burn-down: ${why}`)}</text></svg>\n`;
}

function place(x: number, y: number): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

/** The next number that four equal steps lead to without fractions. */
function niceCeiling(count: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(count));
  const nice = [1, 2, 3, 4, 5, 6, 8, 10].map((factor) => factor * magnitude).find((each) => each >= count)!;
  return Math.max(4, Math.ceil(nice / 4) * 4);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
