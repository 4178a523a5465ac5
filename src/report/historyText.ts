import type { HistoryCounts } from '../engine/phases/historyCounts.ts';
import type { History } from './history.ts';
import type { Style } from './style.ts';

const barWidth = 30;

/** `ssot history` for people: a line for each commit, with a bar as long as what was left, or the number of the reason why nothing could be counted. */
export function renderHistoryText({ phases, points }: History, style: Style): string {
  /** They are long, and most often the same over many commits. */
  const problems = [...new Set(points.flatMap(({ problem }) => problem ?? []))];
  const most = Math.max(1, ...points.map(({ violations }) => violations ?? 0));
  const head = ['date', 'commit', 'left', ...phases.map(({ id }) => `phase ${id}`)];
  const rows = points.map((point) => [
    point.date.slice(0, 10),
    point.commit.slice(0, 10),
    ...(point.violations === undefined
      ? ['-', ...phases.map(() => '-')]
      : [String(point.violations), ...phases.map(({ id }) => String(point.byPhase[id] ?? 0))]),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return [
    style.dim(line(head)),
    ...rows.map((row, index) => `${line(row)}  ${tailOf(points[index]!, most, problems, style)}`.trimEnd()),
    '',
    ...problems.map((problem, index) => style.dim(`[${index + 1}] ${problem}`)),
    ...(problems.length > 0 ? [''] : []),
    ...phases.map((phase) => `phase ${phase.id}: ${phase.title}${targetOf(phase.target)}`),
    ...changeOf(points),
    '',
  ].join('\n');
}

function tailOf(
  { violations, problem }: HistoryCounts,
  most: number,
  problems: readonly string[],
  style: Style,
): string {
  if (violations === undefined) return style.dim(`[${problems.indexOf(problem ?? '') + 1}]`);
  return style.cyan('█'.repeat(Math.round((violations / most) * barWidth)));
}

function targetOf(target: string | undefined): string {
  return target === undefined ? '' : ` (to be done by ${target})`;
}

function changeOf(points: readonly HistoryCounts[]): string[] {
  const counted = points.filter(({ violations }) => violations !== undefined);
  const [first, last] = [counted[0], counted.at(-1)];
  if (!first || !last || first === last) return [];
  const change = last.violations! - first.violations!;
  const how = change === 0 ? 'as many as' : `${Math.abs(change)} ${change < 0 ? 'fewer' : 'more'} than`;
  return [`${last.violations!} left, ${how} on ${first.date.slice(0, 10)}`];
}
