/**
 * How the embedded backend behaves, as data. A profile is one whole behaviour with a name; a fault is a change to one. Each
 * part is read by one file, which says what its values mean on the wire.
 */
export interface Behaviour {
  readonly edge: Edge;
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
export interface Edge {
  /** After so many requests the address is banned; 0 is banned from the start. */
  readonly banAfter: number | null;
}

/** The plain HTTP routes (`http/`). */
export interface HttpBehaviour {
  /** What `/health` says; `frontend` is a web page of another service. */
  readonly health: 'healthy' | 'startup-failed' | 'frontend';
  /** What the endpoints that ask the dependencies find. `/health` asks none of them. */
  readonly dependencies: 'healthy' | 'degraded';
}

/** What happens before a connection is accepted (`upgrade.ts`). */
export interface UpgradeBehaviour {
  /** `not-ready` closes before accept, which a client sees as HTTP 403; `queued` returns without accepting: HTTP 500. */
  readonly readiness: 'ready' | 'not-ready' | 'queued';
  /** So many upgrades on each path are queued before one is accepted. */
  readonly queuedFirst: number;
  /** What is answered to the subprotocols that a client offers. */
  readonly subprotocols: 'echo' | 'none';
}

/** Who is let in, and what the others see (`authentication.ts`). */
export interface AuthenticationBehaviour {
  /** `relaxed` puts a made-up user in the place of a token that it cannot verify; `demo` ignores every token. */
  readonly level: 'strict' | 'relaxed' | 'demo';
  /** `as-designed`: AUTH_FAILED and 1008. `attribute-error`: the defect that makes it a CONNECTION_ERROR and 1011. */
  readonly refusal: 'as-designed' | 'attribute-error';
}

/** The forms that the welcome has had (`welcomes.ts`). */
export type WelcomeForm = 'A' | 'B' | 'D' | 'G';

/** A connection from its acceptance on (`connection.ts`). */
export interface SessionBehaviour {
  readonly welcome: WelcomeForm;
  /** Ends every connection with this in the place of the welcome. */
  readonly instead: Ending | null;
}

export interface Ending {
  /** The code of the error message before the close; null for none. */
  readonly error: 'SERVICE_INIT_FAILED' | null;
  readonly code: number;
  readonly reason: string;
}

/** What a client's message is answered with (`router.ts`). */
export interface RepliesBehaviour {
  /** `design`: every documented type is answered. `key-commit`: types that map to themselves are swallowed. */
  readonly router: 'design' | 'key-commit';
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
  /** The events as they are sent: in this order, as often as they stand here. */
  readonly sequence: readonly EventName[];
}

/** What one user sees of another (`leaks.ts`). */
export interface IsolationBehaviour {
  readonly leaks: boolean;
}
