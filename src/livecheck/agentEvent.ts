import { dataOf, text, type Fields } from './message.ts';
import type { EventForm } from './observations.ts';

/** The five events of an agent's run, in their order. */
export const agentEventNames = [
  'agent_started',
  'agent_thinking',
  'tool_executing',
  'tool_completed',
  'agent_completed',
] as const;

export type AgentEventName = (typeof agentEventNames)[number];

/** One agent event as a message carries it; ids and fields are null where the message has none. */
export interface AgentEventRead {
  readonly name: AgentEventName;
  readonly form: EventForm;
  readonly run: string | null;
  readonly thread: string | null;
  readonly user: string | null;
  /** The server's own id of the event. */
  readonly eventId: string | null;
  readonly tool: string | null;
  /** The server's time, epoch milliseconds. */
  readonly timestampMs: number | null;
  /** Fields that the form promises and this message lacks, by their first name. */
  readonly missing: readonly string[];
  /** The same for two sendings of one event: everything but when and how often it was sent. */
  readonly content: string;
}

/** What ends a run before it is complete, with the server's words. */
export interface AgentFailure {
  readonly name: 'agent_error' | 'agent_death';
  readonly thread: string | null;
  readonly words: string;
}

/** Names that a field has had; the first one is shown where none of them is there. */
type Aliases = readonly string[];

const tool: Aliases = ['tool_name', 'tool'];
const agent: Aliases = ['agent_name', 'agent'];
const duration: Aliases = ['execution_time_ms', 'duration'];
const outcome: Aliases = ['result', 'results', 'final_response', 'response', 'content'];
const thought: Aliases = ['reasoning', 'thought', 'message'];

/** What each event says whatever its form. */
const content: Readonly<Record<AgentEventName, readonly Aliases[]>> = {
  agent_started: [],
  agent_thinking: [thought],
  tool_executing: [tool, ['parameters']],
  tool_completed: [tool, outcome],
  agent_completed: [outcome],
};

/** What each form has around that. */
const around: Readonly<Record<EventForm, readonly Aliases[]>> = {
  V1: [['run_id'], ['user_id'], agent, ['timestamp']],
  V2: [['run_id'], ['thread_id'], ['user_id'], ['timestamp']],
  V3: [['user_id'], ['status']],
  demo: [['run_id']],
};

/** What single events have beside it in the two forms that time their tools. */
function besides(name: AgentEventName, form: EventForm): readonly Aliases[] {
  if (form !== 'V1' && form !== 'V2') return [];
  if (name === 'agent_started') return form === 'V2' ? [agent] : [['status']];
  return name === 'tool_completed' ? [duration] : [];
}

/** The messages of the end-to-end fallback, which name the event in their data. */
const carriers = new Set(['system_message', 'agent_progress', 'agent_response_complete']);

/**
 * Reads a message as an agent event, in any of the forms that the backend and its clients have had; null where it is none.
 * Only what a message is counts, never what it lists: a welcome that names the five events is none of them.
 */
export function readAgentEvent(message: Fields | null): AgentEventRead | null {
  if (message === null) return null;
  const type = text(message['type']);
  const inner = innerOf(message);
  const own = nameOf(type);
  const carried = type !== null && carriers.has(type) ? carriedName(type, inner) : null;
  const name = own ?? carried;
  if (name === null) return null;
  const form = own === null ? 'V3' : formOf(message);
  // A form has a field at the top or inside, and builds have moved fields between the two.
  const fields: Fields = { ...inner, ...innerOf(inner), ...message };
  const has = (names: Aliases): boolean => names.some((each) => fields[each] !== undefined);
  const wanted = [...around[form], ...content[name], ...besides(name, form)];
  return {
    name,
    form,
    run: text(fields['run_id']) ?? text(fields['turn_id']),
    thread: text(fields['thread_id']),
    user: text(fields['user_id']),
    eventId: text(fields['event_id']),
    tool: text(fields['tool_name']) ?? text(fields['tool']),
    timestampMs: normalizedTime(message['timestamp'] ?? inner['timestamp']),
    missing: wanted.filter((names) => !has(names)).map((names) => names[0]!),
    content: JSON.stringify({ ...message, timestamp: null, attempt: null, trace: null }),
  };
}

/** Reads a message as the failure of an agent's run; null where it is none. */
export function readAgentFailure(message: Fields | null): AgentFailure | null {
  const name = text(message?.['type']);
  if (message === null || (name !== 'agent_error' && name !== 'agent_death')) return null;
  const fields: Fields = { ...innerOf(message), ...message };
  const words = ['error_message', 'death_cause', 'error', 'message']
    .map((each) => text(fields[each]))
    .find((each) => each !== null);
  return { name, thread: text(fields['thread_id']), words: words ?? 'no words' };
}

/**
 * A time as epoch milliseconds: ISO 8601 with an offset or without one (then UTC, which is what the servers' clocks have), or a
 * number of seconds or milliseconds since the epoch. Seconds stay below 1e11 until the year 5138, milliseconds have been above
 * since 1973. Null for everything else.
 */
export function normalizedTime(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? (value > 1e11 ? value : value * 1000) : null;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[T ]/u.test(value)) return null;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/iu.test(value) ? value : `${value}Z`;
  const ms = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(ms) ? null : ms;
}

const nameOf = (value: string | null): AgentEventName | null =>
  agentEventNames.find((each) => each === value) ?? null;

/** What is inside the envelope; documentation and a validator call it `payload`. */
function innerOf(message: Fields): Fields {
  const data = dataOf(message);
  return Object.keys(data).length > 0 ? data : dataOf({ data: message['payload'] });
}

function carriedName(type: string, inner: Fields): AgentEventName | null {
  const named = nameOf(text(inner['event'])) ?? nameOf(text(inner['type']));
  return named ?? (type === 'agent_response_complete' ? 'agent_completed' : null);
}

function formOf(message: Fields): EventForm {
  const enveloped = [message['data'], message['payload']].some(
    (each) => typeof each === 'object' && each !== null,
  );
  if (enveloped) return 'V1';
  const ofManager = ['critical', 'attempt', 'request_id', 'thread_id', 'user_id'];
  return ofManager.some((name) => message[name] !== undefined) ? 'V2' : 'demo';
}
