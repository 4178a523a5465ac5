import { agentEventNames, type AgentEventRead } from './agentEvent.ts';
import type { AgentEvent, EventsData } from './observations.ts';

/** An agent event that came on a socket. `tMs` counts from the request; `evidence` is the id of its frame. */
export interface EventSeen {
  readonly event: AgentEventRead;
  readonly tMs: number;
  readonly evidence: string;
}

/** What the events should say about themselves. */
export interface RunRequested {
  readonly user: string;
  /** The thread that the request named. */
  readonly thread: string;
}

/**
 * Judges the events that followed one request: which of the five came, in which order, how far apart, whether they are of one
 * run and of the right user. `seen` is in order of arrival. Events of another run are listed, and count for nothing.
 */
export function summarizeRun(seen: readonly EventSeen[], requested: RunRequested): EventsData {
  const run = runOf(seen, requested.thread);
  const events = seen.map((each) => agentEvent(each, run, requested));
  const own = seen.filter((_, index) => events[index]!.runMatches !== false);
  const repeated = repeats(own);
  const fresh = own.filter((each) => !repeated.has(each));
  const names = new Set(own.map(({ event }) => event.name));
  const received = agentEventNames.filter((name) => names.has(name));
  const missing = agentEventNames.filter((name) => !names.has(name));
  const times = own.map(({ tMs }) => tMs);
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  return {
    kind: 'events',
    received,
    missing,
    events,
    orderingViolations: orderingViolations(fresh),
    duplicates: repeated.size,
    firstMs: times[0] ?? null,
    totalMs: times.at(-1) ?? null,
    maxGapMs: gaps.length === 0 ? null : Math.round(Math.max(...gaps) * 10) / 10,
    score: received.length,
    impact: impactOf(missing),
  };
}

/** Whether an event is of the run that `summarizeRun` would follow, so far. */
export const completes = (seen: readonly EventSeen[], thread: string): boolean => {
  const run = runOf(seen, thread);
  return seen.some(({ event }) => event.name === 'agent_completed' && ofRun(event, run, thread) !== false);
};

/** The run: that of the first event with the request's thread, else that of the first event that names one. */
function runOf(seen: readonly EventSeen[], thread: string): string | null {
  const events = seen.map(({ event }) => event);
  const ofThread = events.find((each) => each.thread === thread && each.run !== null);
  return (ofThread ?? events.find((each) => each.run !== null))?.run ?? null;
}

/** By run, then by thread; null where the event says nothing about either. */
function ofRun(event: AgentEventRead, run: string | null, thread: string): boolean | null {
  if (event.run !== null && run !== null) return event.run === run;
  return event.thread === null ? null : event.thread === thread;
}

const agentEvent = (
  { event, tMs, evidence }: EventSeen,
  run: string | null,
  { user, thread }: RunRequested,
): AgentEvent => ({
  name: event.name,
  tMs,
  form: event.form,
  missingFields: event.missing,
  userMatches: event.user === null ? null : event.user === user,
  runMatches: ofRun(event, run, thread),
  evidence,
});

/**
 * Events that were sent again, which the server does when it is not sure of the first sending: the same id, the same content,
 * or a second start or end. Thoughts and tools may repeat with another content.
 */
function repeats(seen: readonly EventSeen[]): ReadonlySet<EventSeen> {
  const known = new Set<string>();
  return new Set(
    seen.filter(({ event }) => {
      const once = event.name === 'agent_started' || event.name === 'agent_completed';
      const keys = [
        event.content,
        ...(event.eventId === null ? [] : [`id ${event.eventId}`]),
        ...(once ? [event.name] : []),
      ];
      const again = keys.some((key) => known.has(key));
      keys.forEach((key) => known.add(key));
      return again;
    }),
  );
}

/** What the product's tests say of the order; the events have no numbers of their own. */
function orderingViolations(seen: readonly EventSeen[]): string[] {
  const found: string[] = [];
  const names = seen.map(({ event }) => event.name);
  const first = names[0];
  const last = names.at(-1);
  if (names.includes('agent_started') && first !== 'agent_started')
    found.push(`${first!} comes before agent_started`);
  if (names.includes('agent_completed') && last !== 'agent_completed')
    found.push(`${last!} comes after agent_completed`);
  const running = new Map<string, number>();
  const started = new Set(
    seen.filter(({ event }) => event.name === 'tool_executing').map(({ event }) => event.tool ?? ''),
  );
  for (const { event } of seen) {
    const tool = event.tool ?? '';
    const open = running.get(tool) ?? 0;
    if (event.name === 'tool_executing') running.set(tool, open + 1);
    if (event.name !== 'tool_completed') continue;
    // A tool whose start never came is a missing event, and no matter of order.
    if (open > 0) running.set(tool, open - 1);
    else if (started.has(tool)) found.push(`${namedTool(tool)} is completed before it is executed`);
  }
  const timed = seen.filter(({ event }) => event.timestampMs !== null);
  timed.slice(1).forEach(({ event }, index) => {
    const before = timed[index]!.event;
    if (event.timestampMs! < before.timestampMs!)
      found.push(`${event.name} has an earlier time than ${before.name}, which came before it`);
  });
  return found;
}

const namedTool = (tool: string): string => (tool === '' ? 'a tool' : `the tool "${tool}"`);

/** The scale of the product's own event monitor. */
function impactOf(missing: readonly string[]): EventsData['impact'] {
  if (missing.includes('agent_completed')) return 'critical';
  return (['none', 'low', 'medium'] as const)[missing.length] ?? 'high';
}
