import type { Evidence, ProbeData } from '../../livecheck/observations.ts';
import type { ProbeResult, ProbeVerdict } from '../../livecheck/protocol.ts';

/** What the observations allow at best, and why. */
export interface Limit {
  readonly verdict: ProbeVerdict;
  readonly why: string;
}

/** Over a network nothing is answered faster, in milliseconds. */
export const implausibleMs = 10;

const fail = (why: string): Limit => ({ verdict: 'fail', why });
const warn = (why: string): Limit => ({ verdict: 'warn', why });
export const inconclusive = (why: string): Limit => ({ verdict: 'inconclusive', why });
const unwell = /^(?:degraded|unhealthy|not_ready|error|failed)$/u;

/** What the observation itself says against a better verdict. */
export function limitsOf(data: ProbeData, isIdentityProven: boolean): readonly Limit[] {
  switch (data.kind) {
    case 'health':
      return data.status !== 200 || (data.state !== null && unwell.test(data.state))
        ? [fail(`/health answers HTTP ${data.status} and calls itself ${data.state ?? 'nothing'}`)]
        : [];
    case 'health-deep':
      return data.endpoints
        .filter(({ state, degraded }) => degraded.length > 0 || (state !== null && unwell.test(state)))
        .map(({ path, state, degraded }) =>
          warn(
            `${path} says ${state ?? 'not well'}${degraded.length > 0 ? ` (${degraded.join(', ')})` : ''}`,
          ),
        );
    case 'welcome':
      return data.strict
        ? []
        : [warn(`the welcome has the form ${data.variant}; the strict form did not match`)];
    case 'identity':
      return identityLimits(data);
    case 'liveness':
      return data.protocolPingMs === null && data.applicationPingMs === null
        ? [fail('neither ping was answered')]
        : data.protocolPingMs === null || data.applicationPingMs === null
          ? [warn(`the ${data.protocolPingMs === null ? 'protocol' : 'application'} ping was not answered`)]
          : [];
    case 'close':
      return data.code === 1011 || data.code === 1006 ? [fail(`the socket ended with ${data.code}`)] : [];
    case 'auth-none':
      return refusalLimits('no token', data, isIdentityProven);
    case 'refusals':
      return data.cases.flatMap((each) =>
        refusalLimits(`a token that is ${each.token}`, each, isIdentityProven),
      );
    case 'e2e-headers':
      return data.effect === 'impersonation'
        ? [fail('with the test headers a forged token is taken for its own user')]
        : [];
    case 'events':
      return data.missing.length > 0 ? [fail(`missing: ${data.missing.join(', ')}`)] : [];
    case 'isolation': {
      const hits = data.users.reduce((sum, { foreign }) => sum + foreign.length, 0);
      const identities = new Set(data.users.map(({ observed }) => observed ?? ''));
      if (hits > 0) return [fail(`${hits} pieces of another user's data were seen`)];
      if (data.notTestable !== null) return [inconclusive(data.notTestable)];
      return data.users.length < 2 || identities.size < data.users.length || identities.has('')
        ? [
            inconclusive(
              `${data.users.length} users were asked for and ${identities.has('') ? 'not all' : identities.size} identities were told apart`,
            ),
          ]
        : [];
    }
    case 'error-handling':
      return data.probes
        .filter(({ closeCode }) => closeCode === 1011)
        .map(({ sent }) => fail(`${sent}: the server closed with 1011, an internal error`));
    case 'certificate':
      return data.daysLeft <= 0 ? [fail('the certificate has expired')] : [];
    case 'paths':
      return data.attempts.some(({ path, outcome }) => outcome === 'open' && path === data.chosen)
        ? []
        : [fail('no path took a WebSocket')];
    case 'handshake':
    case 'jwt':
    case 'reconnect':
    case 'transports':
      return [];
  }
}

function identityLimits({ match, observed }: Extract<ProbeData, { kind: 'identity' }>): readonly Limit[] {
  switch (match) {
    case 'full':
      return [];
    case 'prefix':
      return [warn(`only the beginning of the user is shown: ${observed ?? ''}`)];
    case 'unknown':
      return [inconclusive('the server does not say whose socket it is')];
    case 'substitute':
    case 'other':
      return [fail(`the socket is that of ${observed ?? 'somebody else'}`)];
  }
}

function refusalLimits(
  what: string,
  { outcome, closeCode }: { readonly outcome: string; readonly closeCode: number | null },
  isIdentityProven: boolean,
): readonly Limit[] {
  if (outcome === 'accepted') return [fail(`a connection with ${what} is accepted`)];
  if (!isIdentityProven)
    return [
      inconclusive(
        `a connection with ${what} is turned away, and nothing shows that a good token is not: no refusal of authentication is proven`,
      ),
    ];
  return closeCode === 1011 ? [warn(`${what} is refused with 1011, an internal error`)] : [];
}

/** What the kind of evidence says: a WebSocket is shown by upgrades and frames, never by HTTP requests. */
export function evidenceLimits(
  { probe, verdict, data }: ProbeResult,
  evidence: readonly Evidence[],
  isLoopback: boolean,
): readonly Limit[] {
  const opened = evidence.filter(({ detail }) => detail.kind === 'upgrade' && detail.status === 101);
  const frames = evidence.filter(({ detail }) => detail.kind === 'frame' && detail.direction === 'received');
  if (probe === 'handshake' && verdict !== 'fail' && opened.length === 0)
    return [inconclusive('no upgrade that was answered with 101 is recorded')];
  if (
    (probe === 'welcome' || probe === 'identity') &&
    verdict !== 'fail' &&
    verdict !== 'inconclusive' &&
    frames.length === 0
  )
    return [inconclusive('no message from the server is recorded')];
  if (
    probe === 'isolation' &&
    data?.kind === 'isolation' &&
    verdict !== 'fail' &&
    (opened.length < data.users.length || frames.length < data.users.length)
  )
    return [
      inconclusive(
        `${opened.length} WebSockets and ${frames.length} messages are recorded for ${data.users.length} users: requests over HTTP say nothing of isolation`,
      ),
    ];
  if (!isLoopback && (data?.kind === 'health' || data?.kind === 'handshake')) {
    const { total } = data.phases;
    if (!(total > 0)) return [inconclusive('no time was measured')];
    if (total < implausibleMs) return [warn(`${total} ms is implausibly fast over a network`)];
  }
  return [];
}
