/**
 * How the embedded backend behaves, as data. A profile is one whole behaviour with a name; a fault is a change to one. Each
 * part is read by the file that it names, which says what its values mean on the wire.
 */
export interface Behaviour {
  readonly edge: EdgeBehaviour;
  readonly http: HttpBehaviour;
  readonly upgrade: UpgradeBehaviour;
  readonly authentication: AuthenticationBehaviour;
  readonly session: SessionBehaviour;
  readonly replies: RepliesBehaviour;
  readonly events: EventsBehaviour;
  readonly isolation: IsolationBehaviour;
}

/** Some values of some parts. A list is replaced as a whole. */
export type Change = { readonly [Part in keyof Behaviour]?: Partial<Behaviour[Part]> };

/** The behaviour with those values in the place of its own. */
export const changed = (behaviour: Behaviour, change: Change): Behaviour => ({
  edge: { ...behaviour.edge, ...change.edge },
  http: { ...behaviour.http, ...change.http },
  upgrade: { ...behaviour.upgrade, ...change.upgrade },
  authentication: { ...behaviour.authentication, ...change.authentication },
  session: { ...behaviour.session, ...change.session },
  replies: { ...behaviour.replies, ...change.replies },
  events: { ...behaviour.events, ...change.events },
  isolation: { ...behaviour.isolation, ...change.isolation },
});

/** What stands in front of the application and answers in its place (`edge.ts`). */
export interface EdgeBehaviour {
  /** `other-name` and `expired` are wrong in that one respect only, once their issuer is trusted. */
  readonly certificate: 'none' | 'self-signed' | 'other-name' | 'expired';
  /** After so many requests within a minute the address is banned for ten; 0 is banned from the start. */
  readonly banAfter: number | null;
  /** `page`: a rule of the edge blocks every request with a web page and 403. */
  readonly blocks: 'nothing' | 'page';
  /** The application does not run: everything has this status, upgrades too. */
  readonly down: 500 | 502 | 503 | null;
  /** Every answer is a redirect to another origin. */
  readonly redirects: boolean;
}

/** The plain HTTP routes (`http/`). */
export interface HttpBehaviour {
  readonly environment: 'staging' | 'production';
  readonly health: HealthState;
  /** What the endpoints that ask the dependencies find. `/health` asks none of them. */
  readonly dependencies: 'healthy' | 'degraded' | 'unreachable';
  /** `name-error`: `/health/backend` fails in itself. */
  readonly backendHealth: 'working' | 'name-error';
  /** What a route that does not exist answers. */
  readonly unknownRoute: 404 | 503;
  /** Routes that need a user: `forbidden` is refused by the middleware, `no-user` is not found in the database. */
  readonly userRoutes: 'granted' | 'forbidden' | 'no-user';
  /** Milliseconds before each answer, and before the first one. */
  readonly delayMs: number;
  readonly firstDelayMs: number;
  /** How the bytes of an answer come: `drip` one at a time, `endless` without an end. */
  readonly body: 'whole' | 'drip' | 'endless';
}

/** What `/health` says (`http/health.ts`). `frontend` answers everything with its page; `missing` has no health routes. */
export type HealthState =
  | 'healthy'
  | 'startup-failed'
  | 'startup-in-progress'
  | 'startup-overlong'
  | 'not-started'
  | 'unknown'
  | 'fallback'
  | 'exception'
  | 'frontend'
  | 'other-service'
  | 'missing';

/** What happens before a connection is accepted (`upgrade.ts`). */
export interface UpgradeBehaviour {
  /**
   * `not-ready` closes before accept, which a client sees as HTTP 403; `queued` returns without accepting: HTTP 500; `silent`
   * never answers; `turned-away` is refused by the readiness middleware, where upgrades come as HTTP requests.
   */
  readonly readiness: 'ready' | 'not-ready' | 'queued' | 'silent' | 'turned-away';
  /** So many upgrades on each path are queued before one is accepted. */
  readonly queuedFirst: number;
  /** Milliseconds before each acceptance. */
  readonly delayMs: number;
  /**
   * What of the offered subprotocols is answered: the negotiated one, a bare name in its place, or none; `unsupported` knows
   * none that is offered, and closes before accept.
   */
  readonly subprotocols: 'echo' | 'name' | 'none' | 'unsupported';
  /** Paths that this revision does not serve, which the load balancer answers with 404. */
  readonly missingPaths: readonly string[];
  /** An exception before accept: always, or where the URL has a query. */
  readonly exception: 'never' | 'with-query' | 'always' | 'with-page';
}

/** Who is let in, and what the others see (`authentication.ts`). */
export interface AuthenticationBehaviour {
  /**
   * `relaxed` puts a made-up user in the place of a token that it cannot verify; `demo` ignores every token, and so does
   * `emergency`, which stands in where the auth service is missing.
   */
  readonly level: 'strict' | 'relaxed' | 'demo' | 'emergency';
  /**
   * `as-designed`: AUTH_FAILED and 1008. `attribute-error`: the defect that makes it a CONNECTION_ERROR and 1011.
   * `result-code`: an authentication_error with the code of the result, and 1011. `http-403`: before accept.
   */
  readonly refusal: 'as-designed' | 'attribute-error' | 'result-code' | 'http-403';
  /** What of the token gets as far as the authentication. */
  readonly tokenFrom: 'both' | 'header' | 'subprotocol';
  /** The WebSocket side verifies with another secret than the auth service signs with. */
  readonly secretDiffers: boolean;
  /** After so many refusals in a row every token is refused for 30 s; 0 is refused from the start, null has no breaker. */
  readonly breakerAfter: number | null;
}

/** The forms that the welcome has had (`welcomes.ts`); `none` sends nothing. */
export type WelcomeForm = 'W0' | 'A' | 'B' | 'C' | 'D' | 'F' | 'G' | 'none';

/** A connection from its acceptance on (`connection.ts`). */
export interface SessionBehaviour {
  readonly welcome: WelcomeForm;
  /** `emergency`: the manager that stands in for one that could not be made lacks most features. */
  readonly manager: 'full' | 'emergency';
  /** Ends every connection with this in the place of the welcome, in the main mode or in every one. */
  readonly instead: Ending | null;
  readonly insteadIn: 'main' | 'every-mode';
  /**
   * Ends every connection with this, so many milliseconds after the welcome, or at the first `ping` if that comes sooner: a
   * check of a backend on its own machine is through with a connection before any time that could be called late.
   */
  readonly later: (Ending & { readonly afterMs: number }) | null;
  /** Connections of one user beyond this many are ended; null for no limit. */
  readonly connectionsPerUser: number | null;
  /** Whether the limit forgets a connection that has ended. */
  readonly reaps: boolean;
  /** The server's own `ping` messages come between the answers. */
  readonly serverPings: boolean;
  /** What is sent after the welcome against all reason (`hostile.ts`). */
  readonly hostile: Hostile | null;
}

export type Hostile =
  'flood' | 'giant-frame' | 'compression-bomb' | 'drip' | 'token-echo' | 'script' | 'not-utf8';

/** The end of a connection. Code 1006 cuts it without a close frame. */
export interface Ending {
  readonly error: EndingError | null;
  readonly code: number;
  readonly reason: string;
}

/** The error message before a close; `type` is an exception's, and puts it into the wrapped form. */
export interface EndingError {
  readonly code: string;
  readonly message: string;
  readonly type: string | null;
}

/** What a client's message is answered with (`router.ts`). */
export interface RepliesBehaviour {
  /**
   * `design`: every documented type is answered. `key-commit`: types that map to themselves are swallowed. `dead`: nothing
   * is answered. `reflecting`: the message itself comes back.
   */
  readonly router: 'design' | 'key-commit' | 'dead' | 'reflecting';
  /** `first`: messages to agents are handled by the bridge of the first user who ever connected. `broken`: it fails. */
  readonly bridge: 'own' | 'first' | 'broken';
}

export const eventNames = [
  'agent_started',
  'agent_thinking',
  'tool_executing',
  'tool_completed',
  'agent_completed',
] as const;
export type EventName = (typeof eventNames)[number];

/** What follows a request to an agent (`agentEvents.ts`). */
export interface EventsBehaviour {
  readonly form: 'V1' | 'V2' | 'V3' | 'demo';
  /** The events as they are sent: in this order, as often as they stand here. */
  readonly sequence: readonly EventName[];
  /** Milliseconds between two events, on average. */
  readonly gapMs: number;
  /** A longer wait before one of them. */
  readonly stall: { readonly before: EventName; readonly ms: number } | null;
  /** Whose run they say they belong to. */
  readonly belongTo: 'request' | 'another-run' | 'another-user';
  /** `bare`: without the fields that belong to each. */
  readonly fields: 'complete' | 'bare';
  /** The run ends in an `agent_error` after the sequence. */
  readonly error: string | null;
}

export const leakKinds = ['user-id', 'marker', 'connection-id', 'thread-id'] as const;
export type LeakKind = (typeof leakKinds)[number];

/** What one user sees of another (`leaks.ts`). */
export interface IsolationBehaviour {
  readonly leaks: readonly LeakKind[];
  /** The frames in which it sees it. */
  readonly leaksIn: 'text' | 'binary';
  /** Who gets an agent's events: `another-too` sends each to another user as well. */
  readonly eventsTo: 'requester' | 'another-too';
}
