/** The one socket client: a session has one connection, whoever asks for it. */
import type { Session } from '../session';

export type Listener = (text: string) => void;

export class SocketClient {
  readonly #socket: WebSocket;
  readonly #listeners = new Set<Listener>();

  constructor(session: Session, address = `wss://${location.host}/ws`) {
    this.#socket = new WebSocket(address, ['jwt-auth', session.token]);
    this.#socket.addEventListener('message', ({ data }) => {
      for (const listener of this.#listeners) listener(String(data));
    });
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  send(text: string): void {
    this.#socket.send(text);
  }
}

const clients = new Map<string, SocketClient>();

/** The client of a session; made when it is first needed. */
export function getSocketClient(session: Session): SocketClient {
  const client = clients.get(session.userId) ?? new SocketClient(session);
  clients.set(session.userId, client);
  return client;
}
