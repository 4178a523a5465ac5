import { agentRun, type TimedMessage } from './agentEvents.ts';
import type { Behaviour } from './behaviour.ts';
import { envelope, epoch, flatError, serverPing, type Message, type MessageMaker } from './messages.ts';
import { handshakeComplete } from './welcomes.ts';

/** What a message gets: answers, the events of an agent, or the end of the connection. */
export type Reply =
  | { readonly kind: 'messages'; readonly messages: readonly Message[] }
  | { readonly kind: 'run'; readonly events: readonly TimedMessage[] }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** What the router knows of the connection that a text came on. */
export interface Routed {
  readonly maker: MessageMaker;
  readonly behaviour: Behaviour;
  /** As the server has it. */
  readonly user: string;
  /** False until the handshake of form `G` is acknowledged. */
  readonly established: boolean;
  /** The user whose bridge handles messages to agents, where that user has left; else null. */
  readonly bridgeOfAnother: string | null;
}

const answer = (...messages: readonly Message[]): Reply => ({ kind: 'messages', messages });
const silence = answer();

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Canonical types, which the build of 2025-09-15 takes for agent events and swallows. */
const swallowed = words(
  'ping pong heartbeat connect disconnect chat user_message agent_request start_agent agent_task system_message error ' +
    'resilience_test agent_progress broadcast_test direct_message agent_status_request',
);
/** These reach the agent bridge and have no answer of their own. */
const bridged = words('chat_message message user_input user agent execute_agent');
/** A client that asks an agent for something, in the words that clients have had. */
const agentRequests = words('chat user_message chat_message agent_request start_agent execute_agent message');

/** Routes one text of a client in the main mode. */
export function route(routed: Routed, text: string): Reply {
  const { maker, behaviour } = routed;
  const { router, bridge } = behaviour.replies;
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return router === 'dead' ? silence : answer(flatError(maker, 'JSON_PARSE_ERROR', 'Invalid JSON format'));
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    if (router === 'design')
      return answer(flatError(maker, 'JSON_PARSE_ERROR', 'A message must be a JSON object'));
    // An array or a scalar has no type to read, which ends the receive loop.
    return { kind: 'close', code: 1000, reason: 'main cleanup' };
  }
  const fields = message as Message;
  const type = typeof fields['type'] === 'string' ? fields['type'] : 'unknown';
  if (router === 'dead') return silence;
  if (router === 'reflecting') return answer(fields);
  if (router === 'design') {
    const designed = designedReply(routed, type, fields);
    if (designed !== null) return designed;
  }
  if (bridged.has(type)) {
    if (bridge === 'broken')
      return answer(flatError(maker, 'AGENT_REQUEST_ERROR', "name 'agent_service' is not defined"));
    return routed.bridgeOfAnother === null
      ? silence
      : answer(acknowledged(maker, type, routed.bridgeOfAnother));
  }
  if (swallowed.has(type)) return silence;
  return answer(commonReply(routed, type, fields));
}

const acknowledged = (maker: MessageMaker, type: string, user: string): Message =>
  envelope(maker, 'system_message', {
    status: 'agent_message_acknowledged',
    original_type: type,
    user_id: user,
    timestamp: epoch(maker),
  });

/** What every build answers. The reply to `connected` or to an unknown type discloses the whole id of the user. */
function commonReply({ maker, user }: Routed, type: string, fields: Message): Message {
  const timestamp = epoch(maker);
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
      return acknowledged(maker, type, user);
    default:
      return { type: 'ack', received_type: type, timestamp, user_id: user, status: 'acknowledged' };
  }
}

function designedReply(routed: Routed, type: string, fields: Message): Reply | null {
  const { maker, behaviour, user, established } = routed;
  const timestamp = epoch(maker);
  const between = behaviour.session.serverPings ? [serverPing(maker)] : [];
  if (type === 'ping') return answer(...between, envelope(maker, 'pong', { timestamp, user_id: user }));
  if (type === 'heartbeat')
    return answer(...between, envelope(maker, 'heartbeat_ack', { timestamp, status: 'healthy' }));
  if (type === 'handshake_acknowledged' && behaviour.session.welcome === 'G')
    return answer(handshakeComplete(maker, fields['thread_id']));
  if (!agentRequests.has(type)) return null;
  return established ? { kind: 'run', events: agentRun(maker, behaviour.events, user, fields) } : silence;
}
