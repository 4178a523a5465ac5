import type { Random } from './random.ts';

/** The backend's own texts: envelopes, welcomes and errors, in the forms that were observed. */
export type Message = Readonly<Record<string, unknown>>;

export interface MessageMaker {
  readonly nowMs: () => number;
  readonly random: Random;
}

/** Seconds since the epoch, as Python's `time.time()`. */
export const epoch = (maker: MessageMaker): number => maker.nowMs() / 1000;
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

export const heartbeat = (maker: MessageMaker, connection: string, processed: number): Message =>
  envelope(maker, 'heartbeat', {
    connection_id: connection,
    timestamp: isoTime(maker),
    stats: { messages_processed: processed, agent_events_processed: 0 },
  });

/** The server's own ping, which old builds send between other messages. */
export const serverPing = (maker: MessageMaker): Message =>
  envelope(maker, 'ping', { timestamp: epoch(maker) });

/** The refusal of older builds, with the code of the authentication's result. */
export const authenticationError = (maker: MessageMaker, code: string): Message => ({
  type: 'authentication_error',
  event: 'auth_failed',
  error: 'WebSocket authentication failed',
  error_code: code,
  timestamp: isoTime(maker),
  retry_allowed: code === 'TOKEN_EXPIRED',
  ssot_authenticated: false,
});

/** A client's text as an object; null where it is none. */
export function objectOf(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Message) : null;
  } catch {
    return null;
  }
}
