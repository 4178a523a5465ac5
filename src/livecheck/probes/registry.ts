import type { Probe } from '../probeContext.ts';
import type { ProbeId } from '../protocol.ts';
import { authNone } from './authNone.ts';
import { authBad, authExpired } from './authTokens.ts';
import { certificate } from './certificate.ts';
import { close } from './close.ts';
import { e2eHeaders } from './e2eHeaders.ts';
import { errorHandling } from './errorHandling.ts';
import { events } from './events.ts';
import { handshake } from './handshake.ts';
import { health } from './health.ts';
import { healthDeep } from './healthDeep.ts';
import { identity } from './identity.ts';
import { isolation } from './isolation.ts';
import { liveness } from './liveness.ts';
import { reconnect } from './reconnect.ts';
import { tokenClaims } from './tokenClaims.ts';
import { tokenTransport } from './tokenTransport.ts';
import { webSocketPath } from './webSocketPath.ts';
import { welcome } from './welcome.ts';

/** The probes that exist. One that a scope names and that is not here is listed as not tested. */
export const builtProbes: ReadonlyMap<ProbeId, Probe> = new Map(
  [
    health,
    healthDeep,
    certificate,
    tokenClaims,
    webSocketPath,
    handshake,
    welcome,
    identity,
    liveness,
    close,
    events,
    isolation,
    reconnect,
    tokenTransport,
    errorHandling,
    authNone,
    authBad,
    authExpired,
    e2eHeaders,
  ].map((probe) => [probe.id, probe]),
);
