import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import { connect, type Client } from './support.ts';
import { bearer, token } from './tokens.ts';

/**
 * The catalogue of real failures, and where each can be tried: the profile, the faults beside it, and what a client then sees.
 */
export interface Producible {
  readonly id: string;
  readonly what: string;
  readonly profile: string;
  readonly faults?: readonly string[];
  readonly sees: (emulator: Emulator) => Promise<void>;
}

export const strict = 'strict-intended';
export const other = 'staging-e2e-user-003';

/** A connection with a good token, and with nothing else. */
export const join = async ({ url }: Emulator, path = '/ws', protocols: string[] = []): Promise<Client> =>
  connect(url, path, protocols, bearer(await token()));
export const bare = ({ url }: Emulator, headers: Record<string, string> = {}): Promise<Client> =>
  connect(url, '/ws', [], headers);
export const http = async ({ url }: Emulator, path: string, init: RequestInit = {}) => {
  const response = await fetch(url + path, init);
  return { status: response.status, text: await response.text(), headers: response.headers };
};
export const bodyOf = async (emulator: Emulator, path: string): Promise<unknown> =>
  JSON.parse((await http(emulator, path)).text);

/** The answer to a request in the words of the catalogue: `GET /health` is `200`. */
export const statuses = async (emulator: Emulator, ...paths: string[]): Promise<number[]> =>
  Promise.all(paths.map(async (path) => (await http(emulator, path)).status));

/** Closed after acceptance: the messages before it, and the close. */
export async function ended(emulator: Emulator) {
  const client = await join(emulator);
  await client.until(Number.POSITIVE_INFINITY);
  return { messages: client.messages, close: client.closed };
}

/** What was answered to messages, one after the other; the last one is known to be answered. */
export async function answersTo(
  emulator: Emulator,
  types: readonly string[],
  by = 'the_end',
): Promise<unknown[]> {
  const client = await join(emulator);
  await client.until(1);
  const welcome = client.messages.length;
  for (const type of [...types, by]) client.send(JSON.stringify({ type, thread_id: 't1' }));
  await expect.poll(() => client.messages.some((each) => each['received_type'] === by)).toBe(true);
  return client.messages.slice(welcome, -1).map(({ type }) => type);
}

/** The user that the backend takes a connection for. */
export async function userOf(client: Client): Promise<unknown> {
  client.send('{"type":"connected"}');
  const of = (): unknown =>
    client.messages
      .map((each) => each['data'] as Record<string, unknown>)
      .find((data) => data['status'] === 'connected');
  await expect.poll(of).toBeDefined();
  return (of() as Record<string, unknown>)['user_id'];
}

export const dies = (reason: string, first?: object) => async (emulator: Emulator) => {
  const { messages, close } = await ended(emulator);
  expect(close).toEqual({ code: 1011, reason });
  expect(messages).toMatchObject(first === undefined ? [] : [first]);
};
export const wrapped = (type: string) => ({
  type: 'error_message',
  data: { error_code: 'CONNECTION_ERROR', details: { error_type: type, mode: 'main' } },
});

/** An upgrade that nothing answers, for as long as a client waits. */
export async function unanswered({ url }: Emulator): Promise<void> {
  const socket = new WebSocket(`${url.replace(/^http/u, 'ws')}/ws`, { handshakeTimeout: 100 });
  const message = await new Promise<string>((resolve) => {
    socket.on('error', (error) => resolve(error.message));
    socket.on('open', () => resolve('open'));
  });
  expect(message).toBe('Opening handshake has timed out');
}
