// Rule: direct-construction: a second connection for a session that has one already.
import { SocketClient } from '../realtime/socketClient';
import type { Session } from '../session';

export function send(session: Session, text: string): void {
  const client = new SocketClient(session);
  client.send(text);
}
