import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { plainHeaders, readBody } from './http.ts';
import { networkProblem, timedOut, type NetworkProblem } from './networkProblem.ts';
import type { PhaseTimes } from './observations.ts';
import { watchPhases } from './phases.ts';
import { createSession, maxFrameBytes, type SessionWatcher, type SocketSession } from './session.ts';

export interface SocketRequest {
  readonly url: string;
  /** Subprotocols, in order of preference. */
  readonly offered: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** For everything up to the answer to the upgrade. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly watcher: SessionWatcher;
}

/**
 * How an upgrade ended. `answered` is an HTTP answer that is not a switch of protocols: a refusal before the socket was
 * accepted, whatever close code the server had in mind. A refusal after acceptance is an `open` that is closed again.
 */
export type SocketOpening =
  | {
      readonly kind: 'open';
      readonly session: SocketSession;
      readonly offered: readonly string[];
      readonly selected: string | null;
      readonly headers: Readonly<Record<string, string>>;
      readonly phases: PhaseTimes;
    }
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly phases: PhaseTimes;
    }
  | { readonly kind: 'failed'; readonly problem: NetworkProblem; readonly phases: PhaseTimes };

const maxAnswerBytes = 8_192;

/**
 * Opens a WebSocket. Redirects are answers and never followed; compression is not offered, so that no small frame can unfold
 * into a large one. Failures are values; only an aborted `signal` rejects, and then no socket is left.
 */
export function openSocket(request: SocketRequest): Promise<SocketOpening> {
  return new Promise((resolve, reject) => {
    request.signal.throwIfAborted();
    const encrypted = request.url.startsWith('wss:');
    let phases = (): PhaseTimes => ({ dns: null, tcp: null, tls: null, response: null, total: 0 });
    const socket = new WebSocket(request.url, [...request.offered], {
      headers: { ...request.headers },
      followRedirects: false,
      perMessageDeflate: false,
      maxPayload: maxFrameBytes,
      finishRequest: (client) => {
        phases = watchPhases(client, encrypted);
        client.end();
      },
    });
    // From the first moment: a server may send its first frame in one packet with the answer to the upgrade.
    const session = createSession(socket, request.watcher, request.signal);
    let answer: IncomingMessage | null = null;
    let settled = false;

    const settle = (opening: SocketOpening | null, reason?: Error): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      request.signal.removeEventListener('abort', abort);
      if (opening?.kind !== 'open') socket.terminate();
      if (opening === null) reject(reason ?? new Error('aborted'));
      else resolve(opening);
    };
    const abort = (): void => settle(null, request.signal.reason as Error);
    const timer = setTimeout(
      () =>
        settle({
          kind: 'failed',
          problem: timedOut(request.url, 'answer to the upgrade', request.timeoutMs),
          phases: phases(),
        }),
      request.timeoutMs,
    );
    request.signal.addEventListener('abort', abort, { once: true });

    socket.on('upgrade', (response) => (answer = response));
    socket.on('open', () =>
      settle({
        kind: 'open',
        session,
        offered: request.offered,
        selected: socket.protocol === '' ? null : socket.protocol,
        headers: answer === null ? {} : plainHeaders(answer),
        phases: phases(),
      }),
    );
    socket.on('unexpected-response', (_, response) => {
      const head = {
        kind: 'answered',
        status: response.statusCode ?? 0,
        headers: plainHeaders(response),
        phases: phases(),
      } as const;
      readBody(response, maxAnswerBytes, (body) => settle({ ...head, body }));
    });
    socket.on('error', (error) =>
      settle({ kind: 'failed', problem: upgradeProblem(error, request.url), phases: phases() }),
    );
  });
}

/** The library gives a refused negotiation as a plain error; its texts are part of its tests. */
function upgradeProblem(error: Error, url: string): NetworkProblem {
  const text = error.message;
  if (text.includes('subprotocol'))
    return { category: 'subprotocol', code: null, message: `${text} (of those offered)` };
  if (text.startsWith('Invalid Upgrade') || text.startsWith('Invalid Sec-WebSocket'))
    return {
      category: 'not-http',
      code: null,
      message: `the answer to the upgrade is not that of a WebSocket: ${text}`,
    };
  return networkProblem(error, url);
}
