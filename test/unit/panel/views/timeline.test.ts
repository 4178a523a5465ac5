import { describe, expect, it } from 'vitest';
import type { AgentEvent, EventsData } from '../../../../src/livecheck/observations.ts';
import { agentEventNames } from '../../../../src/livecheck/agentEvent.ts';
import { timeline, timelineOf } from '../../../../src/webview/views/timeline.ts';

const event = (name: string, tMs: number, change: Partial<AgentEvent> = {}): AgentEvent => ({
  name,
  tMs,
  form: 'V1',
  missingFields: [],
  userMatches: true,
  runMatches: true,
  evidence: `E-${tMs}`,
  ...change,
});

const data = (events: readonly AgentEvent[], change: Partial<EventsData> = {}): EventsData => {
  const names = new Set(events.map(({ name }) => name));
  const received = agentEventNames.filter((name) => names.has(name));
  return {
    kind: 'events',
    received,
    missing: agentEventNames.filter((name) => !names.has(name)),
    events,
    orderingViolations: [],
    duplicates: 0,
    firstMs: events[0]?.tMs ?? null,
    totalMs: events.at(-1)?.tMs ?? null,
    maxGapMs: null,
    score: received.length,
    impact: 'none',
    ...change,
  };
};

const five = agentEventNames.map((name, index) => event(name, index * 100));
const shown = (of: EventsData): unknown[] =>
  timelineOf(of).map((entry) =>
    entry.kind === 'missing'
      ? [entry.name, 'missing']
      : [entry.event.name, entry.sign, ...entry.notes, ...(entry.longestGap ? ['longest'] : [])],
  );

describe('the timeline of agent events', () => {
  it('is the five events as they came', () => {
    expect(shown(data(five))).toEqual(agentEventNames.map((name) => [name, 'pass']));
  });

  it('names what is missing where it belongs', () => {
    const some = [five[0]!, five[1]!, five[4]!];
    expect(shown(data(some))).toEqual([
      ['agent_started', 'pass'],
      ['agent_thinking', 'pass'],
      ['tool_executing', 'missing'],
      ['tool_completed', 'missing'],
      ['agent_completed', 'pass'],
    ]);
    expect(shown(data([]))).toEqual(agentEventNames.map((name) => [name, 'missing']));
  });

  it('says which gap is the longest', () => {
    const events = [event('agent_started', 0), event('agent_thinking', 10), event('tool_executing', 910)];
    expect(shown(data(events, { maxGapMs: 900 }))[2]).toEqual(['tool_executing', 'pass', 'longest']);
  });

  it('marks what came out of order', () => {
    const names = ['agent_thinking', 'agent_started', 'tool_completed', 'tool_executing', 'agent_completed'];
    const events = [...names, 'agent_thinking'].map((name, index) => event(name, index));
    expect(shown(data(events, { orderingViolations: ['as the probe says'] }))).toEqual([
      ['agent_thinking', 'warn', 'out of order: before agent_started'],
      ['agent_started', 'pass'],
      ['tool_completed', 'warn', 'out of order: before tool_executing'],
      ['tool_executing', 'pass'],
      ['agent_completed', 'pass'],
      ['agent_thinking', 'warn', 'out of order: after agent_completed'],
    ]);
  });

  it('does not call a second sending, or a tool that is used again, out of order', () => {
    const again = [...five.slice(0, 4), ...five.slice(2, 4), five[4]!, five[4]!];
    expect(shown(data(again)).at(-1)).toEqual(['agent_completed', 'warn', 'came again']);
    expect(shown(data(again)).slice(0, 7)).toEqual(again.slice(0, 7).map(({ name }) => [name, 'pass']));
  });

  it('shows whose an event is, and what it lacks', () => {
    const events = [
      event('agent_started', 0, { userMatches: false }),
      event('agent_thinking', 1, { runMatches: false }),
      event('tool_executing', 2, { missingFields: ['tool_name', 'parameters'], form: 'V2' }),
      event('tool_completed', 3, { form: 'demo' }),
    ];
    expect(shown(data(events)).slice(0, 4)).toEqual([
      ['agent_started', 'fail', 'of another user'],
      ['agent_thinking', 'fail', 'of another run'],
      ['tool_executing', 'warn', 'without tool_name, parameters', 'form V2'],
      ['tool_completed', 'pass', 'form demo'],
    ]);
  });
});

describe('its table', () => {
  it('places each event on one scale, with its time, the gap before it, and its evidence', () => {
    const { caption, head, rows } = timeline(data(five));
    expect(caption).toBe('5 of 5 events');
    expect(head[1]).toBe('0 to 400 ms');
    expect(rows[1]).toEqual([
      { text: 'agent_thinking', mark: 'pass' },
      { from: 0.25, to: 0.25, tone: 'good' },
      '100 ms',
      '100 ms',
      { text: '', evidence: ['E-100'] },
    ]);
  });

  it('lists a hundred, and says how many more there are', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => event('agent_thinking', index));
    const { caption, rows } = timeline(data(many));
    expect(rows).toHaveLength(100);
    expect(caption).toBe('1 of 5 events; 4904 more of them are in the evidence');
  });
});
