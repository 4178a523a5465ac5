import { eventNames, type SessionBehaviour } from './behaviour.ts';
import { envelope, epoch, isoTime, type Message, type MessageMaker } from './messages.ts';

/** Who is welcomed, and under which id the connection is kept. */
export interface Welcomed {
  readonly user: string;
  readonly connectionId: string;
}

/** The id of a connection in the main mode: the strict form has the user's first characters and the time in it. */
export function connectionIdFor(maker: MessageMaker, session: SessionBehaviour, user: string): string {
  const strict = session.welcome === 'A' || session.welcome === 'B';
  const start = strict ? `ws_${user.slice(0, 8)}_${Math.floor(epoch(maker))}` : 'main';
  return `${start}_${maker.random.hex(8)}`;
}

/** What is sent when a connection is accepted, in order. The forms are those that the backend has had, `A` is the strict one. */
export function welcomesOf(
  maker: MessageMaker,
  { welcome, manager }: SessionBehaviour,
  welcomed: Welcomed,
): Message[] {
  const full = manager === 'full';
  switch (welcome) {
    case 'W0':
      return [flat(maker, welcomed)];
    case 'A':
      return [strict(maker, welcomed)];
    case 'B':
      return [
        envelope(maker, 'handshake_validation', {
          timestamp: epoch(maker),
          validation_id: maker.random.hex(12),
        }),
        strict(maker, welcomed),
      ];
    case 'C':
      return [main(maker, 'connect', welcomed, full)];
    case 'D':
      return [main(maker, 'connection_established', welcomed, full)];
    case 'F':
      return [{ type: 'connection_ready', user_id: welcomed.user }];
    case 'G':
      return [
        {
          type: 'handshake_response',
          thread_id: `thread_${maker.random.hex(12)}`,
          run_id: `run_${maker.random.hex(12)}`,
          request_id: `req_${maker.random.hex(12)}`,
          session_token: maker.random.hex(40),
          timestamp: isoTime(maker),
          message: 'Handshake response',
        },
        main(maker, 'connection_established', welcomed, full),
      ];
    case 'none':
      return [];
  }
}

/** What completes the handshake of form `G`, once the client has acknowledged it. */
export const handshakeComplete = (maker: MessageMaker, thread: unknown): Message => ({
  type: 'handshake_complete',
  thread_id: thread ?? null,
  timestamp: isoTime(maker),
});

const flat = (maker: MessageMaker, { user }: Welcomed): Message => ({
  event: 'connection_established',
  connection_ready: true,
  user_id: user,
  server_time: isoTime(maker),
  environment: 'staging',
});

const strict = (maker: MessageMaker, { user, connectionId }: Welcomed): Message =>
  envelope(maker, 'system_message', {
    event: 'connection_established',
    connection_id: connectionId,
    user_id: user,
    server_time: isoTime(maker),
    connection_ready: true,
    environment: 'staging',
    startup_complete: true,
    config: { heartbeat_interval: 25, max_message_size: 8192 },
    factory_pattern_enabled: true,
  });

/** The form since 2025-09-13. The event names are a list of capabilities, not events. */
const main = (maker: MessageMaker, type: string, { user, connectionId }: Welcomed, full: boolean): Message =>
  envelope(maker, type, {
    mode: 'main',
    user_id: `${user.slice(0, 8)}...`,
    connection_id: connectionId,
    golden_path_events: eventNames,
    features: {
      full_business_logic: full,
      golden_path_integration: full,
      cloud_run_optimized: true,
      emergency_fallback: true,
      agent_orchestration: full,
    },
    timestamp: isoTime(maker),
  });

export const welcomeLegacy = (maker: MessageMaker, connection: string): Message =>
  envelope(maker, 'connection_established', {
    mode: 'legacy',
    connection_id: connection,
    features: { backward_compatibility: true, simplified_auth: true, basic_messaging: true },
    timestamp: isoTime(maker),
  });

export const welcomeDemo = (maker: MessageMaker): Message => ({
  type: 'connection_established',
  connection_id: maker.random.uuid(),
  message: 'Connected to the demo',
});
