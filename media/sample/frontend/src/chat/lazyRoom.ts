// Rule: legacy-import, in a dynamic import.
import type { Session } from '../session';

export async function openRoom(session: Session): Promise<void> {
  const { getSocketClient } = await import('../realtime');
  getSocketClient(session).send('open');
}
