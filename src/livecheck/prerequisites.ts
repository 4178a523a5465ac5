import type { ProbeId } from './protocol.ts';

/**
 * What has to run before a probe for its answer to be the one that it gives in a whole run: the probe that opens its socket,
 * and those whose observations it explains its own with. A path is looked for only on a host that answers, and a refusal
 * means something only once a good token is known to work.
 */
const directly: Readonly<Record<ProbeId, readonly ProbeId[]>> = {
  health: [],
  'ws-path': ['health'],
  handshake: ['ws-path'],
  welcome: ['handshake'],
  identity: ['welcome'],
  // Whether any message is answered tells a lost application ping from a dead router.
  liveness: ['identity'],
  close: ['welcome'],
  'auth-none': ['identity'],
  'health-deep': ['health'],
  certificate: ['health'],
  jwt: ['health'],
  'auth-bad': ['identity'],
  'auth-expired': ['identity'],
  'e2e-headers': ['auth-bad'],
  // A ping that is answered rules out a router that swallows requests.
  events: ['liveness'],
  // A router that hands a user's requests to one who has left shows it once somebody has.
  isolation: ['close', 'events'],
  'error-1011': ['identity'],
  reconnect: ['identity'],
  'token-transport': ['identity'],
};

/** The probes that are asked for and everything that they need, in no order. */
export function withPrerequisites(asked: readonly ProbeId[]): ReadonlySet<ProbeId> {
  const all = new Set<ProbeId>(asked);
  // A set takes in what is added while it is gone through.
  for (const id of all) for (const needed of directly[id]) all.add(needed);
  return all;
}
