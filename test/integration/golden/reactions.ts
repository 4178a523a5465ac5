// Rule: legacy-import, with a safe fix: the barrel hands on the same function.
import { getSocketClient } from '../realtime/socketClient';
import type { Session } from '../session';

export function react(session: Session, emoji: string): void {
  getSocketClient(session).send(emoji);
}
