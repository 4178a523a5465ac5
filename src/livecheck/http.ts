import * as http from 'node:http';
import * as https from 'node:https';
import { networkProblem, timedOut, type NetworkProblem } from './networkProblem.ts';
import type { PhaseTimes } from './observations.ts';
import { watchPhases } from './phases.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What a POST carries. */
  readonly body?: string;
  /** For the whole exchange, body included: a slow drip does not stretch it. */
  readonly timeoutMs: number;
  /** The body is read no further than this. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export type HttpExchange =
  | {
      readonly ok: true;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly truncated: boolean;
      readonly phases: PhaseTimes;
    }
  | { readonly ok: false; readonly problem: NetworkProblem; readonly ms: number };

/**
 * One request on a connection of its own. A redirect is an answer like any other: it is never followed, so nothing that the
 * request carries can be taken to another host. Failures are values; only an aborted `signal` rejects.
 */
export function exchange(request: HttpRequest): Promise<HttpExchange> {
  return new Promise((resolve, reject) => {
    request.signal.throwIfAborted();
    const encrypted = request.url.startsWith('https:');
    const start = performance.now();
    const client = (encrypted ? https : http).request(request.url, {
      method: request.method,
      headers: request.headers,
      agent: false,
    });
    const phases = watchPhases(client, encrypted);
    const settle = (result: HttpExchange | null, reason?: Error): void => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', abort);
      client.destroy();
      if (result === null) reject(reason ?? new Error('aborted'));
      else resolve(result);
    };
    const abort = (): void => settle(null, request.signal.reason as Error);
    const elapsed = (): number => performance.now() - start;
    const timer = setTimeout(
      () =>
        settle({
          ok: false,
          problem: timedOut(request.url, 'complete answer', request.timeoutMs),
          ms: elapsed(),
        }),
      request.timeoutMs,
    );
    request.signal.addEventListener('abort', abort, { once: true });
    client.on('error', (error) =>
      settle({ ok: false, problem: networkProblem(error, request.url), ms: elapsed() }),
    );
    client.on('upgrade', () =>
      settle({
        ok: false,
        problem: {
          category: 'other',
          code: null,
          message: 'the server switched protocols without being asked',
        },
        ms: elapsed(),
      }),
    );
    client.on('response', (response) => {
      const head = {
        ok: true,
        status: response.statusCode ?? 0,
        headers: plainHeaders(response),
        phases: phases(),
      } as const;
      readBody(response, request.maxBytes, (body, truncated) => settle({ ...head, body, truncated }));
    });
    client.end(request.body);
  });
}

/** Reads at most `maxBytes`; `done` is called once, also where the body breaks off. */
export function readBody(
  response: http.IncomingMessage,
  maxBytes: number,
  done: (body: string, truncated: boolean) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (truncated: boolean): void =>
    done(Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'), truncated);
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) finish(true);
  });
  response.on('end', () => finish(false));
  response.on('error', () => finish(true));
}

/** Headers with one value each, names in lower case. */
export const plainHeaders = (response: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
