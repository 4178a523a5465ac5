import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { authenticate, tokenOf, type Authenticated } from './authentication.ts';
import type { Ending } from './behaviour.ts';
import { endWith, refuse } from './endings.ts';
import { attack } from './hostile.ts';
import { heartbeat, objectOf, serverPing, wrappedError, type MessageMaker } from './messages.ts';
import { route } from './router.ts';
import { binarySender, sender, sendInTime, textOf, type Send } from './sending.ts';
import { serveDemo, serveLegacy } from './sideModes.ts';
import type { BackendState } from './state.ts';
import { connectionIdFor, welcomesOf } from './welcomes.ts';

export type Mode = 'main' | 'legacy' | 'isolated' | 'demo';

/** An accepted connection. */
export interface Accepted {
  readonly socket: WebSocket;
  /** What the socket is made of. */
  readonly stream: Duplex;
  readonly request: IncomingMessage;
  /** Choices of its own: what it gets does not depend on the connections beside it. */
  readonly maker: MessageMaker;
  /** Who it is, where that was found out before it was accepted. */
  readonly authenticated: Authenticated | null;
  /** Is told who a connection turned out to be: a user, or why it was refused. */
  readonly onOutcome: (text: string) => void;
}

/** Serves one accepted connection until it ends. */
export async function serve(accepted: Accepted, mode: Mode, state: BackendState): Promise<void> {
  const { socket, maker, onOutcome } = accepted;
  const send = sender(socket);
  // A peer that breaks the protocol ends its connection, not the backend.
  socket.on('error', () => socket.terminate());
  const { instead, insteadIn } = state.behaviour.session;
  if (mode !== 'main' && instead !== null && insteadIn === 'every-mode') {
    endWith(socket, maker, send, instead);
    return;
  }
  switch (mode) {
    case 'main':
      await serveMain(accepted, state, send);
      return;
    case 'legacy':
      onOutcome('legacy mode, no authentication');
      serveLegacy(socket, maker, send);
      return;
    case 'demo':
      onOutcome('demo mode, no authentication');
      serveDemo(socket, maker, send, (events) => sendInTime(events, send, state.timers));
      return;
    case 'isolated':
      onOutcome('isolated mode fails');
      send(wrappedError(maker, 'CONNECTION_ERROR', 'Connection failed', 'RuntimeError', 'isolated'));
      socket.close(1011, 'isolated mode error');
  }
}

async function serveMain(accepted: Accepted, state: BackendState, send: Send): Promise<void> {
  const { socket, maker, request, onOutcome } = accepted;
  const { session, authentication } = state.behaviour;
  const end = (ending: Ending): void => {
    onOutcome(`ends it with ${ending.code} "${ending.reason}"`);
    endWith(socket, maker, send, ending);
  };
  if (session.instead !== null) {
    end(session.instead);
    return;
  }
  // Texts that come while the token is verified are answered after the welcome.
  const early: string[] = [];
  let deliver = (text: string): void => void early.push(text);
  socket.on('message', (data, binary) => {
    if (!binary) deliver(textOf(data));
  });
  const { headers } = request;
  const authenticated =
    accepted.authenticated ?? (await authenticate(headers, { ...state, behaviour: authentication, maker }));
  if (!authenticated.ok) {
    onOutcome(`refused: ${authenticated.code}`);
    refuse(socket, maker, send, authentication.refusal, authenticated.code);
    return;
  }
  const { user } = authenticated;
  const counted = session.reaps ? state.directory.countOf(user) : state.directory.everOf(user);
  if (session.connectionsPerUser !== null && counted >= session.connectionsPerUser) {
    end({ error: null, code: 1011, reason: 'Factory SSOT validation failed' });
    return;
  }
  onOutcome(`user ${user}`);
  const connectionId = connectionIdFor(maker, session, user);
  const connected = { user, connectionId, send, sendBinary: binarySender(socket) };
  if (socket.readyState === socket.OPEN) socket.on('close', state.directory.enter(connected));
  for (const message of welcomesOf(maker, session, connected)) send(message);
  if (session.serverPings) send(serverPing(maker));
  if (session.hostile !== null)
    attack(session.hostile, { ...accepted, send, timers: state.timers, token: tokenOf(headers) });
  const { later } = session;
  const callOff = later === null ? null : state.timers.after(later.afterMs, () => end(later));

  let processed = 0;
  const idle = setInterval(
    () => send(heartbeat(maker, connected.connectionId, processed)),
    state.heartbeatMs,
  );
  socket.on('close', () => clearInterval(idle));
  if (socket.readyState !== socket.OPEN) clearInterval(idle);
  let established = session.welcome !== 'G';
  deliver = (text) => {
    processed += 1;
    idle.refresh();
    const fields = objectOf(text);
    if (fields !== null) state.leaks.heard(connected, fields);
    if (later !== null && fields?.['type'] === 'ping') {
      callOff?.();
      end(later);
      return;
    }
    if (fields?.['type'] === 'handshake_acknowledged') established = true;
    const bridgeOfAnother = strangersBridge(state, user);
    const reply = route({ maker, behaviour: state.behaviour, user, established, bridgeOfAnother }, text);
    if (reply.kind === 'close') socket.close(reply.code, reply.reason);
    else if (reply.kind === 'run') sendInTime(reply.events, state.leaks.eventsOf(connected), state.timers);
    else reply.messages.forEach(send);
  };
  early.forEach((text) => deliver(text));
}

/** The user whose bridge handles this user's messages to agents: the first one of all, where it is another and has left. */
function strangersBridge({ behaviour, directory }: BackendState, user: string): string | null {
  const first = behaviour.replies.bridge === 'first' ? directory.firstUser() : null;
  return first === null || first === user || directory.countOf(first) > 0 ? null : first;
}
