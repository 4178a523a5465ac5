import { changed, eventNames, leakKinds, type Behaviour, type Change } from './behaviour.ts';

/** A state of the backend that is worth checking against, under a name. */
export interface Profile {
  readonly id: string;
  readonly title: string;
  /** One sentence: what a client sees. */
  readonly description: string;
  readonly behaviour: Behaviour;
}

/** As the documents and the tests of the backend want it; every other profile differs from it in what it says. */
const asDesigned: Behaviour = {
  edge: { certificate: 'none', banAfter: null, blocks: 'nothing', down: null, redirects: false },
  http: {
    environment: 'staging',
    health: 'healthy',
    dependencies: 'healthy',
    backendHealth: 'working',
    unknownRoute: 404,
    userRoutes: 'granted',
    delayMs: 0,
    firstDelayMs: 0,
    body: 'whole',
  },
  upgrade: {
    readiness: 'ready',
    queuedFirst: 0,
    delayMs: 0,
    subprotocols: 'echo',
    missingPaths: [],
    exception: 'never',
  },
  authentication: {
    level: 'strict',
    refusal: 'as-designed',
    tokenFrom: 'both',
    secretDiffers: false,
    breakerAfter: null,
  },
  session: {
    welcome: 'A',
    manager: 'full',
    instead: null,
    insteadIn: 'main',
    later: null,
    connectionsPerUser: null,
    reaps: true,
    serverPings: false,
    hostile: null,
  },
  replies: { router: 'design', bridge: 'own' },
  events: {
    form: 'V1',
    sequence: eventNames,
    gapMs: 0,
    stall: null,
    belongTo: 'request',
    fields: 'complete',
    error: null,
  },
  isolation: { leaks: [], leaksIn: 'text', eventsTo: 'requester' },
};

/** The build of 2025-09-15: what its routes do, whatever its level of authentication. */
const keyCommit: Change = {
  session: { welcome: 'D' },
  replies: { router: 'key-commit', bridge: 'first' },
  events: { sequence: [] },
};

const profile = (id: string, title: string, description: string, ...changes: readonly Change[]): Profile => ({
  id,
  title,
  description,
  behaviour: changes.reduce(changed, asDesigned),
});

/** Every profile; the first is the default. */
export const profiles: readonly Profile[] = [
  profile(
    'strict-intended',
    'As designed',
    'Good tokens are welcomed in the strict form as their own user; all others get AUTH_FAILED and 1008. Pings are answered.',
  ),
  profile(
    'key-commit-relaxed',
    'Permissive staging of 2025-09-15',
    'A token that cannot be verified, or none, is accepted under a made-up user. The application ping gets no answer.',
    keyCommit,
    { authentication: { level: 'relaxed' } },
  ),
  profile(
    'key-commit-demo',
    'Staging of 2025-09-15 in demo mode',
    'Every token is ignored: all clients are demo-user-001. The application ping gets no answer, and no agent event comes.',
    keyCommit,
    { authentication: { level: 'demo' } },
  ),
  profile(
    'strict-buggy',
    'Refusals that fail',
    'Good tokens are welcomed; the refusal of any other fails itself: CONNECTION_ERROR with AttributeError, then 1011.',
    keyCommit,
    { authentication: { refusal: 'attribute-error' } },
  ),
  profile(
    'legacy-0909',
    'Staging of 2025-09-09',
    'A handshake_validation comes before the strict welcome, and server pings come between the answers.',
    { session: { welcome: 'B', serverPings: true }, authentication: { refusal: 'result-code' } },
  ),
  profile(
    'oct-2025',
    'Staging of October 2025',
    'A handshake_response must be acknowledged before the connection counts as established.',
    { session: { welcome: 'G' } },
  ),
  profile(
    'no-subprotocol-echo',
    'No subprotocol selected',
    'The connection is accepted without any of the offered subprotocols, which browsers and most libraries refuse.',
    { upgrade: { subprotocols: 'none' } },
  ),
  profile(
    'not-ready-403',
    'Not ready',
    '/health is healthy, and every upgrade is closed before it is accepted: HTTP 403 with an empty body.',
    { upgrade: { readiness: 'not-ready' } },
  ),
  profile(
    'queued-500',
    'Start-up that never ends',
    'Every upgrade is queued and never accepted: HTTP 500 "Internal Server Error", while /health is healthy.',
    { upgrade: { readiness: 'queued' } },
  ),
  profile(
    'manager-none-1011',
    'No WebSocket manager',
    'The connection is accepted, told SERVICE_INIT_FAILED and closed with 1011, whatever the token.',
    keyCommit,
    {
      session: {
        instead: {
          error: { code: 'SERVICE_INIT_FAILED', message: 'WebSocket manager is not available', type: null },
          code: 1011,
          reason: 'Service initialization failed',
        },
      },
    },
  ),
  profile(
    'close-1000-before-welcome',
    'Clean close in the place of the welcome',
    'The connection is accepted and closed with 1000 "main cleanup" before any message.',
    { session: { instead: { error: null, code: 1000, reason: 'main cleanup' } } },
  ),
  profile(
    'leaky',
    'Users that see one another',
    "Some users' sockets get another user's id, marker, connection id or thread id.",
    { isolation: { leaks: leakKinds } },
  ),
  profile(
    'events-missing',
    'Agent events that do not all come',
    'Of the five agent events two are missing, the last one among them.',
    { events: { sequence: ['agent_started', 'agent_thinking', 'tool_executing'] } },
  ),
  profile(
    'events-out-of-order',
    'Agent events out of order',
    'All five agent events come, the completion of the tool before its start and the completion of the run before both.',
    {
      events: {
        sequence: ['agent_thinking', 'agent_started', 'agent_completed', 'tool_completed', 'tool_executing'],
      },
    },
  ),
  profile(
    'slow-cold-start',
    'A cold start',
    'The first answer takes long and the first upgrade on each path is HTTP 500; everything after that is good.',
    { http: { firstDelayMs: 1_500 }, upgrade: { queuedFirst: 1 } },
  ),
  profile(
    'frontend-health',
    'The frontend in the place of the backend',
    '/health is a web page with HTTP 200: the host is that of the frontend.',
    { http: { health: 'frontend' } },
  ),
  profile(
    'armor-429',
    'Banned at the edge',
    'Everything is answered with HTTP 429, a web page of the edge and Retry-After; no request reaches the backend.',
    { edge: { banAfter: 0 } },
  ),
  profile(
    'health-503-startup',
    'Start-up failed',
    '/health is HTTP 503 with startup_failed, and every upgrade is closed before it is accepted.',
    { http: { health: 'startup-failed' }, upgrade: { readiness: 'not-ready' } },
  ),
  profile(
    'health-ok-api-degraded',
    'Healthy without its dependencies',
    '/health is healthy while /api/health is degraded: Redis is unreachable and PostgreSQL takes five seconds.',
    { http: { dependencies: 'degraded' } },
  ),
];

export const profileNamed = (id: string): Profile | null => profiles.find((each) => each.id === id) ?? null;
