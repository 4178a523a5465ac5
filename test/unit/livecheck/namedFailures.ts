import type { Probe } from '../../../src/livecheck/probeContext.ts';
import type { LiveCheckSettings, ProbeId } from '../../../src/livecheck/protocol.ts';

/**
 * The catalogue of real failures: with what each is made, and where the check names it. `cause` is the one
 * cause that a probe gives, `candidate` one of several that the wire cannot tell apart, `finding` a statement about it.
 */
export interface Named {
  readonly id: string;
  readonly what: string;
  readonly profile: string;
  readonly faults?: readonly string[];
  readonly probe: ProbeId;
  readonly as: 'cause' | 'candidate' | 'finding';
  /** The other candidates that what was asked has ruled out. */
  readonly ruledOut?: readonly string[];
  readonly settings?: Partial<LiveCheckSettings>;
  /** Another backend, in the place of the auth service; `itself` where the backend is asked. */
  readonly authService?: { readonly profile: string } | 'itself';
  /** Claims in the place of the token's own, which is then given as it is. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Stands in for a probe. */
  readonly standIn?: Probe;
}

const strict = 'strict-intended';
const relaxed = 'key-commit-relaxed';
const demo = 'key-commit-demo';

const reach: readonly Named[] = [
  { id: 'F01', what: 'path drift', profile: strict, faults: ['path-moved'], probe: 'ws-path', as: 'cause' },
  {
    id: 'F02',
    what: 'routes that do not exist answer 503',
    profile: strict,
    faults: ['health-missing', 'unknown-route-503'],
    probe: 'health',
    as: 'cause',
  },
  {
    id: 'F03',
    what: 'health routes not registered',
    profile: strict,
    faults: ['health-missing'],
    probe: 'health',
    as: 'cause',
  },
  {
    id: 'F04',
    what: 'a certificate for another name',
    profile: strict,
    faults: ['certificate-other-name'],
    probe: 'certificate',
    as: 'cause',
  },
  {
    id: 'F05',
    what: 'the frontend answers in the place of the backend',
    profile: 'frontend-health',
    probe: 'health',
    as: 'cause',
  },
  {
    id: 'F06',
    what: 'egress is blocked',
    profile: strict,
    faults: ['egress-blocked'],
    probe: 'health-deep',
    as: 'cause',
  },
  {
    id: 'F07',
    what: 'blocked at the edge',
    profile: strict,
    faults: ['edge-403'],
    probe: 'health',
    as: 'cause',
  },
  {
    id: 'F08',
    what: 'the service user is refused',
    profile: strict,
    faults: ['service-user-refused'],
    probe: 'jwt',
    as: 'cause',
    authService: 'itself',
  },
  {
    id: 'F09',
    what: 'the backend is down: no answer to the upgrade',
    profile: strict,
    faults: ['unresponsive'],
    probe: 'ws-path',
    as: 'cause',
  },
  {
    id: 'F10',
    what: 'start-up failed',
    profile: 'health-503-startup',
    probe: 'health',
    as: 'cause',
  },
  {
    id: 'F11',
    what: 'a crash at start, while the auth service is up',
    profile: strict,
    faults: ['down-503'],
    probe: 'health',
    as: 'cause',
    ruledOut: ['F12'],
    authService: { profile: strict },
  },
  {
    id: 'F12',
    what: 'all services are 503',
    profile: strict,
    faults: ['down-503'],
    probe: 'ws-path',
    as: 'cause',
    authService: 'itself',
  },
  {
    id: 'F13',
    what: 'health is 500 for an optional dependency',
    profile: strict,
    faults: ['health-500'],
    probe: 'health',
    as: 'cause',
  },
  {
    id: 'F14',
    what: 'a name error in /health/backend',
    profile: strict,
    faults: ['health-backend-name-error'],
    probe: 'health-deep',
    as: 'cause',
  },
  {
    id: 'F15',
    what: 'healthy while degraded',
    profile: 'health-ok-api-degraded',
    probe: 'health-deep',
    as: 'cause',
  },
  {
    id: 'F16',
    what: 'the readiness middleware turns upgrades away',
    profile: strict,
    faults: ['upgrade-turned-away'],
    probe: 'ws-path',
    as: 'cause',
  },
  {
    id: 'F17',
    what: 'a race of the start-up: the second attempt works',
    profile: 'slow-cold-start',
    probe: 'ws-path',
    as: 'cause',
  },
  {
    id: 'F18',
    what: 'the supervisor is missing at connect',
    profile: strict,
    faults: ['supervisor-none'],
    probe: 'welcome',
    as: 'cause',
  },
  {
    id: 'F19',
    what: '500 on everything',
    profile: strict,
    faults: ['down-500'],
    probe: 'ws-path',
    as: 'cause',
  },
];

const enter: readonly Named[] = [
  {
    id: 'F20',
    what: 'issuer and backend have different secrets',
    profile: strict,
    faults: ['secret-mismatch'],
    probe: 'ws-path',
    as: 'cause',
    ruledOut: ['F17', 'F25', 'F28'],
    authService: 'itself',
  },
  {
    id: 'F21',
    what: 'an exception before accept',
    profile: strict,
    faults: ['upgrade-500'],
    probe: 'ws-path',
    as: 'cause',
    ruledOut: ['F17'],
  },
  {
    id: 'F22',
    what: 'reading the query fails',
    profile: strict,
    faults: ['upgrade-500-query'],
    probe: 'token-transport',
    as: 'cause',
  },
  {
    id: 'F23',
    what: 'no subprotocol is echoed',
    profile: 'no-subprotocol-echo',
    probe: 'handshake',
    as: 'cause',
  },
  {
    id: 'F24',
    what: 'the token is lost in the negotiation',
    profile: relaxed,
    faults: ['subprotocol-name-only'],
    probe: 'token-transport',
    as: 'cause',
  },
  {
    id: 'F25',
    what: 'none of the offered subprotocols is supported',
    profile: strict,
    faults: ['subprotocols-unsupported'],
    probe: 'ws-path',
    as: 'cause',
  },
  {
    id: 'F26',
    what: 'the load balancer takes the Authorization header away',
    profile: relaxed,
    faults: ['authorization-stripped'],
    probe: 'token-transport',
    as: 'cause',
  },
  {
    id: 'F27',
    what: "the check's own library fails",
    profile: strict,
    probe: 'handshake',
    as: 'cause',
    standIn: {
      id: 'handshake',
      blockedBy: () => null,
      run: () => Promise.reject(new TypeError('unexpected keyword argument')),
    },
  },
  {
    id: 'F28',
    what: 'an unknown path is 403',
    profile: strict,
    settings: { target: { apiUrl: '', webSocketPaths: ['/no/such/path'] } },
    probe: 'ws-path',
    as: 'cause',
  },
  { id: 'F29', what: 'demo mode ignores the token', profile: demo, probe: 'identity', as: 'cause' },
  { id: 'F30', what: 'relaxed mode accepts no token', profile: relaxed, probe: 'auth-none', as: 'cause' },
  {
    id: 'F31',
    what: 'E2E headers have a forged token believed',
    profile: relaxed,
    probe: 'e2e-headers',
    as: 'cause',
  },
  { id: 'F32', what: 'the refusal fails with 1011', profile: 'strict-buggy', probe: 'auth-bad', as: 'cause' },
  {
    id: 'F33',
    what: 'the token lacks a claim',
    profile: 'legacy-0909',
    claims: { token_type: undefined },
    probe: 'welcome',
    as: 'cause',
  },
  {
    id: 'F35',
    what: 'refusals have opened the breaker',
    profile: strict,
    faults: ['auth-breaker-open'],
    probe: 'welcome',
    as: 'cause',
  },
  {
    id: 'F36',
    what: 'the user is not in the database',
    profile: strict,
    faults: ['user-not-in-database'],
    probe: 'jwt',
    as: 'cause',
    authService: 'itself',
  },
];

const within: readonly Named[] = [
  {
    id: 'F37',
    what: 'a value that is not serialisable ends every connection',
    profile: strict,
    faults: ['crash-in-every-mode'],
    probe: 'welcome',
    as: 'cause',
    ruledOut: ['F18'],
  },
  {
    id: 'F38',
    what: 'connections that are gone count for the limit of a user',
    profile: strict,
    faults: ['connections-not-reaped'],
    probe: 'error-1011',
    as: 'cause',
  },
  {
    id: 'F39',
    what: 'a function is None',
    profile: strict,
    faults: ['fallback-none'],
    probe: 'welcome',
    as: 'cause',
  },
  {
    id: 'F40',
    what: 'an id is rejected',
    profile: strict,
    faults: ['id-rejected'],
    probe: 'welcome',
    as: 'cause',
  },
  {
    id: 'F41',
    what: 'closed with 1000 in the place of the welcome',
    profile: 'close-1000-before-welcome',
    probe: 'welcome',
    as: 'cause',
  },
  {
    id: 'F43',
    what: 'the emergency manager: features are missing',
    profile: strict,
    faults: ['emergency-manager'],
    probe: 'welcome',
    as: 'cause',
  },
  {
    id: 'F44',
    what: 'no message is answered',
    profile: strict,
    faults: ['router-dead'],
    probe: 'liveness',
    as: 'cause',
  },
  {
    id: 'F45',
    what: 'the bridge to the agents fails',
    profile: strict,
    faults: ['bridge-broken'],
    probe: 'events',
    as: 'cause',
  },
  { id: 'F46', what: 'canonical types are swallowed', profile: relaxed, probe: 'liveness', as: 'cause' },
  {
    id: 'F47',
    what: 'the shape of the welcome changed',
    profile: strict,
    faults: ['welcome-c'],
    probe: 'welcome',
    as: 'cause',
  },
  {
    id: 'F48',
    what: 'another message comes before the welcome',
    profile: 'legacy-0909',
    probe: 'welcome',
    as: 'cause',
  },
  { id: 'F49', what: 'a JSON array ends the loop', profile: relaxed, probe: 'error-1011', as: 'cause' },
  {
    id: 'F50',
    what: 'making the manager raises',
    profile: strict,
    faults: ['manager-raises'],
    probe: 'welcome',
    as: 'cause',
  },
  { id: 'F51', what: 'not all events come', profile: 'events-missing', probe: 'events', as: 'cause' },
  {
    id: 'F52',
    what: 'no event reaches the connection, and the rest works',
    profile: strict,
    faults: ['bridge-silent'],
    probe: 'events',
    as: 'candidate',
    ruledOut: ['F44', 'F46'],
  },
  {
    id: 'F53',
    what: 'messages come back',
    profile: strict,
    faults: ['reflecting'],
    probe: 'events',
    as: 'cause',
  },
  {
    id: 'F54',
    what: 'the welcome lists events, and none comes',
    profile: demo,
    probe: 'events',
    as: 'finding',
  },
  {
    id: 'F55',
    what: 'the registry of agents is empty',
    profile: strict,
    faults: ['agent-error'],
    probe: 'events',
    as: 'cause',
  },
  { id: 'F56', what: 'all users are one', profile: demo, probe: 'isolation', as: 'cause' },
  {
    id: 'F57',
    what: "another user's bridge handles a message",
    profile: relaxed,
    probe: 'isolation',
    as: 'cause',
  },
  {
    id: 'F58',
    what: 'the validation is cancelled late',
    profile: strict,
    faults: ['late-cancelled'],
    probe: 'liveness',
    as: 'cause',
  },
  {
    id: 'F60',
    what: '"1011" in a text that is no close code',
    profile: strict,
    faults: ['late-cancelled'],
    probe: 'liveness',
    as: 'finding',
  },
];

export const named: readonly Named[] = [...reach, ...enter, ...within];

/** What no run can name, and why. */
export const notNamed: Readonly<Record<string, string>> = {
  F34: 'a client that asks /auth/validate with GET: the check asks with POST, so that it never meets it',
  F42: 'a receive loop that runs before accept ends in a close that other failures end in too: only the log tells them apart',
  F59: 'a test that passes on too little: a fault of a check, which the rules of the verdict exclude here',
  F61: 'a text that is written whatever was seen: a fault of a report, whose sentences are bound to evidence here',
  F62: 'parallel health requests that are called isolation: a fault of a check, which looks at sockets here',
  F63: 'a report without a test in it: a fault of a run, which is inconclusive here where nothing was executed',
  F64: 'an answer faster than a network allows: said of remote hosts, and every backend of the tests is on this machine',
  F65: "timeouts of the client's own platform: a fault of where the check runs, which the report names",
  F66: 'an approval in spite of a failed health check: a fault of a decision, for which a waiver has a name here',
};
