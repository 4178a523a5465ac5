// Rule: legacy-import, by origin and as a type: SocketManager is the client under another name.
import type { SocketManager } from '../legacy/socketManager';

export interface MemberList {
  readonly manager: SocketManager;
  readonly members: readonly string[];
}
