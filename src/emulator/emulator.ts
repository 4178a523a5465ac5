import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { isIP, type AddressInfo } from 'node:net';
import { emulatorSecret } from '../livecheck/protocol.ts';
import { createBackend } from './backend.ts';
import { changed } from './behaviour.ts';
import { createBreaker } from './breaker.ts';
import { certificateFor, type IssuedCertificate } from './certificate.ts';
import { createDirectory } from './directory.ts';
import type { FollowedRedirect } from './edge.ts';
import type { Fault } from './fault.ts';
import { faultNamed } from './faults.ts';
import { createLeaks, type PlantedLeak } from './leaks.ts';
import { profileNamed, profiles, type Profile } from './profiles.ts';
import { createRandom } from './random.ts';
import type { BackendState } from './state.ts';
import { createTimers } from './timers.ts';

export interface EmulatorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** A profile's id. */
  readonly profile: string;
  /** Ids of faults, which change the profile in this order. */
  readonly faults?: readonly string[];
  /** Makes ids, waits and leaks repeatable; default 1. */
  readonly seed?: number;
  /** What tokens are signed with; default the published development secret. */
  readonly secret?: string;
  /** What the simulated sign-in wants to be shown; default the published one, null for none configured. */
  readonly simulationKey?: string | null;
  /** Must be true for a host that other machines can reach. */
  readonly allowRemote?: boolean;
  /** Milliseconds of silence before a heartbeat; default 18 s, as on the real service. */
  readonly heartbeatMs?: number;
  /** Stretches every other wait; 1 is as on the real service, 0 does not wait. Default 1. */
  readonly pace?: number;
  /** Epoch milliseconds; default the machine's clock. */
  readonly nowMs?: () => number;
  /** One line for each thing that happened to a connection; holds no token. */
  readonly log?: (line: string) => void;
}

export interface Emulator {
  /** `http(s)://host:port`. */
  readonly url: string;
  readonly port: number;
  readonly profile: Profile;
  /** WebSockets that are open now. */
  readonly connections: () => number;
  /** What was sent to the wrong user so far, by a profile that does this. */
  readonly plantedLeaks: () => readonly PlantedLeak[];
  /** Requests that followed a redirect, by a fault that gives one. */
  readonly followedRedirects: () => readonly FollowedRedirect[];
  /** The certificate that a client must trust, in PEM; null without TLS. */
  readonly certificate: string | null;
  /** Ends every connection and frees the port. */
  readonly close: () => Promise<void>;
}

export type EmulatorStart =
  | { readonly ok: true; readonly emulator: Emulator }
  | {
      readonly ok: false;
      readonly error: {
        readonly code: 'port-in-use' | 'not-loopback' | 'unknown-profile' | 'unknown-fault' | 'cannot-listen';
        readonly message: string;
      };
    };

/** The key of the simulated sign-in: published, and worthless anywhere else. */
export const emulatorSimulationKey = 'ssot-emulator-published-simulation-key';

const heartbeatOfService = 18_000;

/** Starts the embedded staging backend. What prevents it is a value. */
export function startEmulator(options: EmulatorOptions): Promise<EmulatorStart> {
  const host = options.host ?? '127.0.0.1';
  const profile = profileNamed(options.profile);
  if (profile === null)
    return failed(
      'unknown-profile',
      `there is no profile "${options.profile}"; there are ${profiles.map(({ id }) => id).join(', ')}`,
    );
  const wanted = (options.faults ?? []).map((id) => [id, faultNamed(id)] as const);
  const unknown = wanted.find(([, fault]) => fault === null);
  if (unknown !== undefined)
    return failed(
      'unknown-fault',
      `there is no fault "${unknown[0]}"; ssot emulate --list has those that there are`,
    );
  if (!isLoopbackHost(host) && options.allowRemote !== true)
    return failed(
      'not-loopback',
      `${host} can be reached from other machines, and this backend is for this one only`,
    );
  return listen(
    host,
    profile,
    wanted.map(([, fault]) => fault!),
    options,
  );
}

const failed = (
  code: Extract<EmulatorStart, { ok: false }>['error']['code'],
  message: string,
): Promise<EmulatorStart> => Promise.resolve({ ok: false, error: { code, message } });

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function listen(
  host: string,
  profile: Profile,
  applied: readonly Fault[],
  options: EmulatorOptions,
): Promise<EmulatorStart> {
  const state = stateFor(profile, applied, options);
  const { edge } = state.behaviour;
  const issued = edge.certificate === 'none' ? null : certificateFor(edge.certificate, host, state.nowMs());
  const scheme = issued === null ? 'http' : 'https';
  const backend = createBackend(state, scheme, options.log ?? (() => undefined));
  const server = serverFor(issued);
  server.on('request', backend.onRequest);
  server.on('upgrade', backend.onUpgrade);

  const close = (): Promise<void> => {
    state.timers.end();
    backend.end();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      void (
        error.code === 'EADDRINUSE'
          ? failed('port-in-use', `port ${options.port} on ${host} is in use; give another port`)
          : failed('cannot-listen', `cannot listen on ${host}:${options.port}: ${error.message}`)
      ).then(resolve);
    });
    server.listen(options.port, host, () => {
      const { port } = server.address() as AddressInfo;
      const shownHost = isIP(host) === 6 ? `[${host}]` : host;
      resolve({
        ok: true,
        emulator: {
          url: `${scheme}://${shownHost}:${port}`,
          port,
          profile,
          connections: backend.connections,
          plantedLeaks: state.leaks.planted,
          followedRedirects: backend.followedRedirects,
          certificate: issued?.certificate ?? null,
          close,
        },
      });
    });
  });
}

const serverFor = (issued: IssuedCertificate | null): Server =>
  issued === null ? createHttp() : createHttps({ cert: issued.certificate, key: issued.key });

function stateFor(profile: Profile, applied: readonly Fault[], options: EmulatorOptions): BackendState {
  const behaviour = applied.reduce((all, { change }) => changed(all, change), profile.behaviour);
  const nowMs = options.nowMs ?? (() => Date.now());
  const random = createRandom(options.seed ?? 1);
  const directory = createDirectory();
  return {
    behaviour,
    nowMs,
    startedMs: nowMs(),
    random,
    timers: createTimers(options.pace ?? 1),
    secret: options.secret ?? emulatorSecret,
    simulationKey: options.simulationKey === undefined ? emulatorSimulationKey : options.simulationKey,
    heartbeatMs: options.heartbeatMs ?? heartbeatOfService,
    directory,
    breaker: createBreaker(behaviour.authentication.breakerAfter),
    leaks: createLeaks(behaviour.isolation, random, directory.all, nowMs),
  };
}
