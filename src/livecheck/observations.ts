/**
 * What probes observe: evidence as it was seen, and the observations of a probe in a form to draw from. Types only,
 * JSON-serialisable, part of the protocol of `protocol.ts`.
 */
import type { ProbeId, ProbeVerdict } from './protocol.ts';

/** Milliseconds per phase; null where the phase did not take place (no DNS for an address, no TLS for `http:`). */
export interface PhaseTimes {
  readonly dns: number | null;
  readonly tcp: number | null;
  readonly tls: number | null;
  /** From the request's being written to the answer's head. */
  readonly response: number | null;
  readonly total: number;
}

/** How the welcome was put: the forms that the backend has had, by age (`A` is the strict one). */
export type WelcomeVariant = 'W0' | 'A' | 'B' | 'C' | 'D' | 'D-legacy' | 'E' | 'F' | 'G';

/** `substitute`: the server put one of its stand-in users in the place of the one asked for. */
export type IdentityMatch = 'full' | 'prefix' | 'substitute' | 'other' | 'unknown';

export type ProbeData =
  | {
      readonly kind: 'health';
      readonly status: number;
      readonly service: string | null;
      readonly state: string | null;
      readonly version: string | null;
      readonly phases: PhaseTimes;
    }
  | { readonly kind: 'paths'; readonly attempts: readonly PathAttempt[]; readonly chosen: string | null }
  | {
      readonly kind: 'handshake';
      readonly url: string;
      readonly offered: readonly string[];
      readonly selected: string | null;
      readonly phases: PhaseTimes;
    }
  | {
      readonly kind: 'welcome';
      readonly variant: WelcomeVariant;
      readonly strict: boolean;
      readonly missing: readonly string[];
      readonly userShown: string | null;
      readonly connectionId: string | null;
      readonly ms: number;
    }
  | {
      readonly kind: 'identity';
      readonly requested: string;
      readonly observed: string | null;
      readonly source: 'reply' | 'welcome' | null;
      readonly match: IdentityMatch;
    }
  | {
      readonly kind: 'liveness';
      readonly protocolPingMs: number | null;
      readonly applicationPingMs: number | null;
    }
  | {
      readonly kind: 'close';
      readonly code: number;
      readonly reason: string;
      readonly initiator: 'client' | 'server';
    }
  | {
      readonly kind: 'auth-none';
      readonly outcome: 'accepted' | 'refused-http' | 'refused-close' | 'other';
      readonly status: number | null;
      readonly closeCode: number | null;
      readonly userShown: string | null;
    }
  | HealthDeepData
  | CertificateData
  | TokenData
  | RefusalData
  | E2eHeadersData
  | EventsData
  | IsolationData
  | ErrorHandlingData
  | ReconnectData
  | TransportData;

/** What the endpoints behind `/health` say. */
export interface HealthDeepData {
  readonly kind: 'health-deep';
  readonly endpoints: readonly HealthEndpoint[];
  /** `/health` says healthy and another endpoint does not. */
  readonly contradiction: boolean;
}

export interface HealthEndpoint {
  readonly path: string;
  /** Null where no answer came. */
  readonly status: number | null;
  /** What the body calls the state. */
  readonly state: string | null;
  /** Dependencies that are not well, as the body names them. */
  readonly degraded: readonly string[];
  readonly ms: number;
  readonly verdict: ProbeVerdict;
}

export interface CertificateData {
  readonly kind: 'certificate';
  readonly subject: string;
  readonly names: readonly string[];
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly validTo: string;
  readonly daysLeft: number;
  readonly protocol: string | null;
}

/** The claims of the run's own token; never the token. */
export interface TokenData {
  readonly kind: 'jwt';
  readonly alg: string | null;
  readonly claims: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly lifetimeSeconds: number | null;
  readonly secondsLeft: number | null;
  /** Claims that the auth service's validator wants and the token lacks. */
  readonly missing: readonly string[];
  /** This machine's clock ahead of the server's, in seconds; null where the server gave no date. */
  readonly clockSkewSeconds: number | null;
}

/** What became of connections that should be refused: a forged, an unreadable, an expired token. */
export interface RefusalData {
  readonly kind: 'refusals';
  readonly cases: readonly RefusalCase[];
}

export interface RefusalCase {
  readonly token: 'forged' | 'garbage' | 'expired';
  readonly outcome: 'accepted' | 'refused-http' | 'refused-close' | 'other';
  readonly status: number | null;
  readonly closeCode: number | null;
  /** The `code` of the error message before the close. */
  readonly errorCode: string | null;
  readonly userShown: string | null;
}

export interface E2eHeadersData {
  readonly kind: 'e2e-headers';
  /** Names of the headers that were sent. */
  readonly sent: readonly string[];
  /**
   * `impersonation`: a forged token was taken for its own `sub` with them and was not without. `bypass`: it was let in with
   * them, as somebody else, and refused without.
   */
  readonly effect: 'impersonation' | 'bypass' | 'none' | 'not-observable';
  readonly userWith: string | null;
  readonly userWithout: string | null;
}

/** The forms of an agent event: the bridge's, the manager's, the end-to-end fallback's, the demonstration's. */
export type EventForm = 'V1' | 'V2' | 'V3' | 'demo';

export interface EventsData {
  readonly kind: 'events';
  readonly received: readonly string[];
  readonly missing: readonly string[];
  readonly events: readonly AgentEvent[];
  /** One sentence each. */
  readonly orderingViolations: readonly string[];
  readonly duplicates: number;
  /** Milliseconds after the request; null where none came. */
  readonly firstMs: number | null;
  readonly totalMs: number | null;
  readonly maxGapMs: number | null;
  /** Distinct events received, of five. */
  readonly score: number;
  readonly impact: 'none' | 'low' | 'medium' | 'high' | 'critical';
}

export interface AgentEvent {
  readonly name: string;
  /** Milliseconds after the request. */
  readonly tMs: number;
  readonly form: EventForm;
  readonly missingFields: readonly string[];
  /** Null where the event says nothing about it. */
  readonly userMatches: boolean | null;
  readonly runMatches: boolean | null;
  readonly evidence: string;
}

export interface IsolationData {
  readonly kind: 'isolation';
  readonly users: readonly IsolatedUser[];
  readonly distinctIdentities: number;
  /** Why it could not be tested, where it could not. */
  readonly notTestable: string | null;
}

export interface IsolatedUser {
  readonly requested: string;
  /** The full id that the server disclosed; null where none was. */
  readonly observed: string | null;
  readonly connectionId: string | null;
  readonly state: 'connected' | 'refused' | 'closed';
  /** Messages received that were looked at. */
  readonly frames: number;
  readonly foreign: readonly ForeignHit[];
  /** After another user had left and this one connected anew; null where that was not tried. */
  readonly identityAfterReconnect: IdentityMatch | null;
}

/** Something of another user on this user's socket. */
export interface ForeignHit {
  /** The other user, as an index into `users`. */
  readonly of: number;
  readonly what: 'user-id' | 'marker' | 'connection-id' | 'thread-id' | 'run-id';
  readonly evidence: string;
}

export interface ErrorHandlingData {
  readonly kind: 'error-handling';
  readonly probes: readonly ErrorProbe[];
}

export interface ErrorProbe {
  readonly sent: 'invalid-json' | 'unknown-type' | 'oversize' | 'array' | 'abrupt-close';
  /** What a backend that handles it does. */
  readonly expected: string;
  readonly observed: string;
  readonly closeCode: number | null;
  readonly errorCode: string | null;
  readonly survived: boolean;
  readonly verdict: ProbeVerdict;
}

export interface ReconnectData {
  readonly kind: 'reconnect';
  readonly attempts: readonly { readonly delayMs: number; readonly ms: number; readonly outcome: string }[];
  readonly identity: IdentityMatch;
}

/** What became of a good token that was brought in one way alone. */
export interface TransportData {
  readonly kind: 'transports';
  readonly ways: readonly TransportTried[];
}

export interface TransportTried {
  readonly way: 'header' | 'subprotocol' | 'query';
  /** Of the answer to the upgrade; 101 where the socket was welcomed, null where it was not, or no answer came. */
  readonly status: number | null;
  /** Whose the socket is on the server, as far as it says. */
  readonly user: string | null;
}

export interface PathAttempt {
  readonly path: string;
  /** `open`, or why not. */
  readonly outcome: 'open' | 'http' | 'error' | 'not-tried';
  /** The HTTP status of the answer to the upgrade: 101 where it opened, null where no answer came. */
  readonly status: number | null;
  readonly message: string;
  readonly ms: number;
}

// -------------------------------------------------------------------------------------------------------- evidence

/** What was seen, as it was seen, redacted. `id` counts from `E-01` through a run; `atMs` is since the run started. */
export interface Evidence {
  readonly id: string;
  readonly probe: ProbeId;
  readonly atMs: number;
  readonly title: string;
  readonly detail: EvidenceDetail;
}

export type EvidenceDetail =
  | {
      readonly kind: 'http';
      readonly method: string;
      readonly url: string;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly truncated: boolean;
      readonly phases: PhaseTimes;
    }
  | {
      readonly kind: 'upgrade';
      readonly url: string;
      readonly requestHeaders: Readonly<Record<string, string>>;
      readonly offered: readonly string[];
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly selected: string | null;
      readonly body: string;
      readonly phases: PhaseTimes;
    }
  | {
      readonly kind: 'frame';
      readonly direction: 'sent' | 'received';
      readonly opcode: 'text' | 'binary' | 'ping' | 'pong';
      readonly type: string | null;
      readonly size: number;
      readonly body: string;
      readonly truncated: boolean;
      /** Since this socket was opened. */ readonly tMs: number;
    }
  | {
      readonly kind: 'close';
      readonly code: number;
      readonly reason: string;
      readonly initiator: 'client' | 'server';
      /** Since this socket was opened. */ readonly tMs: number;
    }
  | {
      readonly kind: 'error';
      readonly category: NetworkFailure;
      readonly code: string | null;
      readonly message: string;
      readonly url: string;
      readonly ms: number;
    }
  | { readonly kind: 'note'; readonly text: string };

/** How an exchange failed before there was an answer. */
export type NetworkFailure =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'not-http'
  | 'subprotocol'
  | 'too-large'
  | 'flood'
  | 'banned'
  | 'cancelled'
  | 'other';
