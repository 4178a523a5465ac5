/**
 * The words that everything around the live check shares: the run, the panel in the browser, the reporters and the
 * embedded backend. Types and constants only, JSON-serialisable, importing no code, so that any of them can load it.
 * No type of this file has room for a secret: credentials travel beside the settings (`credentials.ts`), never in them.
 */

import type { Evidence, ProbeData } from './observations.ts';

// ---------------------------------------------------------------------------------------------------------- probes

/** The scopes of a run: whether a connection is good, or everything that there is a probe for. */
export type Scope = 'connection' | 'full';

/** What a run looks at unless it is told otherwise: a verdict is worth what it is about. */
export const defaultScope: Scope = 'full';

export type ProbeId =
  | 'health'
  | 'ws-path'
  | 'handshake'
  | 'welcome'
  | 'identity'
  | 'liveness'
  | 'close'
  | 'auth-none'
  | 'health-deep'
  | 'jwt'
  | 'auth-bad'
  | 'auth-expired'
  | 'e2e-headers'
  | 'events'
  | 'isolation'
  | 'error-1011'
  | 'certificate'
  | 'reconnect'
  | 'token-transport';

export interface ProbeInfo {
  readonly id: ProbeId;
  /** A short name for a ladder's rung. */
  readonly title: string;
  /** What is being found out, as a question. */
  readonly question: string;
  /** A verdict of PASSED needs this probe; where it is skipped or not tested the run is PARTIAL at best. */
  readonly mandatory: boolean;
  /** The narrowest scope that has it. */
  readonly scope: Scope;
}

const probe = (
  id: ProbeId,
  title: string,
  question: string,
  scope: Scope,
  need: 'mandatory' | 'optional',
): ProbeInfo => ({ id, title, question, scope, mandatory: need === 'mandatory' });

/**
 * Every probe, in the order in which a run executes and shows them: what is behind the backend, then everything that needs a
 * good token, then what should be refused. Bad attempts come last, because a refusal means something only once a good token
 * is known to work on the same path, and because a row of them can open the backend's authentication breaker, which would
 * then refuse good tokens for 30 s. Bad messages come before them, and after everything that wants a healthy server.
 */
export const probes: readonly ProbeInfo[] = [
  probe(
    'health',
    'Health',
    'Does the right backend answer, and does it call itself healthy?',
    'connection',
    'mandatory',
  ),
  probe('health-deep', 'Deep health', 'Do the dependencies behind the backend answer?', 'full', 'optional'),
  probe(
    'certificate',
    'Certificate',
    'Is the certificate good for this host, and for how long?',
    'full',
    'optional',
  ),
  probe('jwt', 'Token claims', 'Does the token have every claim, and time left?', 'full', 'optional'),
  probe(
    'ws-path',
    'WebSocket path',
    'Which of the configured paths takes a WebSocket?',
    'connection',
    'mandatory',
  ),
  probe(
    'handshake',
    'Handshake',
    'Is the socket opened, how fast, and with which subprotocol?',
    'connection',
    'mandatory',
  ),
  probe(
    'welcome',
    'Welcome message',
    'Does the server say that the connection is ready, and in which form?',
    'connection',
    'mandatory',
  ),
  probe(
    'identity',
    'Identity',
    'Is the socket that of the user who was asked for?',
    'connection',
    'mandatory',
  ),
  probe(
    'liveness',
    'Liveness',
    'Are the protocol ping and the application ping answered?',
    'connection',
    'mandatory',
  ),
  probe('close', 'Clean close', 'Is a close answered in kind?', 'connection', 'optional'),
  probe('events', 'Agent events', 'Do all five agent events arrive, in order?', 'full', 'mandatory'),
  probe('isolation', 'User isolation', "Does any socket see another user's data?", 'full', 'mandatory'),
  probe(
    'reconnect',
    'Reconnect',
    'Does a second connection, after the first is gone, come up as the same user?',
    'full',
    'optional',
  ),
  probe(
    'token-transport',
    'Token transport',
    'Is the token taken whichever way a client brings it?',
    'full',
    'optional',
  ),
  probe(
    'error-1011',
    'Error handling',
    'Does the socket survive a message that is not valid?',
    'full',
    'optional',
  ),
  probe(
    'auth-none',
    'Refusal without a token',
    'Is a connection without a token refused?',
    'connection',
    'mandatory',
  ),
  probe('auth-bad', 'Forged token', 'Is a token with a wrong signature refused?', 'full', 'mandatory'),
  probe('auth-expired', 'Expired token', 'Is an expired token refused?', 'full', 'optional'),
  probe('e2e-headers', 'E2E headers', 'What do the end-to-end test headers change?', 'full', 'optional'),
];

/** `skipped` means that a condition for asking was not met; `inconclusive`, that the answer proves nothing. */
export type ProbeVerdict = 'pass' | 'warn' | 'fail' | 'skipped' | 'inconclusive';

/** Why something is as it is, as far as a client can tell. */
export interface Cause {
  /** The id of the known failure, `F01` to `F66`; null where none of them fits. */
  readonly failure: string | null;
  readonly text: string;
  /** Other causes that the same observation could have, most likely first. */
  readonly candidates: readonly CauseCandidate[];
}

export interface CauseCandidate {
  readonly failure: string | null;
  readonly text: string;
  /** The observation that rules this candidate out, where there is one. */
  readonly ruledOut: string | null;
}

/** One statement of a probe. A probe that looks at two things (the two pings) has two. */
export interface Finding {
  readonly verdict: ProbeVerdict;
  readonly text: string;
  /** Ids of the evidence that it stands on: `E-01` and so on. */
  readonly evidence: readonly string[];
}

export interface ProbeResult {
  readonly probe: ProbeId;
  readonly verdict: ProbeVerdict;
  /** One sentence that says what was observed; for `skipped` and `inconclusive`, why there is no answer. */
  readonly summary: string;
  readonly findings: readonly Finding[];
  /** Null where there is nothing to explain. */
  readonly cause: Cause | null;
  /** The one thing to do next; null after a pass. */
  readonly nextStep: string | null;
  /** Ids of everything that the probe recorded. */
  readonly evidence: readonly string[];
  /** Milliseconds since the run started, and the probe's own duration. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** The observation in a form to draw from; null where the probe did not get that far. */
  readonly data: ProbeData | null;
}

// --------------------------------------------------------------------------------------------------------- verdict

export type VerdictStatus =
  'passed' | 'passed-with-warnings' | 'passed-with-waiver' | 'partial' | 'inconclusive' | 'failed';

/** How each status is written, everywhere. */
export const verdictTitles: Readonly<Record<VerdictStatus, string>> = {
  passed: 'PASSED',
  'passed-with-warnings': 'PASSED WITH WARNINGS',
  'passed-with-waiver': 'PASSED WITH WAIVER',
  partial: 'PARTIAL',
  inconclusive: 'INCONCLUSIVE',
  failed: 'FAILED',
};

export interface VerdictReason {
  readonly probe: ProbeId | null;
  readonly verdict: ProbeVerdict | 'not-tested' | 'waived';
  readonly text: string;
  readonly evidence: readonly string[];
}

/** A probe of no part in the run, which must not be read as passed. */
export interface NotTested {
  readonly probe: ProbeId;
  readonly title: string;
  readonly reason: string;
}

/** Somebody's decision to accept that an authentication probe fails on this target. It shows in the verdict. */
export interface Waiver {
  readonly probe: ProbeId;
  readonly who: string;
  readonly why: string;
}

export interface Verdict {
  readonly status: VerdictStatus;
  readonly scope: Scope;
  /** One sentence, made from the counts and the reasons. */
  readonly sentence: string;
  /** What decided, gravest first. Empty only for `passed`. */
  readonly reasons: readonly VerdictReason[];
  readonly notTested: readonly NotTested[];
  readonly counts: Readonly<Record<ProbeVerdict, number>>;
}

// -------------------------------------------------------------------------------------------------------- settings

/** A backend to check, as a configuration's `staging.targets` holds it. */
export interface TargetSettings {
  /** `http(s)://host[:port][/prefix]`; `ws(s)://host/path` names one WebSocket path as well. */
  readonly apiUrl: string;
  /** The auth service, `http(s)://host[:port]`; needed only for tokens that it is to issue. */
  readonly authUrl?: string;
  readonly label?: string;
  /** Tried in this order; default `/ws`, `/api/v1/websocket`. */
  readonly webSocketPaths?: readonly string[];
  /** What `/health` must call itself; default `netra-ai-platform`. */
  readonly service?: string;
  /** What `/health` should give as its version; not compared by default. */
  readonly version?: string;
}

/** Milliseconds; each is a default that a run's settings may change. Why each has its value is in `timing.ts`. */
export interface TimingSettings {
  readonly httpTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly welcomeTimeoutMs: number;
  readonly replyTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly retryDelayMs: number;
  /** Before the first attempt to reconnect; doubled before each one after it. */
  readonly reconnectDelayMs: number;
  /** The wait for agent events ends after this long without a new one. */
  readonly eventTimeoutMs: number;
}

/** Where the token is put on the upgrade. `both` is what the product's own end-to-end client does. */
export type TokenTransport = 'both' | 'header' | 'subprotocol';

export interface LiveCheckSettings {
  readonly target: TargetSettings;
  readonly scope: Scope;
  /** Only these probes of the scope, and what they need; default: all of it. The others are listed as not tested. */
  readonly only?: readonly ProbeId[];
  /** The `sub` of a token that is signed here; default: the existing test user of the session window. */
  readonly user?: string;
  readonly tokenTransport?: TokenTransport;
  readonly timing?: Partial<TimingSettings>;
  readonly waivers?: readonly Waiver[];
  /** The user's explicit word that a host which looks like production may be probed. */
  readonly allowProduction?: boolean;
  /** How many users the isolation probe connects at once, up to 50; default 3, the existing test users. 1 leaves it out. */
  readonly users?: number;
}

// ---------------------------------------------------------------------------------------------------------- events

/** The target as the run understood it. */
export interface TargetSummary {
  readonly label: string;
  /** The origin and prefix that HTTP requests go to. */
  readonly apiUrl: string;
  readonly webSocketUrls: readonly string[];
  readonly loopback: boolean;
  readonly looksLikeProduction: boolean;
}

/** Why a run did not start. Nothing was sent to the target; `no-token-issued` comes of a request to the auth service. */
export interface Refusal {
  readonly code:
    | 'invalid-target'
    | 'production-not-confirmed'
    | 'no-credentials'
    | 'invalid-credentials'
    | 'no-token-issued'
    | 'credentials-for-another-origin';
  readonly message: string;
}

/**
 * What a run yields, in order: `run-refused` alone; or `run-started`, then per probe `probe-started`, any `evidence`,
 * `probe-finished`, then `run-finished`. Every probe of `run-started` is finished, in a cancelled run too.
 */
export type LiveCheckEvent =
  | { readonly type: 'run-refused'; readonly refusal: Refusal }
  | {
      readonly type: 'run-started';
      readonly runId: string;
      /** ISO 8601, UTC. */
      readonly startedAt: string;
      readonly target: TargetSummary;
      readonly scope: Scope;
      /** The `sub` of the token. */
      readonly user: string;
      /** Where the token came from, in words that hold nothing secret. */
      readonly tokenSource: string;
      readonly probes: readonly ProbeInfo[];
      readonly notTested: readonly NotTested[];
    }
  | { readonly type: 'probe-started'; readonly probe: ProbeId; readonly atMs: number }
  | { readonly type: 'evidence'; readonly evidence: Evidence }
  | { readonly type: 'probe-finished'; readonly result: ProbeResult }
  | {
      readonly type: 'run-finished';
      readonly verdict: Verdict;
      readonly durationMs: number;
      readonly cancelled: boolean;
    };

// ------------------------------------------------------------------------------------------------- wire constants

/** Close codes by RFC 6455 section 7.4 and the IANA registry, in the words of this check. */
export const closeCodes: Readonly<Record<number, string>> = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no status code in the close frame',
  1006: 'connection lost without a close frame',
  1007: 'invalid payload data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'extension required',
  1011: 'internal server error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
  1015: 'TLS handshake failure',
};

/** What the backend's `/health` calls itself. */
export const defaultService = 'netra-ai-platform';
export const defaultWebSocketPaths: readonly string[] = ['/ws', '/api/v1/websocket'];
export const defaultEmulatorPort = 18080;

/** The claims that the backend's validator demands beside `sub`, `iat`, `exp` and `jti`. */
export const tokenIssuer = 'netra-auth-service';
export const tokenAudience = 'netra-platform';

/** The staging environment's existing test users; a run takes one by its five-minute session window. */
export const testUsers: readonly string[] = [
  'staging-e2e-user-001',
  'staging-e2e-user-002',
  'staging-e2e-user-003',
];

/** How many users the isolation probe connects: as many as there are test users, unless it is told another number. */
export const defaultUsers = 3;
/** One alone has nobody to be kept apart from. */
export const fewestUsers = 2;
/** More would be a load test, and take longer than the edge's limit on requests allows. */
export const mostUsers = 50;

/**
 * The signing secret of the embedded backend: published, worthless anywhere else, and used for loopback targets only.
 * No deployed service may accept it.
 */
export const emulatorSecret = 'ssot-emulator-published-development-secret';
