import type { IncomingHttpHeaders } from 'node:http';
import type { WebSocket } from 'ws';
import type { Behaviour } from './behaviour.ts';
import { tokenOf, verifyRelaxed, verifyStrictly, type Authenticated } from './authentication.ts';
import {
  envelope,
  flatError,
  heartbeat,
  isoTime,
  welcomeA,
  welcomeD,
  welcomeDemo,
  welcomeLegacy,
  wrappedError,
  type Message,
  type MessageMaker,
} from './messages.ts';
import { route } from './router.ts';

export type Mode = 'main' | 'legacy' | 'isolated' | 'demo';

export interface Serving {
  readonly behaviour: Behaviour;
  readonly secret: string;
  readonly maker: MessageMaker;
  /** Milliseconds without a message after which the server sends a heartbeat. */
  readonly heartbeatMs: number;
  /** Is told who a connection turned out to be: a user, or why it was refused. */
  readonly onOutcome: (text: string) => void;
}

/** Serves one accepted connection until it ends. */
export async function serve(
  socket: WebSocket,
  mode: Mode,
  headers: IncomingHttpHeaders,
  serving: Serving,
): Promise<void> {
  const { maker, onOutcome } = serving;
  const send = sender(socket);
  // A peer that breaks the protocol ends its connection, not the backend.
  socket.on('error', () => socket.terminate());
  switch (mode) {
    case 'main':
      await serveMain(socket, headers, serving, send);
      return;
    case 'legacy': {
      const connection = `legacy_${maker.random.hex(8)}`;
      onOutcome('legacy mode, no authentication');
      send(welcomeLegacy(maker, connection));
      socket.on('message', (data) =>
        send(
          envelope(maker, 'agent_response', {
            connection_id: connection,
            message: textOf(data),
            timestamp: isoTime(maker),
          }),
        ),
      );
      return;
    }
    case 'demo':
      onOutcome('demo mode, no authentication');
      send(welcomeDemo(maker));
      socket.on('message', (data) => {
        if (/"type"\s*:\s*"ping"/u.test(textOf(data))) send({ type: 'pong' });
      });
      return;
    case 'isolated':
      onOutcome('isolated mode fails');
      send(wrappedError(maker, 'CONNECTION_ERROR', 'Connection failed', 'RuntimeError', 'isolated'));
      socket.close(1011, 'isolated mode error');
  }
}

type Send = (message: Message) => void;

const sender =
  (socket: WebSocket): Send =>
  (message) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };

const textOf = (data: unknown): string => (Buffer.isBuffer(data) ? data.toString('utf8') : '');

async function serveMain(
  socket: WebSocket,
  headers: IncomingHttpHeaders,
  serving: Serving,
  send: Send,
): Promise<void> {
  const { behaviour, maker, onOutcome } = serving;
  const { welcome, instead } = behaviour.session;
  if (instead !== null) {
    const { error, code, reason } = instead;
    if (error !== null) send(flatError(maker, error, reason));
    onOutcome(`closed with ${code} "${reason}"`);
    socket.close(code, reason);
    return;
  }
  // Texts that come while the token is verified are answered after the welcome.
  const early: string[] = [];
  let deliver = (text: string): void => void early.push(text);
  socket.on('message', (data, binary) => {
    if (!binary) deliver(textOf(data));
  });
  const authenticated = await authenticate(headers, serving);
  if (!authenticated.ok) {
    onOutcome(`refused: ${authenticated.code}`);
    if (behaviour.authentication.refusal === 'attribute-error') {
      send(wrappedError(maker, 'CONNECTION_ERROR', 'Connection failed', 'AttributeError', 'main'));
      socket.close(1011, 'main mode error');
      return;
    }
    send(flatError(maker, 'AUTH_FAILED', 'WebSocket authentication failed', { reason: authenticated.code }));
    socket.close(1008, 'Authentication failed');
    return;
  }
  const { user } = authenticated;
  onOutcome(`user ${user}`);
  send(welcome === 'D' ? welcomeD(maker, user) : welcomeA(maker, user));

  const connection = `main_${maker.random.hex(8)}`;
  let processed = 0;
  const idle = setInterval(() => send(heartbeat(maker, connection, processed)), serving.heartbeatMs);
  socket.on('close', () => clearInterval(idle));
  if (socket.readyState !== socket.OPEN) clearInterval(idle);
  deliver = (text) => {
    processed += 1;
    idle.refresh();
    const reply = route(maker, behaviour, user, text);
    if (reply.kind === 'close') socket.close(reply.code, reply.reason);
    else reply.messages.forEach(send);
  };
  early.forEach((text) => deliver(text));
}

function authenticate(
  headers: IncomingHttpHeaders,
  { behaviour, secret, maker }: Serving,
): Promise<Authenticated> {
  const { level } = behaviour.authentication;
  if (level === 'demo') return Promise.resolve({ ok: true, user: 'demo-user-001' });
  return level === 'strict'
    ? verifyStrictly(tokenOf(headers), secret, maker.nowMs())
    : verifyRelaxed(headers, secret, maker.nowMs(), maker.random);
}
