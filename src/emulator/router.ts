import type { Behaviour, EventName } from './behaviour.ts';
import { envelope, flatError, isoTime, type Message, type MessageMaker } from './messages.ts';

/** What a message gets: answers, or the end of the connection. */
export type Reply =
  | { readonly kind: 'messages'; readonly messages: readonly Message[] }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

const answer = (...messages: readonly Message[]): Reply => ({ kind: 'messages', messages });
const silence = answer();

/** Canonical types, which the build of 2025-09-15 takes for agent events and swallows. */
const swallowed = new Set(
  (
    'ping pong heartbeat connect disconnect chat user_message agent_request start_agent agent_task system_message error ' +
    'resilience_test agent_progress broadcast_test direct_message agent_status_request'
  ).split(' '),
);
/** These reach the agent bridge and have no answer of their own. */
const bridged = new Set('chat_message message user_input user agent execute_agent'.split(' '));
/** A client that asks an agent for something, in the words of the design. */
const agentRequests = new Set(['chat', 'user_message', 'agent_request', 'start_agent']);

/** Routes one text of a client in the main mode. `user` is the connection's user as the server has it. */
export function route(
  maker: MessageMaker,
  { replies, events }: Behaviour,
  user: string,
  text: string,
): Reply {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return answer(flatError(maker, 'JSON_PARSE_ERROR', 'Invalid JSON format'));
  }
  // An array or a scalar has no type to read, which ends the receive loop.
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return { kind: 'close', code: 1000, reason: 'main cleanup' };
  const fields = message as Message;
  const type = typeof fields['type'] === 'string' ? fields['type'] : 'unknown';
  if (replies.router === 'design') {
    const designed = designedReply(maker, events.sequence, user, type, fields);
    if (designed !== null) return designed;
  }
  if (swallowed.has(type) || bridged.has(type)) return silence;
  return answer(commonReply(maker, user, type, fields));
}

function commonReply(maker: MessageMaker, user: string, type: string, fields: Message): Message {
  const timestamp = maker.nowMs() / 1000;
  const system = (data: Message): Message => envelope(maker, 'system_message', data);
  switch (type) {
    case 'connected':
      return system({ status: 'connected', user_id: user, timestamp });
    case 'typing':
      return system({
        status: 'typing_acknowledged',
        type,
        user_id: user,
        thread_id: fields['thread_id'] ?? null,
        timestamp,
      });
    case 'error_message':
      return system({
        content: 'Error acknowledged',
        error_code: fields['error_code'] ?? null,
        status: 'acknowledged',
      });
    case 'agent_update':
      return system({ status: 'agent_message_acknowledged', original_type: type, user_id: user, timestamp });
    default:
      return { type: 'ack', received_type: type, timestamp, user_id: user, status: 'acknowledged' };
  }
}

function designedReply(
  maker: MessageMaker,
  sequence: readonly EventName[],
  user: string,
  type: string,
  fields: Message,
): Reply | null {
  const timestamp = maker.nowMs() / 1000;
  if (type === 'ping') return answer(envelope(maker, 'pong', { timestamp, user_id: user }));
  if (type === 'heartbeat') return answer(envelope(maker, 'heartbeat_ack', { timestamp, status: 'healthy' }));
  return agentRequests.has(type) ? answer(...agentRun(maker, sequence, user, fields)) : null;
}

/** The events of an agent's run. */
function agentRun(
  maker: MessageMaker,
  sequence: readonly EventName[],
  user: string,
  fields: Message,
): Message[] {
  const run = `run_${maker.random.hex(12)}`;
  const thread = fields['thread_id'] ?? `thread_${maker.random.hex(8)}`;
  const tool = 'lookup';
  const data: Readonly<Record<EventName, Message>> = {
    agent_started: { status: 'started', message: 'started' },
    agent_thinking: { reasoning: 'reading the request', step_number: 1, progress_percentage: 20 },
    tool_executing: { tool_name: tool, parameters: {}, status: 'executing' },
    tool_completed: { tool_name: tool, result: {}, execution_time_ms: 5, status: 'completed' },
    agent_completed: { status: 'completed', result: 'done', execution_time_ms: 12 },
  };
  return sequence.map((type) => ({
    type,
    run_id: run,
    thread_id: thread,
    user_id: user,
    agent_name: 'supervisor',
    timestamp: isoTime(maker),
    data: data[type],
  }));
}
