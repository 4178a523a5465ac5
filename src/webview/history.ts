import type { RunSummary } from '../livecheck/panelProtocol.ts';
import { verdictTitles } from '../livecheck/protocol.ts';
import { h } from './dom.ts';
import { latencyChart } from './latencyChart.ts';
import { chevron, mark } from './marks.ts';
import { tableView } from './tableView.ts';
import { compare, type Change, type Comparison } from './views/comparison.ts';
import { latencyOf } from './views/latency.ts';
import type { Table } from './views/table.ts';
import { counted, moment, stateWords } from './wording.ts';

/** What the runs of a target tell together: what has changed since the one before, and how its times go. */
export function historyParts(history: readonly RunSummary[], shown: string | null): HTMLElement[] {
  const comparison = compare(history, shown);
  const latency = latencyOf(history);
  return [
    ...(comparison === null ? [] : compared(comparison)),
    ...(latency === null
      ? []
      : [h('h2', {}, 'Latency'), latencyChart(latency), folded('Numbers', latency.table)]),
  ];
}

function compared({ before, changes, compared: count, apart, durations }: Comparison): HTMLElement[] {
  const same = `None of ${counted(count, 'verdict', 'verdicts')} has changed.`;
  const skipped = changes.filter(({ now }) => now === 'skipped');
  const other = changes.filter(({ now }) => now !== 'skipped');
  const lone = `${counted(apart, 'probe is', 'probes are')} in one of the two runs alone.`;
  return [
    h('h2', {}, 'Since the run before'),
    h('p', { class: 'why' }, `${moment(before.startedAt)}: ${verdictTitles[before.status]}`),
    changes.length === 0
      ? h('p', {}, same)
      : h('ul', { class: 'changes' }, ...other.map(changeOf), skippedNow(skipped)),
    ...(apart === 0 ? [] : [h('p', { class: 'why' }, lone)]),
    folded('Durations', durations),
  ];
}

/** In one line: they have one reason together. */
const skippedNow = (changes: readonly Change[]): HTMLElement | null =>
  changes.length === 0
    ? null
    : h(
        'li',
        { 'data-skipped': changes.map(({ probe }) => probe).join(' ') },
        mark('skipped'),
        h('span', {}, `Skipped now: ${changes.map(({ title }) => title).join(', ')}.`),
      );

const changeOf = ({ title, before, now, probe }: Change): HTMLElement =>
  h(
    'li',
    { 'data-change': probe },
    mark(now),
    h('span', {}, `${title}: ${stateWords[now].toLowerCase()}, was ${stateWords[before].toLowerCase()}`),
  );

/** A table that opens on demand. Nothing in it stands on evidence: that of earlier runs is not kept. */
const folded = (title: string, table: Table): HTMLElement =>
  h(
    'details',
    { class: 'folded' },
    h('summary', { 'data-key': `folded ${title}` }, chevron(), h('span', {}, title)),
    tableView(table, () => undefined),
  );
