import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { HttpBehaviour } from '../behaviour.ts';
import type { Timers } from '../timers.ts';

/** An answer to an HTTP request or, in the place of a switch of protocols, to an upgrade. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export const json = (status: number, body: unknown, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  text: JSON.stringify(body),
});

export const page = (status: number, text: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8', ...headers },
  text,
});

export const plain = (status: number, text: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: text === '' ? headers : { 'content-type': 'text/plain; charset=utf-8', ...headers },
  text,
});

export const notFound = json(404, { detail: 'Not Found' });
export const notAllowed = (allowed: string): Answer =>
  json(405, { detail: 'Method Not Allowed' }, { allow: allowed });

/** The whole answer as it is written to the stream of an upgrade that is not accepted. */
export function bytesOf({ status, headers, text }: Answer): string {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(text)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', text].join('\r\n');
}

/** Milliseconds between two bytes of an answer that drips. */
const dripMs = 500;
const endlessChunk = ' '.repeat(65_536);

/** Writes the answer: whole, a byte at a time, or followed by blanks without an end. */
export function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, text }: Answer,
  how: HttpBehaviour['body'],
  timers: Timers,
): void {
  if (how === 'whole' || request.method === 'HEAD') {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
    response.end(request.method === 'HEAD' ? undefined : text);
    return;
  }
  response.writeHead(status, headers);
  if (how === 'drip') {
    let at = 0;
    const next = (): void => {
      if (response.destroyed) return;
      if (at === text.length) response.end();
      else {
        response.write(text[at++]);
        timers.after(dripMs, next);
      }
    };
    next();
    return;
  }
  response.write(text);
  const more = (): void => {
    while (!response.destroyed && response.write(endlessChunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}
