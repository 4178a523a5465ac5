import type { EventName, EventsBehaviour } from './behaviour.ts';
import { envelope, epoch, isoTime, type Message, type MessageMaker } from './messages.ts';

/** A message, and how many milliseconds after the one before it (the request, for the first) it is sent. */
export interface TimedMessage {
  readonly afterMs: number;
  /** Made when it is sent, so that its time is that of its sending. */
  readonly message: () => Message;
}

interface Run {
  readonly user: string;
  readonly run: string;
  readonly thread: string;
  readonly request: string;
}

/** Messages to an agent come flat or with a payload; the thread may stand in either. */
export function threadOf(fields: Message): string | null {
  const payload = fields['payload'];
  const inner =
    typeof payload === 'object' && payload !== null ? (payload as Message)['thread_id'] : undefined;
  const thread = fields['thread_id'] ?? inner;
  return typeof thread === 'string' && thread !== '' ? thread : null;
}

/** The events that follow a request of `user`. The run's id is the server's own, whatever the client calls it. */
export function agentRun(
  maker: MessageMaker,
  behaviour: EventsBehaviour,
  user: string,
  fields: Message,
): TimedMessage[] {
  const { belongTo, sequence, gapMs, stall, error } = behaviour;
  const own = {
    user,
    run: `run_${maker.random.hex(12)}`,
    thread: threadOf(fields) ?? `thread_${maker.random.hex(8)}`,
    request: `req_${maker.random.hex(8)}`,
  };
  const foreign = `run_${maker.random.hex(12)}`;
  const sent = new Map<EventName, number>();
  const events = sequence.map((name, index): TimedMessage => {
    const attempt = (sent.get(name) ?? 0) + 1;
    sent.set(name, attempt);
    const run: Run = {
      ...own,
      ...(belongTo === 'another-run' && index > 0 ? { run: foreign } : {}),
      ...(belongTo === 'another-user' ? { user: `somebody-${foreign.slice(4, 8)}` } : {}),
    };
    const jitter = gapMs === 0 ? 0 : maker.random.between(Math.floor(gapMs / 2), Math.ceil(gapMs * 1.5));
    return {
      afterMs: stall?.before === name ? stall.ms : jitter,
      message: () => eventOf(maker, behaviour, name, run, attempt),
    };
  });
  const failure = (text: string): TimedMessage => ({
    afterMs: gapMs,
    message: () => ({
      type: 'agent_error',
      run_id: own.run,
      user_id: user,
      agent_name: agent,
      timestamp: isoTime(maker),
      data: {
        status: 'error',
        error_message: text,
        error_context: { thread_id: own.thread },
        message: 'The agent failed',
      },
    }),
  });
  return error === null ? events : [...events, failure(error)];
}

const agent = 'supervisor';
const tool = 'cost_lookup';

/** An event in one of its forms: the bridge's, the manager's, the end-to-end fallback's, the demonstration's. */
function eventOf(
  maker: MessageMaker,
  { form, fields }: EventsBehaviour,
  name: EventName,
  { user, run, thread, request }: Run,
  attempt: number,
): Message {
  const own = fields === 'complete' ? contents[form][name] : {};
  switch (form) {
    case 'V1':
      return {
        type: name,
        run_id: run,
        thread_id: thread,
        user_id: user,
        agent_name: agent,
        timestamp: isoTime(maker),
        data: own,
      };
    case 'V2':
      return {
        type: name,
        timestamp: isoTime(maker),
        critical: true,
        attempt,
        user_id: user,
        thread_id: thread,
        run_id: run,
        request_id: request,
        ...own,
      };
    case 'V3':
      return envelope(maker, carrierOf(name), {
        event: name,
        type: name,
        user_id: user,
        turn_id: run,
        thread_id: thread,
        ...own,
      });
    case 'demo':
      return { type: name, run_id: run, timestamp: epoch(maker), ...own };
  }
}

const carrierOf = (name: EventName): string =>
  name === 'agent_started'
    ? 'system_message'
    : name === 'agent_completed'
      ? 'agent_response_complete'
      : 'agent_progress';

type Contents = Readonly<Record<EventName, Message>>;

const result = 'three places where costs can fall';

/** What each event says of itself, by form. Thoughts and tools were renamed on 2025-09-13; the demonstration keeps old names. */
const contents: Readonly<Record<EventsBehaviour['form'], Contents>> = {
  V1: {
    agent_started: { status: 'started', context: {}, message: 'The agent has started' },
    agent_thinking: {
      reasoning: 'reading the request',
      step_number: 1,
      progress_percentage: 20,
      status: 'thinking',
    },
    tool_executing: { tool_name: tool, parameters: {}, status: 'executing', message: 'The tool runs' },
    tool_completed: {
      tool_name: tool,
      result: { rows: 3 },
      execution_time_ms: 5,
      status: 'completed',
      message: 'The tool is done',
    },
    agent_completed: { status: 'completed', result, execution_time_ms: 12, message: 'The agent is done' },
  },
  V2: {
    agent_started: { agent_name: agent, task_description: 'answer the request' },
    agent_thinking: { reasoning: 'reading the request' },
    tool_executing: { tool_name: tool, parameters: {} },
    tool_completed: { tool_name: tool, results: { rows: 3 }, duration: 0.005, success: true },
    agent_completed: { status: 'completed', final_response: result },
  },
  V3: {
    agent_started: { status: 'started', payload: {} },
    agent_thinking: { status: 'thinking', payload: {}, reasoning: 'reading the request' },
    tool_executing: { status: 'executing', payload: {}, tool_name: tool, parameters: {} },
    tool_completed: { status: 'completed', payload: {}, tool_name: tool, result: { rows: 3 } },
    agent_completed: {
      status: 'completed',
      payload: {},
      content: result,
      message: result,
      agents_involved: [agent],
      orchestration_time: 0.012,
      real_llm_used: false,
    },
  },
  demo: {
    agent_started: { agent, message: 'The agent has started' },
    agent_thinking: { agent, message: 'reading the request', thought: 'reading the request' },
    tool_executing: { tool, tool_name: tool, parameters: {} },
    tool_completed: { tool, result: { rows: 3 } },
    agent_completed: { response: result, status: 'completed' },
  },
};
