import type { GroupProgress, PhaseProgress, Progress, Tally } from '../engine/phases/progress.ts';
import { schemaVersion } from './json.ts';
import { markdownTable, markdownText } from './markdownText.ts';
import type { Style } from './style.ts';

const barWidth = 20;
/** Of classes, folders and owners those with the most left; the JSON has all. */
const most = 15;

/** `ssot progress` for people. */
export function renderProgressText(progress: Progress, style: Style): string {
  const phases = progress.phases.map((phase) => ({ name: phaseName(phase), ...phase }));
  return [
    ...textSection('phase', phases, style, (row) => dueText(row)),
    ...textSection('class', named(progress.classes), style),
    ...textSection('folder', progress.modules, style),
    ...(progress.owners ? textSection('owner', progress.owners, style) : []),
    style.bold(wholeText(progress.whole)),
    ...(progress.owners ? [] : [style.dim('Who answers for what is not known: there is no CODEOWNERS.')]),
    '',
  ].join('\n');
}

/** `ssot progress --format markdown`: tables for an issue or a pull request. */
export function renderProgressMarkdown(progress: Progress): string {
  const table = (title: string, rows: readonly GroupProgress[], due?: readonly string[]): string[] =>
    rows.length === 0
      ? []
      : [
          `### By ${title}`,
          '',
          ...markdownTable(
            [title, 'done', 'right', 'left', 'others', ...(due ? ['target'] : [])],
            rows
              .slice(0, due ? rows.length : most)
              .map((row, index) => [
                markdownText(row.name),
                percentText(row),
                ...[row.right, row.left, row.others].map((count) => count.toLocaleString('en')),
                ...(due ? [due[index] ?? ''] : []),
              ]),
          ),
          ...(due || rows.length <= most ? [] : ['', `and ${rows.length - most} more`]),
          '',
        ];
  const phases = progress.phases.map((phase) => ({ ...phase, name: phaseName(phase) }));
  return [
    '## Migration progress',
    '',
    wholeText(progress.whole),
    '',
    ...table('phase', phases, progress.phases.map(dueText)),
    ...table('class', named(progress.classes)),
    ...table('folder', progress.modules),
    ...table('owner', progress.owners ?? []),
  ].join('\n');
}

/** `ssot progress --format json`: all of it; a share that there is not is null. */
export function renderProgressJson(progress: Progress, toolVersion: string): string {
  const document = {
    schemaVersion,
    tool: { name: 'ssot-migrator', version: toolVersion },
    ...progress,
    owners: progress.owners ?? null,
  };
  return `${JSON.stringify(withNull(document), undefined, 2)}\n`;
}

/** `62%`; a dash where there is nothing that it could be a share of. */
export function percentText({ percent }: Tally): string {
  return percent === undefined ? '–' : `${percent}%`;
}

export function phaseName({ id, title }: PhaseProgress): string {
  return id === undefined ? title : `${id}: ${title}`;
}

/** `by 2027-03-31, 124 days left`; empty without a target. */
export function dueText({ target, daysLeft = 0 }: Partial<PhaseProgress>): string {
  if (target === undefined) return '';
  const days = Math.abs(daysLeft);
  const count = `${days.toLocaleString('en')} ${days === 1 ? 'day' : 'days'}`;
  return `by ${target}, ${daysLeft === 0 ? 'which is today' : daysLeft > 0 ? `${count} left` : `${count} ago`}`;
}

export function wholeText({ right, left, others, percent }: Tally): string {
  const all = right + left;
  const share =
    percent === undefined
      ? 'Nothing is used yet that could be counted'
      : `${right.toLocaleString('en')} of ${all.toLocaleString('en')} uses are as they should be: ${percent}%`;
  return others === 0 ? `${share}.` : `${share}; ${others.toLocaleString('en')} other violations are left.`;
}

function textSection<Row extends GroupProgress>(
  title: string,
  rows: readonly Row[],
  style: Style,
  more: (row: Row) => string = () => '',
): string[] {
  if (rows.length === 0) return [];
  const shown = title === 'phase' ? rows : rows.slice(0, most);
  const width = Math.max(...shown.map(({ name }) => name.length));
  return [
    style.cyan(`by ${title}`),
    ...shown.map((row) =>
      [
        ` ${row.name.padEnd(width)}`,
        bar(row, style),
        percentText(row).padStart(4),
        style.dim([countText(row), more(row)].filter((text) => text !== '').join('; ')),
      ].join('  '),
    ),
    ...(rows.length > shown.length ? [style.dim(`  and ${rows.length - shown.length} more`)] : []),
    '',
  ];
}

function countText({ right, left, others }: Tally): string {
  return [
    ...(right + left > 0
      ? [`${left.toLocaleString('en')} of ${(right + left).toLocaleString('en')} left`]
      : []),
    ...(others > 0 ? [`${others.toLocaleString('en')} others left`] : []),
    ...(right + left + others === 0 ? ['nothing left'] : []),
  ].join(', ');
}

function bar({ percent }: Tally, style: Style): string {
  if (percent === undefined) return ' '.repeat(barWidth);
  const full = Math.floor((percent / 100) * barWidth);
  return style.green('█'.repeat(full)) + style.dim('░'.repeat(barWidth - full));
}

function named(classes: Progress['classes']): GroupProgress[] {
  return classes.map(({ source, name, ...tally }) => ({ ...tally, name: `${name} (${source})` }));
}

function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withNull(each)]));
}
