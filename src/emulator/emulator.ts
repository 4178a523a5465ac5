import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { emulatorSecret } from '../livecheck/protocol.ts';
import { serve } from './connection.ts';
import { answerHttp } from './httpRoutes.ts';
import { profileNamed, profiles, type Profile } from './profiles.ts';
import { createRandom } from './random.ts';
import { decideUpgrade } from './upgrade.ts';

export interface EmulatorOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** A profile's id. */
  readonly profile: string;
  /** Makes ids repeatable; default 1. */
  readonly seed?: number;
  /** What tokens are signed with; default the published development secret. */
  readonly secret?: string;
  /** Must be true for a host that other machines can reach. */
  readonly allowRemote?: boolean;
  /** Milliseconds of silence before a heartbeat; default 18 s, as on the real service. */
  readonly heartbeatMs?: number;
  /** One line for each thing that happened to a connection; holds no token. */
  readonly log?: (line: string) => void;
}

export interface Emulator {
  /** `http://host:port`. */
  readonly url: string;
  readonly port: number;
  readonly profile: Profile;
  /** WebSockets that are open now. */
  readonly connections: () => number;
  /** Ends every connection and frees the port. */
  readonly close: () => Promise<void>;
}

export type EmulatorStart =
  | { readonly ok: true; readonly emulator: Emulator }
  | {
      readonly ok: false;
      readonly error: {
        readonly code: 'port-in-use' | 'not-loopback' | 'unknown-profile' | 'cannot-listen';
        readonly message: string;
      };
    };

const heartbeatOfService = 18_000;
/** A message that is larger ends its connection with 1009, as the real server's library does. */
const maxPayload = 16 * 1_048_576;

/** Starts the embedded staging backend. What prevents it is a value. */
export function startEmulator(options: EmulatorOptions): Promise<EmulatorStart> {
  const fail = (
    code: 'port-in-use' | 'not-loopback' | 'unknown-profile' | 'cannot-listen',
    message: string,
  ) => Promise.resolve({ ok: false, error: { code, message } } as const);
  const host = options.host ?? '127.0.0.1';
  const profile = profileNamed(options.profile);
  if (profile === null)
    return fail(
      'unknown-profile',
      `there is no profile "${options.profile}"; there are ${profiles.map(({ id }) => id).join(', ')}`,
    );
  if (!isLoopbackHost(host) && options.allowRemote !== true)
    return fail(
      'not-loopback',
      `${host} can be reached from other machines, and this backend is for this one only`,
    );

  const { server, connections, endAll } = build(profile, options);
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      void (
        error.code === 'EADDRINUSE'
          ? fail('port-in-use', `port ${options.port} on ${host} is in use; give another port`)
          : fail('cannot-listen', `cannot listen on ${host}:${options.port}: ${error.message}`)
      ).then(resolve);
    });
    server.listen(options.port, host, () => {
      const { port } = server.address() as AddressInfo;
      const shownHost = isIP(host) === 6 ? `[${host}]` : host;
      resolve({
        ok: true,
        emulator: { url: `http://${shownHost}:${port}`, port, profile, connections, close: endAll },
      });
    });
  });
}

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function build(profile: Profile, options: EmulatorOptions) {
  const startedMs = Date.now();
  const log = options.log ?? (() => undefined);
  const maker = { nowMs: () => Date.now(), random: createRandom(options.seed ?? 1) };
  const server: Server = createServer((request, response) =>
    answerHttp(request, response, Date.now(), startedMs),
  );
  let selected: string | null = null;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload,
    handleProtocols: () => selected ?? false,
  });
  let count = 0;

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // A client that goes away in the middle must not take the process with it.
    stream.on('error', () => stream.destroy());
    const number = (count += 1);
    const path = (request.url ?? '/').split('?')[0]!;
    const say = (text: string): void => log(`#${number} ${path} ${text}`);
    const decision = decideUpgrade(request, profile.behaviour);
    if (!decision.accept) {
      say(`HTTP ${decision.status}: ${decision.why}`);
      refuse(stream, decision.status, decision.body);
      return;
    }
    // Read by the handler below within this very call.
    selected = decision.selected;
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('close', (code) => say(`ended with ${code}`));
      void serve(socket, decision.mode, request.headers, {
        behaviour: profile.behaviour,
        secret: options.secret ?? emulatorSecret,
        maker,
        heartbeatMs: options.heartbeatMs ?? heartbeatOfService,
        onOutcome: say,
      });
    });
  });

  const endAll = (): Promise<void> => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { server, connections: () => sockets.clients.size, endAll };
}

function refuse(stream: Duplex, status: number, body: string): void {
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n` +
      (body === '' ? '' : 'content-type: text/plain; charset=utf-8\r\n') +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
