import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import { jsonObject } from '../../../src/livecheck/message.ts';
import { emulatorSecret } from '../../../src/livecheck/protocol.ts';
import { verifyStrictly, tokenOf } from '../../../src/emulator/authentication.ts';

/** Servers that misbehave, each in one way. They listen on a free port of this machine for as long as `use` runs. */
export interface Peer {
  readonly url: string;
  readonly port: number;
  /** TCP connections that are open now, and how many there were. */
  readonly open: () => number;
  readonly total: () => number;
}

async function listening<T>(server: Server, use: (peer: Peer) => Promise<T>): Promise<T> {
  const open = new Set<Socket>();
  let total = 0;
  server.on('connection', (socket) => {
    total += 1;
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use({ url: `http://127.0.0.1:${port}`, port, open: () => open.size, total: () => total });
  } finally {
    open.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  }
}

export const withTcp = <T>(
  onConnection: (socket: Socket) => void,
  use: (peer: Peer) => Promise<T>,
): Promise<T> =>
  listening(
    createTcp((socket) => {
      // Unread bytes would hide that the other side has gone.
      socket.resume();
      onConnection(socket);
    }),
    use,
  );

export const withHttp = <T>(answer: RequestListener, use: (peer: Peer) => Promise<T>): Promise<T> =>
  listening(createHttp(answer), use);

export const withHttps = <T>(
  certificate: { readonly key: string; readonly cert: string },
  use: (peer: Peer) => Promise<T>,
): Promise<T> =>
  listening(createHttps(certificate, answerHealth), (peer) =>
    use({ ...peer, url: peer.url.replace('http:', 'https:') }),
  );

const healthy = JSON.stringify({
  status: 'healthy',
  service: 'netra-ai-platform',
  version: '1.0.0',
  timestamp: 0,
});

export const answerHealth: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(healthy);
};

export interface SocketPeerOptions {
  /** The subprotocol to answer with; default: the first offered one. */
  readonly select?: (offered: Set<string>) => string | false;
  readonly health?: RequestListener;
  /** Answers every upgrade with these bytes. */
  readonly refuse?: (request: IncomingMessage, answer: (bytes: string) => void) => void;
  /** The HTTP status to refuse an upgrade with, or null. */
  readonly verify?: (request: IncomingMessage) => number | null;
}

/** A healthy backend whose WebSockets behave as `serve` says. */
export function withSockets<T>(
  serve: (socket: WebSocket, request: IncomingMessage) => void,
  use: (peer: Peer) => Promise<T>,
  options: SocketPeerOptions = {},
): Promise<T> {
  const server = createHttp(options.health ?? answerHealth);
  const { refuse } = options;
  if (refuse !== undefined)
    server.on('upgrade', (request, stream) => refuse(request, (bytes) => stream.end(bytes)));
  const sockets = new WebSocketServer({
    ...(refuse === undefined ? { server } : { noServer: true }),
    verifyClient: ({ req }, done) => {
      const status = options.verify?.(req) ?? null;
      done(status === null, status ?? undefined);
    },
    handleProtocols: options.select ?? ((offered) => [...offered][0] ?? false),
  });
  sockets.on('connection', (socket, request) => {
    socket.on('error', () => socket.terminate());
    serve(socket, request);
  });
  return listening(server, use);
}

export const send = (socket: WebSocket, message: unknown): void => socket.send(JSON.stringify(message));

export const strictWelcome = (user: string) => ({
  type: 'system_message',
  data: {
    event: 'connection_established',
    connection_id: 'c1',
    user_id: user,
    server_time: '2025-09-15T00:00:00+00:00',
    connection_ready: true,
    environment: 'staging',
  },
});

/** Welcomes good tokens, closes the others with 1008, and answers as `reply` says. */
export const strictServer =
  (
    user: string,
    reply: (socket: WebSocket, message: Readonly<Record<string, unknown>>) => void = () => undefined,
  ) =>
  (socket: WebSocket, request: IncomingMessage): void => {
    socket.on('message', (data) => reply(socket, jsonObject((data as Buffer).toString()) ?? {}));
    void verifyStrictly(tokenOf(request.headers), emulatorSecret, Date.now()).then(({ ok }) => {
      if (ok) send(socket, strictWelcome(user));
      else socket.close(1008, 'Authentication failed');
    });
  };
