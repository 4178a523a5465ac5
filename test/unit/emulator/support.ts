import { WebSocket } from 'ws';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../src/emulator/emulator.ts';

export async function emulated<T>(
  profile: string,
  use: (emulator: Emulator) => Promise<T>,
  options: Partial<EmulatorOptions> = {},
): Promise<T> {
  const start = await startEmulator({ port: 0, profile, ...options });
  if (!start.ok) throw new Error(start.error.message);
  try {
    return await use(start.emulator);
  } finally {
    await start.emulator.close();
  }
}

export interface Client {
  /** What the upgrade was answered with: 101, or the HTTP status of the refusal. */
  readonly status: number;
  readonly selected: string;
  /** The body of a refusal, as far as it has come. */
  readonly body: () => string;
  readonly messages: readonly Record<string, unknown>[];
  /** Those of them that came in binary frames. */
  readonly binary: readonly Record<string, unknown>[];
  readonly closed: { readonly code: number; readonly reason: string } | null;
  readonly send: (text: string) => void;
  /** Resolves when so many messages are there or the socket is closed. */
  readonly until: (count: number) => Promise<void>;
  /** Closes, and waits for nothing. */
  readonly leave: () => void;
  /** Cuts the connection. */
  readonly end: () => void;
}

/** A client that only records; it knows nothing of the live check. */
export function connect(
  url: string,
  path: string,
  protocols: readonly string[] = [],
  headers: Record<string, string> = {},
): Promise<Client> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/u, 'ws') + path, [...protocols], { headers });
    const messages: Record<string, unknown>[] = [];
    const inBinary: Record<string, unknown>[] = [];
    let status = 101;
    let body = '';
    let closed: Client['closed'] = null;
    const waiting = new Set<() => void>();
    const wake = (): void => waiting.forEach((each) => each());
    const client: Client = {
      get status() {
        return status;
      },
      get selected() {
        return socket.protocol;
      },
      body: () => body,
      messages,
      binary: inBinary,
      get closed() {
        return closed;
      },
      send: (text) => socket.send(text),
      until: (count) =>
        new Promise((done) => {
          const look = (): void => {
            if (messages.length < count && closed === null) return;
            waiting.delete(look);
            done();
          };
          waiting.add(look);
          look();
        }),
      leave: () => socket.close(1000),
      end: () => socket.terminate(),
    };
    socket.on('message', (data, binary) => {
      const message = JSON.parse((data as Buffer).toString()) as Record<string, unknown>;
      messages.push(message);
      if (binary) inBinary.push(message);
      wake();
    });
    socket.on('close', (code, reason) => {
      closed = { code, reason: reason.toString() };
      wake();
    });
    socket.on('open', () => resolve(client));
    socket.on('unexpected-response', (_, response) => {
      status = response.statusCode ?? 0;
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve(client));
    });
    socket.on('error', (error) => {
      if (status === 101) reject(error);
    });
  });
}
