import type { WelcomeVariant } from './observations.ts';
import { dataOf, excerpt, field, isObject, text, typeOf, type Fields } from './message.ts';
import type { Frame } from './session.ts';

export interface Welcome {
  readonly variant: WelcomeVariant;
  readonly strict: boolean;
  /** Fields of the strict form that this one lacks. */
  readonly missing: readonly string[];
  readonly userShown: string | null;
  readonly connectionId: string | null;
  /** Features that it names as switched off. */
  readonly lackingFeatures: readonly string[];
  /** Agent events that it names: what the server can send, and nothing that it has sent. */
  readonly announcedEvents: readonly string[];
}

const strictFields = ['event', 'connection_id', 'user_id', 'server_time', 'connection_ready', 'environment'];

/**
 * Recognises a welcome by its content, never by its being the first frame: a `handshake_validation` or a server's own `ping`
 * may come before it. `before` are the frames received so far.
 */
export function readWelcome(frame: Frame, before: readonly Frame[]): Welcome | null {
  const message = frame.json;
  if (message === null) return null;
  const variant = variantOf(message, typeOf(frame), before);
  if (variant === null) return null;
  const data = Object.keys(dataOf(message)).length > 0 ? dataOf(message) : message;
  return {
    variant,
    strict: variant === 'A',
    missing: strictFields.filter((name) => data[name] === undefined),
    userShown: field(message, 'user_id'),
    connectionId: field(message, 'connection_id'),
    lackingFeatures: Object.entries(isObject(data['features']) ? data['features'] : {})
      .filter(([, works]) => works === false)
      .map(([name]) => excerpt(name))
      .slice(0, mostNames),
    announcedEvents: namesIn(data['golden_path_events']).slice(0, mostNames),
  };
}

/** A server may name as many as it likes. */
const mostNames = 20;

const namesIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string').map(excerpt) : [];

function variantOf(message: Fields, type: string | null, before: readonly Frame[]): WelcomeVariant | null {
  const data = dataOf(message);
  switch (type) {
    case 'system_message': {
      if (data['event'] !== 'connection_established' || data['connection_ready'] !== true) return null;
      return before.some((each) => typeOf(each) === 'handshake_validation') ? 'B' : 'A';
    }
    case 'connect':
      return 'C';
    case 'connection_established':
      if (message['data'] === undefined) return 'E';
      return text(data['mode']) === 'legacy' ? 'D-legacy' : 'D';
    case 'connection_ready':
      return 'F';
    case 'handshake_response':
      return 'G';
    case null:
      return message['connection_ready'] === true && text(message['event']) !== null ? 'W0' : null;
    default:
      return null;
  }
}

/** What is known about each form, for a reader who has not seen it before. */
export const variantNotes: Readonly<Record<WelcomeVariant, string>> = {
  W0: 'flat, as before 2025-09-08',
  A: 'the strict form: system_message with connection_established and connection_ready',
  B: 'the strict form after a handshake_validation, as on 2025-09-09',
  C: 'type "connect", as on 2025-09-13',
  D: 'type "connection_established" with a shortened user id, as since 2025-09-14',
  'D-legacy': 'the legacy mode, which authenticates nobody',
  E: 'the demo endpoint, which authenticates nobody',
  F: 'type "connection_ready", known from documentation only',
  G: 'a handshake_response, as since 2025-10',
};
