import type { Message } from './messages.ts';

/** A welcomed connection in the main mode, as the rest of the backend sees it. */
export interface Connected {
  readonly user: string;
  readonly connectionId: string;
  readonly send: (message: Message) => void;
  /** The same in a binary frame. */
  readonly sendBinary: (message: Message) => void;
}

/** Who is connected, and whose bridge to the agents was the first. */
export interface Directory {
  /** Gives what takes the connection out again. */
  readonly enter: (connected: Connected) => () => void;
  readonly all: () => readonly Connected[];
  readonly countOf: (user: string) => number;
  /** How many connections of a user there ever were. */
  readonly everOf: (user: string) => number;
  /**
   * The user of the first connection that ever was. The router is one for the whole process; each connection appends its
   * bridge and none takes it away, so this one handles what comes for all.
   */
  readonly firstUser: () => string | null;
}

export function createDirectory(): Directory {
  const connected = new Set<Connected>();
  const ever = new Map<string, number>();
  let first: string | null = null;
  return {
    enter(each) {
      connected.add(each);
      ever.set(each.user, (ever.get(each.user) ?? 0) + 1);
      first ??= each.user;
      return () => connected.delete(each);
    },
    all: () => [...connected],
    countOf: (user) => [...connected].filter((each) => each.user === user).length,
    everOf: (user) => ever.get(user) ?? 0,
    firstUser: () => first,
  };
}
