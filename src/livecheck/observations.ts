/**
 * What probes observe: evidence as it was seen, and the observations of a probe in a form to draw from. Types only,
 * JSON-serialisable, part of the protocol of `protocol.ts`.
 */
import type { ProbeId } from './protocol.ts';

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
  | { readonly kind: 'events'; readonly received: readonly string[]; readonly missing: readonly string[] };

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
  | 'cancelled'
  | 'other';
