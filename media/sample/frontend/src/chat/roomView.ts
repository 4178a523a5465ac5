// Rule: legacy-import, through a path alias and a barrel; reconnectDelay stays where it is.
import { SocketClient, reconnectDelay } from '@/realtime';

export function follow(client: SocketClient, show: (text: string) => void): () => void {
  return client.listen(show);
}

export const firstDelay = reconnectDelay(0);
