import { eventNames, type Change, type EndingError } from './behaviour.ts';

/** A way in which a backend goes wrong, to be put on any profile. */
export interface Fault {
  readonly id: string;
  /** One sentence: what a client sees. */
  readonly description: string;
  readonly change: Change;
}

const fault = (id: string, description: string, change: Change): Fault => ({ id, description, change });

const raised = (type: string, message: string): EndingError => ({ code: 'CONNECTION_ERROR', message, type });
/** An exception at connect, in the place of the welcome. */
const diesWith = (error: EndingError | null, reason: string): Change => ({
  session: { instead: { error, code: 1011, reason } },
});

/** Where the request does not get as far as the application. */
const reachFaults: readonly Fault[] = [
  fault('certificate-self-signed', 'TLS with a certificate that nobody has signed', {
    edge: { certificate: 'self-signed' },
  }),
  fault('certificate-other-name', 'TLS with a certificate for another host', {
    edge: { certificate: 'other-name' },
  }),
  fault('certificate-expired', 'TLS with a certificate that ended yesterday', {
    edge: { certificate: 'expired' },
  }),
  fault('edge-403', 'a rule of the edge blocks everything with 403 and a web page', {
    edge: { blocks: 'page' },
  }),
  fault('rate-ban', 'more than 100 requests in a minute are banned for ten, with 429', {
    edge: { banAfter: 100 },
  }),
  fault('redirect', 'every answer is a redirect to another origin', { edge: { redirects: true } }),
  fault('down-503', 'no instance runs: HTTP 503 on everything, upgrades too', { edge: { down: 503 } }),
  fault('down-502', 'the gateway reaches no instance: HTTP 502 with a web page on everything', {
    edge: { down: 502 },
  }),
  fault('down-500', 'every route raises: HTTP 500 on everything, upgrades too', { edge: { down: 500 } }),
  fault('unresponsive', '/health is HTTP 503 after 12.9 s, and no upgrade is ever answered', {
    http: { health: 'not-started', delayMs: 12_900 },
    upgrade: { readiness: 'silent' },
  }),
];

/** What the HTTP routes say. */
const healthFaults: readonly Fault[] = [
  fault('health-missing', 'the health routes are not registered: 404, while / answers', {
    http: { health: 'missing' },
  }),
  fault('health-other-service', '/health is healthy and that of another service', {
    http: { health: 'other-service' },
  }),
  fault('health-starting', '/health is HTTP 503 with startup_in_progress', {
    http: { health: 'startup-in-progress' },
  }),
  fault('health-starting-overlong', '/health is HTTP 503: the start-up takes more than five minutes', {
    http: { health: 'startup-overlong' },
  }),
  fault('health-not-started', '/health is HTTP 503 with startup_complete false', {
    http: { health: 'not-started' },
  }),
  fault('health-unknown', '/health is HTTP 503: the state of the start-up is unknown', {
    http: { health: 'unknown' },
  }),
  fault('health-fallback', '/health is HTTP 503: it failed itself', { http: { health: 'fallback' } }),
  fault('health-500', '/health is HTTP 500 and names optional dependencies that failed', {
    http: { health: 'exception' },
  }),
  fault('health-slow', 'every HTTP answer takes three seconds', { http: { delayMs: 3_000 } }),
  fault('health-drip', 'HTTP answers come a byte at a time', { http: { body: 'drip' } }),
  fault('health-endless', 'HTTP answers do not end', { http: { body: 'endless' } }),
  fault('health-backend-name-error', '/health/backend is HTTP 503 because of a defect of its own', {
    http: { backendHealth: 'name-error' },
  }),
  fault('egress-blocked', 'databases and the auth service cannot be reached, and /health is healthy', {
    http: { dependencies: 'unreachable' },
  }),
  fault('unknown-route-503', 'a route that does not exist answers 503', { http: { unknownRoute: 503 } }),
  fault('service-user-refused', 'routes that need a user are HTTP 403, whoever asks', {
    http: { userRoutes: 'forbidden' },
  }),
  fault('user-not-in-database', 'routes that need a user are HTTP 404: the user is not there', {
    http: { userRoutes: 'no-user' },
  }),
  fault('production', 'the environment calls itself production: no simulated sign-in', {
    http: { environment: 'production' },
  }),
];

/** From the upgrade to who is let in. */
const upgradeFaults: readonly Fault[] = [
  fault('path-moved', '/ws is HTTP 404, and /api/v1/websocket works', { upgrade: { missingPaths: ['/ws'] } }),
  fault('upgrade-silent', 'an upgrade is never answered', { upgrade: { readiness: 'silent' } }),
  fault('upgrade-slow', 'an upgrade is accepted after six seconds', { upgrade: { delayMs: 6_000 } }),
  fault('upgrade-500', 'an exception before accept: HTTP 500 on every upgrade', {
    upgrade: { exception: 'always' },
  }),
  fault('upgrade-500-query', 'an exception before accept where the URL has a query', {
    upgrade: { exception: 'with-query' },
  }),
  fault('upgrade-500-page', 'HTTP 500 on every upgrade, with a page that has a script in it', {
    upgrade: { exception: 'with-page' },
  }),
  fault('subprotocol-name-only', 'the bare name of a subprotocol is selected, and the token in it is lost', {
    upgrade: { subprotocols: 'name' },
    authentication: { tokenFrom: 'header' },
  }),
  fault('authorization-stripped', 'the Authorization header does not get as far as the backend', {
    authentication: { tokenFrom: 'subprotocol' },
  }),
  fault('secret-mismatch', 'the auth service finds tokens good, and every upgrade with one is HTTP 403', {
    authentication: { secretDiffers: true, refusal: 'http-403' },
  }),
  fault('refusal-1011', 'a refused token is told its code and closed with 1011', {
    authentication: { refusal: 'result-code' },
  }),
  fault('refusal-403', 'a refused token is HTTP 403, as in builds until 2025-09-12', {
    authentication: { refusal: 'http-403' },
  }),
  fault('auth-breaker', 'five refusals in a row have every token refused for 30 s', {
    authentication: { breakerAfter: 5 },
  }),
  fault('emergency', 'the auth service is missing: everybody is accepted under an emergency user', {
    authentication: { level: 'emergency' },
  }),
];

/** A connection that is accepted and does not live, or not as it should. */
const sessionFaults: readonly Fault[] = [
  fault(
    'supervisor-none',
    '1011 right after accept: the agent supervisor is missing',
    diesWith(
      { code: 'SERVICE_INIT_FAILED', message: 'agent_supervisor is not available', type: null },
      'Services not ready',
    ),
  ),
  fault(
    'crash-at-connect',
    '1011 right after accept on every path, and no message',
    diesWith(null, 'Internal error'),
  ),
  fault(
    'fallback-none',
    '1011 at connect: a fallback import made a function None',
    diesWith(raised('TypeError', "'NoneType' object is not callable"), 'main mode error'),
  ),
  fault(
    'id-rejected',
    '1011 at connect: one manager of ids rejects what another made',
    diesWith(raised('ValueError', 'Invalid request_id format'), 'main mode error'),
  ),
  fault(
    'manager-raises',
    '1011 at connect: making the manager raises',
    diesWith(raised('RuntimeError', 'Failed to create WebSocket manager'), 'main mode error'),
  ),
  fault('startup-timeout', 'the connection is accepted and closed with 1001 "Startup timeout"', {
    session: { instead: { error: null, code: 1001, reason: 'Startup timeout' } },
  }),
  fault('cut-at-connect', 'the connection is cut without a close frame before any message', {
    session: { instead: { error: null, code: 1006, reason: '' } },
  }),
  fault('connection-limit', 'the sixth connection of a user is closed with 1011', {
    session: { connectionsPerUser: 5 },
  }),
  fault('emergency-manager', 'the welcome lists few features, and no agent event comes', {
    session: { welcome: 'D', manager: 'emergency' },
    events: { sequence: [] },
  }),
  fault('late-1011', 'a healthy connection is closed with 1011 after a second', {
    session: {
      later: {
        error: raised('RuntimeError', 'send failed'),
        code: 1011,
        reason: 'Processing error',
        afterMs: 1_000,
      },
    },
  }),
  fault(
    'late-cancelled',
    'a connection is ended with 1000 after a second; an error text has "0.1011s" in it',
    {
      session: {
        later: {
          error: {
            code: 'CONNECTION_ERROR',
            message: 'Auth validation was cancelled after 0.1011s',
            type: null,
          },
          code: 1000,
          reason: 'main cleanup',
          afterMs: 1_000,
        },
      },
    },
  ),
  fault('late-cut', 'a healthy connection is cut after a second, without a close frame', {
    session: { later: { error: null, code: 1006, reason: '', afterMs: 1_000 } },
  }),
  fault('welcome-w0', 'the flat welcome of before 2025-09-08', { session: { welcome: 'W0' } }),
  fault('welcome-c', 'the welcome of 2025-09-13, of type "connect"', { session: { welcome: 'C' } }),
  fault('welcome-d', 'the welcome since 2025-09-14, with a shortened user id', { session: { welcome: 'D' } }),
  fault('welcome-f', 'the welcome that is known from documentation only', { session: { welcome: 'F' } }),
  fault('welcome-none', 'the connection is accepted, and no welcome comes', { session: { welcome: 'none' } }),
];

/** What messages and requests to agents get. */
const messageFaults: readonly Fault[] = [
  fault('router-dead', 'no message is answered, while protocol pings are', { replies: { router: 'dead' } }),
  fault('reflecting', 'every message comes back as it is, and nothing else comes', {
    replies: { router: 'reflecting' },
  }),
  fault('bridge-silent', 'messages are answered, those to agents are not', { events: { sequence: [] } }),
  fault('bridge-broken', 'messages to agents are answered with AGENT_REQUEST_ERROR', {
    replies: { router: 'key-commit', bridge: 'broken' },
  }),
  fault('agent-error', 'an agent starts and ends in agent_error', {
    events: { sequence: ['agent_started'], error: "No agent 'triage' in the registry" },
  }),
  fault('events-v2', "events in the manager's form", { events: { form: 'V2' } }),
  fault('events-v3', "events in the end-to-end fallback's form", { events: { form: 'V3' } }),
  fault('events-demo', "events in the demonstration's form", { events: { form: 'demo' } }),
  fault('events-duplicated', 'every event comes twice', {
    events: { sequence: eventNames.flatMap((each) => [each, each]) },
  }),
  fault('events-gap', 'twelve seconds pass before the tool is done', {
    events: { stall: { before: 'tool_completed', ms: 12_000 } },
  }),
  fault('events-paced', 'half a second passes between two events', { events: { gapMs: 500 } }),
  fault('events-bare', 'events lack the fields that belong to them', { events: { fields: 'bare' } }),
  fault('events-other-run', 'events after the first are of another run', {
    events: { belongTo: 'another-run' },
  }),
  fault('events-other-user', 'events are of another user', { events: { belongTo: 'another-user' } }),
];

/** What no backend should do. */
const hostileFaults: readonly Fault[] = [
  fault('flood', 'a million tiny frames follow the welcome', { session: { hostile: 'flood' } }),
  fault('giant-frame', 'the head of a frame of 1 GiB follows the welcome', {
    session: { hostile: 'giant-frame' },
  }),
  fault('compression-bomb', 'a compressed frame that unfolds into 1 GiB follows the welcome', {
    session: { hostile: 'compression-bomb' },
  }),
  fault('frame-drip', 'a frame that comes a byte at a time follows the welcome', {
    session: { hostile: 'drip' },
  }),
  fault('not-utf8', 'a text frame that is not UTF-8 follows the welcome', {
    session: { hostile: 'not-utf8' },
  }),
  fault('token-echo', 'a message with the token in it follows the welcome', {
    session: { hostile: 'token-echo' },
  }),
  fault('script-message', 'a message with a script in it follows the welcome', {
    session: { hostile: 'script' },
  }),
];

/** Every fault, in groups: reach, health, upgrade, session, messages, hostile. */
export const faults: readonly Fault[] = [
  ...reachFaults,
  ...healthFaults,
  ...upgradeFaults,
  ...sessionFaults,
  ...messageFaults,
  ...hostileFaults,
];

export const faultNamed = (id: string): Fault | null => faults.find((each) => each.id === id) ?? null;
