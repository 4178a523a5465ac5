import { fault, type Fault } from './fault.ts';

/** Where the request does not get as far as the application. */
export const reachFaults: readonly Fault[] = [
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
export const healthFaults: readonly Fault[] = [
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
export const upgradeFaults: readonly Fault[] = [
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
  fault(
    'upgrade-turned-away',
    'every upgrade is turned away by the readiness middleware: HTTP 503 with its headers',
    {
      upgrade: { readiness: 'turned-away' },
    },
  ),
  fault('subprotocols-unsupported', 'none of the subprotocols that are offered is supported: HTTP 403', {
    upgrade: { subprotocols: 'unsupported' },
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
  fault('auth-breaker-open', 'every token is refused: refusals before it have opened the breaker', {
    authentication: { breakerAfter: 0 },
  }),
  fault('emergency', 'the auth service is missing: everybody is accepted under an emergency user', {
    authentication: { level: 'emergency' },
  }),
];
