import type { Random } from './random.ts';

/** The backend's own texts: envelopes, welcomes and errors, in the forms that were observed. */
export type Message = Readonly<Record<string, unknown>>;

export interface MessageMaker {
  readonly nowMs: () => number;
  readonly random: Random;
}

const epoch = (maker: MessageMaker): number => maker.nowMs() / 1000;
/** ISO 8601 with an offset, as Python writes it. */
export const isoTime = (maker: MessageMaker): string =>
  new Date(maker.nowMs()).toISOString().replace('Z', '+00:00');

export const envelope = (maker: MessageMaker, type: string, data: Message): Message => ({
  type,
  data,
  timestamp: epoch(maker),
  server_id: null,
  correlation_id: null,
});

export const flatError = (
  maker: MessageMaker,
  code: string,
  message: string,
  details: Message = {},
): Message => ({
  type: 'error_message',
  error_code: code,
  error_message: message,
  details,
  timestamp: epoch(maker),
  recovery_suggestions: null,
});

export const wrappedError = (
  maker: MessageMaker,
  code: string,
  message: string,
  errorType: string,
  mode: string,
): Message =>
  envelope(maker, 'error_message', {
    error_code: code,
    error_message: message,
    details: { error_type: errorType, mode },
    timestamp: isoTime(maker),
  });

/** The strict form. */
export const welcomeA = (maker: MessageMaker, user: string): Message =>
  envelope(maker, 'system_message', {
    event: 'connection_established',
    connection_id: `ws_${user.slice(0, 8)}_${Math.floor(epoch(maker))}_${maker.random.hex(8)}`,
    user_id: user,
    server_time: isoTime(maker),
    connection_ready: true,
    environment: 'staging',
    startup_complete: true,
    config: { heartbeat_interval: 25, max_message_size: 8192 },
    factory_pattern_enabled: true,
  });

/** The form since 2025-09-14. The event names are a list of capabilities, not events. */
export const welcomeD = (maker: MessageMaker, user: string): Message =>
  envelope(maker, 'connection_established', {
    mode: 'main',
    user_id: `${user.slice(0, 8)}...`,
    connection_id: `main_${maker.random.hex(8)}`,
    golden_path_events: [
      'agent_started',
      'agent_thinking',
      'tool_executing',
      'tool_completed',
      'agent_completed',
    ],
    features: {
      full_business_logic: true,
      golden_path_integration: true,
      cloud_run_optimized: true,
      emergency_fallback: true,
      agent_orchestration: true,
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

export const heartbeat = (maker: MessageMaker, connection: string, processed: number): Message =>
  envelope(maker, 'heartbeat', {
    connection_id: connection,
    timestamp: isoTime(maker),
    stats: { messages_processed: processed, agent_events_processed: 0 },
  });
