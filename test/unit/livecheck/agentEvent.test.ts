import { describe, expect, it } from 'vitest';
import {
  agentEventNames,
  normalizedTime,
  readAgentEvent,
  readAgentFailure,
  type AgentEventName,
} from '../../../src/livecheck/agentEvent.ts';
import { completes, summarizeRun, type EventSeen } from '../../../src/livecheck/agentRun.ts';
import { profileNamed } from '../../../src/emulator/profiles.ts';
import { createRandom } from '../../../src/emulator/random.ts';
import { welcomesOf } from '../../../src/emulator/welcomes.ts';
import type { Fields } from '../../../src/livecheck/message.ts';

/** With all five names in it. */
const welcome = welcomesOf(
  { nowMs: () => 0, random: createRandom(1) },
  profileNamed('key-commit-relaxed')!.behaviour.session,
  { user: 'user-1', connectionId: 'main_0' },
)[0]!;

const time = '2025-09-15T07:20:00.000000+00:00';

/** What the bridge sends: an envelope with `data`. */
const bridge = (type: string, data: Fields, rest: Fields = {}): Fields => ({
  type,
  run_id: 'run_1',
  user_id: 'user-1',
  agent_name: 'supervisor',
  timestamp: time,
  data,
  ...rest,
});
/** What the manager sends: flat. */
const manager = (type: string, rest: Fields): Fields => ({
  type,
  timestamp: 1757920800.5,
  critical: true,
  attempt: 1,
  user_id: 'user-1',
  thread_id: 'thread-1',
  run_id: 'run_1',
  request_id: 'req-1',
  ...rest,
});

describe('an agent event', () => {
  it.each<[string, Fields, AgentEventName, string]>([
    ['V1 started', bridge('agent_started', { status: 'started' }), 'agent_started', 'V1'],
    ['V1 thinking', bridge('agent_thinking', { reasoning: 'r', step_number: 1 }), 'agent_thinking', 'V1'],
    [
      'V1 with the older name of the thought',
      bridge('agent_thinking', { thought: 'r' }),
      'agent_thinking',
      'V1',
    ],
    [
      'V1 tool, older name',
      bridge('tool_executing', { tool: 'lookup', parameters: {} }),
      'tool_executing',
      'V1',
    ],
    [
      'V1 tool done',
      bridge('tool_completed', { tool_name: 'lookup', result: {}, execution_time_ms: 5 }),
      'tool_completed',
      'V1',
    ],
    ['V1 completed', bridge('agent_completed', { status: 'completed', result: '' }), 'agent_completed', 'V1'],
    [
      'V1 with a payload',
      { ...bridge('agent_thinking', {}), data: undefined, payload: { reasoning: 'r' } },
      'agent_thinking',
      'V1',
    ],
    [
      'V2 started',
      manager('agent_started', { agent_name: 'a', task_description: 't' }),
      'agent_started',
      'V2',
    ],
    ['V2 tool', manager('tool_executing', { tool_name: 't', parameters: {} }), 'tool_executing', 'V2'],
    [
      'V2 tool done',
      manager('tool_completed', { tool_name: 't', results: [], duration: 1, success: true }),
      'tool_completed',
      'V2',
    ],
    ['V2 completed', manager('agent_completed', { final_response: 'f' }), 'agent_completed', 'V2'],
    [
      'V3 by event',
      { type: 'system_message', data: { event: 'agent_started', status: 's', user_id: 'u', turn_id: 't' } },
      'agent_started',
      'V3',
    ],
    [
      'V3 by type',
      {
        type: 'agent_progress',
        data: { type: 'tool_executing', status: 's', user_id: 'u', payload: { tool: 't', parameters: {} } },
      },
      'tool_executing',
      'V3',
    ],
    [
      'V3 completion',
      {
        type: 'agent_response_complete',
        data: { status: 's', user_id: 'u', turn_id: 't', content: 'c', agents_involved: [] },
      },
      'agent_completed',
      'V3',
    ],
    ['demo', { type: 'agent_started', agent: 'a', run_id: 'r', message: 'm' }, 'agent_started', 'demo'],
    [
      'demo tool done',
      { type: 'tool_completed', tool: 't', result: 'r', run_id: 'r' },
      'tool_completed',
      'demo',
    ],
  ])('%s is read, with nothing missing', (_, message, name, form) => {
    expect(readAgentEvent(message)).toMatchObject({ name, form, missing: [] });
  });

  it.each<[string, Fields]>([
    ['the capability list of a welcome', welcome],
    ['a system message about something else', { type: 'system_message', data: { status: 'connected' } }],
    ['progress without an event', { type: 'agent_progress', data: { message: 'agent_completed' } }],
    ['an acknowledgement that quotes the type', { type: 'ack', received_type: 'agent_started' }],
    ['the failure of an agent', { type: 'agent_error', data: { error_message: 'e' } }],
  ])('%s is none', (_, message) => {
    expect(readAgentEvent(message)).toBeNull();
  });

  it('says which fields it lacks, by their present names', () => {
    const { user_id: _, ...nobody } = bridge('tool_completed', { tool_name: 't' });
    expect(readAgentEvent(nobody)?.missing).toEqual(['user_id', 'result', 'execution_time_ms']);
    expect(readAgentEvent({ type: 'agent_thinking' })?.missing).toEqual(['run_id', 'reasoning']);
  });

  it('takes ids from the envelope and from inside it', () => {
    expect(
      readAgentEvent({ type: 'agent_started', data: { run_id: 'r', thread_id: 't', user_id: 'u' } }),
    ).toMatchObject({ run: 'r', thread: 't', user: 'u' });
    expect(
      readAgentEvent({ type: 'agent_progress', data: { type: 'agent_started', turn_id: 't' } })?.run,
    ).toBe('t');
  });

  it('reads the failure of a run with its words', () => {
    expect(
      readAgentFailure({ type: 'agent_error', data: { error_message: 'no registry' }, thread_id: 't' }),
    ).toEqual({
      name: 'agent_error',
      thread: 't',
      words: 'no registry',
    });
    expect(readAgentFailure({ type: 'agent_death', death_cause: 'timeout' })?.words).toBe('timeout');
    expect(readAgentFailure({ type: 'agent_completed' })).toBeNull();
  });
});

describe('a time', () => {
  const second = Date.UTC(2025, 8, 15, 7, 20);
  it.each<[string, unknown, number | null]>([
    ['seconds', second / 1000 + 0.5, second + 500],
    ['milliseconds', second, second],
    ['ISO 8601 with an offset', '2025-09-15T09:20:00+02:00', second],
    ['as Python writes it', '2025-09-15T07:20:00.250000+00:00', second + 250],
    ['without an offset', '2025-09-15T07:20:00.250000', second + 250],
    ['with a blank', '2025-09-15 07:20:00', second],
    ['of no form', 'yesterday', null],
    ['none', undefined, null],
    ['no number', Number.NaN, null],
  ])('in %s is epoch milliseconds', (_, value, ms) => {
    expect(normalizedTime(value)).toBe(ms);
  });
});

describe('the events of a run', () => {
  const contents: Readonly<Record<AgentEventName, Fields>> = {
    agent_started: { status: 'started' },
    agent_thinking: { reasoning: 'r' },
    tool_executing: { tool_name: 't', parameters: {} },
    tool_completed: { tool_name: 't', result: 1, execution_time_ms: 5 },
    agent_completed: { result: 'r' },
  };
  const requested = { user: 'user-1', thread: 'thread-1' };
  /** Events of these names, a second apart; each may differ from the usual one. */
  const seen = (...all: readonly (AgentEventName | readonly [AgentEventName, Fields])[]): EventSeen[] =>
    all.map((each, index) => {
      const [name, rest] = typeof each === 'string' ? ([each, {}] as const) : each;
      const at = new Date(Date.UTC(2025, 8, 15, 7, 20, index)).toISOString();
      const event = readAgentEvent(
        bridge(name, contents[name], { thread_id: 'thread-1', timestamp: at, ...rest }),
      );
      return { event: event!, tMs: 1000 * (index + 1), evidence: `E-${index}` };
    });
  const summary = (events: EventSeen[]) => summarizeRun(events, requested);

  it('are complete and in order', () => {
    expect(summary(seen(...agentEventNames))).toMatchObject({
      missing: [],
      orderingViolations: [],
      duplicates: 0,
      score: 5,
      impact: 'none',
      firstMs: 1000,
      totalMs: 5000,
      maxGapMs: 1000,
    });
  });

  it.each<[string, AgentEventName[], string]>([
    ['one', ['agent_thinking'], 'low'],
    ['two', ['agent_thinking', 'tool_executing'], 'medium'],
    ['three', ['agent_started', 'agent_thinking', 'tool_executing'], 'high'],
    ['the last one', ['agent_completed'], 'critical'],
    ['all', [...agentEventNames], 'critical'],
  ])('missing %s have the impact of the product’s scale', (_, missing, impact) => {
    const data = summary(seen(...agentEventNames.filter((name) => !missing.includes(name))));
    expect(data).toMatchObject({ missing, impact, score: 5 - missing.length });
    expect(data.orderingViolations).toEqual([]);
  });

  it.each<[string, AgentEventName[], RegExp[]]>([
    [
      'a thought before the start',
      ['agent_thinking', 'agent_started', 'tool_executing', 'tool_completed', 'agent_completed'],
      [/agent_thinking comes before agent_started/u],
    ],
    [
      'a tool that is completed first',
      ['agent_started', 'agent_thinking', 'tool_completed', 'tool_executing', 'agent_completed'],
      [/"t" is completed before it is executed/u],
    ],
    [
      'a tool after the end',
      ['agent_started', 'agent_thinking', 'tool_executing', 'agent_completed', 'tool_completed'],
      [/tool_completed comes after agent_completed/u],
    ],
  ])('out of order: %s', (_, names, expected) => {
    const { orderingViolations } = summary(seen(...names));
    expect(orderingViolations).toHaveLength(expected.length);
    expected.forEach((text, index) => expect(orderingViolations[index]).toMatch(text));
  });

  it('may repeat thoughts and tools, in pairs', () => {
    const data = summary(
      seen(
        'agent_started',
        'agent_thinking',
        'tool_executing',
        'tool_completed',
        ['agent_thinking', { data: { reasoning: 'second' } }],
        ['tool_executing', { data: { tool_name: 't', parameters: { page: 2 } } }],
        ['tool_completed', { data: { tool_name: 't', result: 2, execution_time_ms: 5 } }],
        'agent_completed',
      ),
    );
    expect([data.duplicates, data.orderingViolations]).toEqual([0, []]);
  });

  it('count as sent again by id, by content, and where they come once', () => {
    const data = summary(
      seen(
        'agent_started',
        ['agent_started', { data: { status: 'started', message: 'again' } }],
        ['agent_thinking', { event_id: 'e1' }],
        ['agent_thinking', { event_id: 'e1', data: { reasoning: 'other words' } }],
        'tool_executing',
        'tool_executing',
        'tool_completed',
        'agent_completed',
      ),
    );
    expect([data.duplicates, data.score, data.orderingViolations]).toEqual([3, 5, []]);
  });

  it('that run backwards by the server’s own clock are out of order', () => {
    const events = seen('agent_started', ['agent_thinking', { timestamp: '2025-09-15T07:19:59Z' }]);
    expect(summary(events).orderingViolations).toEqual([
      'agent_thinking has an earlier time than agent_started, which came before it',
    ]);
  });

  it('of another run are listed and count for nothing', () => {
    const other = { run_id: 'run_2', thread_id: 'thread-2', user_id: 'user-2' };
    const events = seen(['agent_started', other], ['agent_completed', other], 'agent_started');
    const data = summary(events);
    expect(data).toMatchObject({ received: ['agent_started'], duplicates: 0, firstMs: 3000 });
    expect(data.events.map(({ runMatches, userMatches }) => [runMatches, userMatches])).toEqual([
      [false, false],
      [false, false],
      [true, true],
    ]);
    expect(completes(events, 'thread-1')).toBe(false);
    expect(completes(seen('agent_started', 'agent_completed'), 'thread-1')).toBe(true);
  });

  it('are told apart by thread where they name no run', () => {
    const events = seen(
      ['agent_started', { run_id: undefined }],
      ['agent_completed', { run_id: undefined, thread_id: 'thread-2' }],
    );
    expect(summary(events)).toMatchObject({ received: ['agent_started'] });
  });
});
