import { agentEventNames } from '../../livecheck/agentEvent.ts';
import type { AgentEvent, EventsData } from '../../livecheck/observations.ts';
import { precise } from '../wording.ts';
import type { Cell, Table } from './table.ts';

/** More events than this are counted, and not listed: every one is in the evidence. */
const mostListed = 100;

/** An event that came, or one of the five that did not. */
export type TimelineEntry =
  | {
      readonly kind: 'came';
      readonly event: AgentEvent;
      /** Milliseconds since the event before it; null for the first one. */
      readonly gapMs: number | null;
      readonly longestGap: boolean;
      readonly sign: 'pass' | 'warn' | 'fail';
      readonly notes: readonly string[];
    }
  | { readonly kind: 'missing'; readonly name: string };

const rankOf = (name: string): number => (agentEventNames as readonly string[]).indexOf(name);

/** The events as they came, and each that is missing at the place where it belongs. */
export function timelineOf(data: EventsData): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = came(data);
  for (const name of data.missing) {
    const after = entries.findLastIndex(
      (entry) => rankOf(entry.kind === 'came' ? entry.event.name : entry.name) < rankOf(name),
    );
    entries.splice(after + 1, 0, { kind: 'missing', name });
  }
  return entries;
}

function came(data: EventsData): TimelineEntry[] {
  const { events, maxGapMs } = data;
  return events.map((event, index): TimelineEntry => {
    const before = events[index - 1];
    const gapMs = before === undefined ? null : Math.max(0, event.tMs - before.tMs);
    const foreign = [
      ...(event.userMatches === false ? ['of another user'] : []),
      ...(event.runMatches === false ? ['of another run'] : []),
    ];
    const flaws = [...orderOf(data, index), ...lacking(event)];
    return {
      kind: 'came',
      event,
      gapMs,
      longestGap: gapMs !== null && gapMs >= 1 && maxGapMs !== null && Math.abs(gapMs - maxGapMs) < 0.06,
      sign: foreign.length > 0 ? 'fail' : flaws.length > 0 ? 'warn' : 'pass',
      notes: [...foreign, ...flaws, ...(event.form === 'V1' ? [] : [`form ${event.form}`])],
    };
  });
}

const lacking = ({ missingFields }: AgentEvent): string[] =>
  missingFields.length > 0 ? [`without ${missingFields.join(', ')}`] : [];

/** What is wrong with the place of an event among those of its run; the probe has said whether anything is. */
function orderOf({ events, orderingViolations }: EventsData, index: number): string[] {
  const { name, runMatches } = events[index]!;
  if (runMatches === false) return [];
  const count = (wanted: string, from: number, to: number): number =>
    events.slice(from, to).filter((each) => each.name === wanted && each.runMatches !== false).length;
  const cameBefore = (wanted: string): number => count(wanted, 0, index);
  const comesLater = (wanted: string): number => count(wanted, index + 1, events.length);
  if ((name === 'agent_started' || name === 'agent_completed') && cameBefore(name) > 0) return ['came again'];
  if (orderingViolations.length === 0) return [];
  if (cameBefore('agent_completed') > 0) return ['out of order: after agent_completed'];
  if (name !== 'agent_started' && cameBefore('agent_started') === 0 && comesLater('agent_started') > 0)
    return ['out of order: before agent_started'];
  const unexplained = cameBefore('tool_completed') >= cameBefore('tool_executing');
  return name === 'tool_completed' && unexplained && comesLater('tool_executing') > 0
    ? ['out of order: before tool_executing']
    : [];
}

/** The events on one scale, from the request on. */
export function timeline(data: EventsData): Table {
  const scale = Math.max(...data.events.map(({ tMs }) => tMs), 0.1);
  const entries = timelineOf(data);
  const left = entries.length - mostListed;
  const came = `${data.score} of ${agentEventNames.length} events`;
  return {
    caption: left > 0 ? `${came}; ${left} more of them are in the evidence` : came,
    head: ['Event', `0 to ${precise(scale)}`, 'After', 'Gap', 'Notes'],
    rows: entries.slice(0, mostListed).map((entry) => rowOf(entry, scale)),
  };
}

const tones = { pass: 'good', warn: 'odd', fail: 'bad' } as const;

function rowOf(entry: TimelineEntry, scale: number): readonly Cell[] {
  if (entry.kind === 'missing')
    return [{ text: entry.name, mark: 'fail' }, '', '', '', { text: 'did not come' }];
  const { event, gapMs, longestGap, sign, notes } = entry;
  const at = Math.min(1, Math.max(0, event.tMs / scale));
  return [
    { text: event.name, mark: sign },
    { from: at, to: at, tone: tones[sign] },
    precise(event.tMs),
    gapMs === null ? '' : `${precise(gapMs)}${longestGap ? ', the longest' : ''}`,
    { text: notes.join('; '), evidence: [event.evidence] },
  ];
}
