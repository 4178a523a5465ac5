import type { IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { authenticate, subjectOf, tokenOf, type Authenticated } from './authentication.ts';
import { serve } from './connection.ts';
import { createGate, type FollowedRedirect } from './edge.ts';
import { bytesOf, write } from './http/answer.ts';
import { serveHttp } from './http/routes.ts';
import type { Random } from './random.ts';
import type { BackendState } from './state.ts';
import { decideUpgrade, forbidden, pathOf, type UpgradeDecision } from './upgrade.ts';

/** What a server is given to do, and what it did. */
export interface Backend {
  readonly onRequest: RequestListener;
  readonly onUpgrade: (request: IncomingMessage, stream: Duplex, head: Buffer) => void;
  /** WebSockets that are open now. */
  readonly connections: () => number;
  readonly followedRedirects: () => readonly FollowedRedirect[];
  /** Ends every WebSocket. */
  readonly end: () => void;
}

/** A message that is larger ends its connection with 1009, as the real server's library does. */
const maxPayload = 16 * 1_048_576;

/** One line of the log: which connection, on which path, and what became of it. */
type Say = (text: string) => void;

export function createBackend(
  state: BackendState,
  scheme: 'http' | 'https',
  log: (line: string) => void,
): Backend {
  const { behaviour, timers } = state;
  const gate = createGate(behaviour.edge, scheme);
  const selections = new WeakMap<IncomingMessage, string>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: behaviour.session.hostile === 'compression-bomb',
    handleProtocols: (_, request) => selections.get(request) ?? false,
  });
  const held = new Set<Duplex>();
  const perPath = new Map<string, number>();
  const perUser = new Map<string, number>();
  let upgrades = 0;
  let requests = 0;

  /** The first answer of all takes longer where the backend starts cold. */
  const waitMs = (): number => {
    const { delayMs, firstDelayMs } = behaviour.http;
    return (requests += 1) === 1 ? firstDelayMs + delayMs : delayMs;
  };

  /** Choices that depend on who connects and how often, not on what happens at the same time. */
  const choicesFor = (request: IncomingMessage): Random => {
    const token = tokenOf(request.headers);
    const who = (token === null ? null : subjectOf(token)) ?? 'nobody';
    const times = next(perUser, who);
    return state.random.fork(`connection ${times} of ${who}`);
  };

  const accept = (
    request: IncomingMessage,
    stream: Duplex,
    head: Buffer,
    { mode, selected }: Extract<UpgradeDecision, { kind: 'accept' }>,
    authenticated: Authenticated | null,
    maker: { readonly nowMs: () => number; readonly random: Random },
    say: Say,
  ): void => {
    if (stream.destroyed) return;
    if (selected !== null) selections.set(request, selected);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.on('close', (code) => say(`ended with ${code}`));
      void serve({ socket, stream, request, maker, authenticated, onOutcome: say }, mode, state);
    });
  };

  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer, say: Say): Promise<void> => {
    const atEdge = gate.answer(request, state.nowMs());
    let decision: UpgradeDecision =
      atEdge === null
        ? decideUpgrade(request, behaviour, next(perPath, pathOf(request)) - 1)
        : { kind: 'answer', answer: atEdge, why: 'answered at the edge' };
    const maker = { nowMs: state.nowMs, random: choicesFor(request) };
    let authenticated: Authenticated | null = null;
    // Older builds authenticate before they accept.
    if (
      decision.kind === 'accept' &&
      decision.mode === 'main' &&
      behaviour.authentication.refusal === 'http-403'
    ) {
      const { authentication } = behaviour;
      authenticated = await authenticate(request.headers, { ...state, behaviour: authentication, maker });
      if (!authenticated.ok) decision = forbidden(`refused: ${authenticated.code}`);
    }
    switch (decision.kind) {
      case 'silence':
        say(decision.why);
        return;
      case 'answer':
        say(`HTTP ${decision.answer.status}: ${decision.why}`);
        stream.end(bytesOf(decision.answer));
        return;
      case 'accept': {
        const accepted = decision;
        const go = (): void => accept(request, stream, head, accepted, authenticated, maker, say);
        if (behaviour.upgrade.delayMs === 0) go();
        else timers.after(behaviour.upgrade.delayMs, go);
      }
    }
  };

  return {
    onRequest(request, response) {
      const atEdge = gate.answer(request, state.nowMs());
      if (atEdge !== null) write(request, response, atEdge, 'whole', timers);
      else void serveHttp(request, response, state, waitMs());
    },
    onUpgrade(request, stream, head) {
      held.add(stream);
      stream.on('close', () => held.delete(stream));
      // A client that goes away in the middle must not take the process with it.
      stream.on('error', () => stream.destroy());
      const number = (upgrades += 1);
      void upgrade(request, stream, head, (text) => log(`#${number} ${pathOf(request)} ${text}`));
    },
    connections: () => sockets.clients.size,
    followedRedirects: gate.followed,
    end() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      held.forEach((stream) => stream.destroy());
    },
  };
}

/** Counts one more under that name, and gives how many there are now. */
function next(counts: Map<string, number>, name: string): number {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count;
}
