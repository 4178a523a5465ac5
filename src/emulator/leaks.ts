import { threadOf } from './agentEvents.ts';
import type { IsolationBehaviour, LeakKind } from './behaviour.ts';
import type { Connected } from './directory.ts';
import { envelope, isoTime, type Message, type MessageMaker } from './messages.ts';
import type { Random } from './random.ts';
import type { Send } from './sending.ts';

/** Something of one user that was sent to another, on purpose. */
export interface PlantedLeak {
  readonly kind: LeakKind | 'run-id';
  /** Whose it is. */
  readonly of: string;
  /** Whose socket got it. */
  readonly on: string;
  readonly onConnection: string;
  readonly value: string;
}

export interface Leaks {
  /** Is told of a client's message, before it is answered. */
  readonly heard: (from: Connected, fields: Message) => void;
  /** Sends the events of an agent that this user has asked. */
  readonly eventsOf: (from: Connected) => Send;
  readonly planted: () => readonly PlantedLeak[];
}

/** A leak that is decided and waits for the other user to say what leaks. */
interface Planned {
  readonly kind: LeakKind;
  readonly victim: Connected;
  readonly receiver: Connected;
}

/**
 * Plants leaks: each user gets one or two of the kinds, of another user who is connected when it first says something. Which
 * ones depends on the seed and on who is connected, not on the order in which they came. A leak is sent before the answer to
 * the message that makes it possible, so that a client that has its answers has its leaks.
 */
export function createLeaks(
  { leaks: kinds, leaksIn, eventsTo }: IsolationBehaviour,
  random: Random,
  others: () => readonly Connected[],
  nowMs: () => number,
): Leaks {
  const maker: MessageMaker = { nowMs, random: random.fork('leaks') };
  const planted: PlantedLeak[] = [];
  const decided = new Set<Connected>();
  const said = new Map<Connected, Message>();
  let waiting: Planned[] = [];

  const note = (kind: PlantedLeak['kind'], of: Connected, on: Connected, value: string): void =>
    void planted.push({ kind, of: of.user, on: on.user, onConnection: on.connectionId, value });
  const pass = (message: Message, receiver: Connected): void =>
    leaksIn === 'binary' ? receiver.sendBinary(message) : receiver.send(message);

  const plant = ({ kind, victim, receiver }: Planned): boolean => {
    const value = valueOf(kind, victim, said.get(victim));
    if (value === null) return false;
    note(kind, victim, receiver, value);
    pass(carrierOf(maker, kind, value), receiver);
    return true;
  };

  /** Of each other user the newest connection. */
  const strangersTo = ({ user }: Connected): Connected[] => {
    const newest = new Map(others().map((each) => [each.user, each]));
    return [...newest.values()].filter((each) => each.user !== user);
  };

  /** One of them, by the seed and by who they are. */
  const chosen = (candidates: readonly Connected[], { user }: Connected, what: string): Connected => {
    const rank = (each: Connected): string => random.fork(`${user}|${each.user}|${what}`).hex(8) + each.user;
    return candidates.reduce((least, each) => (rank(each) < rank(least) ? each : least));
  };

  const plan = (receiver: Connected): void => {
    const candidates = strangersTo(receiver);
    if (kinds.length === 0 || candidates.length === 0) return;
    decided.add(receiver);
    for (const kind of kindsFor(receiver.user)) {
      const planned = { kind, victim: chosen(candidates, receiver, kind), receiver };
      if (!plant(planned)) waiting.push(planned);
    }
  };

  /** Not every client names a thread, so that a thread's is never a user's only leak. */
  const kindsFor = (user: string): LeakKind[] => {
    const own = random.fork(`kinds of ${user}`);
    const usual = kinds.filter((each) => each !== 'thread-id');
    const first = usual[own.between(0, usual.length - 1)] ?? kinds[0]!;
    const second = kinds[own.between(0, kinds.length - 1)]!;
    return own.between(0, 1) === 0 || second === first ? [first] : [first, second];
  };

  return {
    planted: () => planted,
    heard(from, fields) {
      if (kinds.length === 0) return;
      said.set(from, { ...said.get(from), ...fields });
      if (!decided.has(from)) plan(from);
      waiting = waiting.filter((each) => each.victim !== from || !plant(each));
    },
    eventsOf(from) {
      const strangers = eventsTo === 'requester' ? [] : strangersTo(from);
      if (strangers.length === 0) return from.send;
      const receiver = chosen(strangers, from, 'events');
      return (event) => {
        from.send(event);
        if (!others().includes(receiver)) return;
        for (const [kind, value] of namesIn(event)) note(kind, from, receiver, value);
        pass(event, receiver);
      };
    },
  };
}

/** What leaks of a user; null while it has not said anything of the kind. */
function valueOf(kind: LeakKind, victim: Connected, message: Message | undefined): string | null {
  switch (kind) {
    case 'user-id':
      return victim.user;
    case 'connection-id':
      return victim.connectionId;
    case 'thread-id':
      return message === undefined ? null : threadOf(message);
    case 'marker':
      return message === undefined ? null : markerOf(message, victim);
  }
}

/** A text is a marker if it is long enough to be nobody else's. */
const shortestMarker = 8;
const notMarkers = new Set(['thread_id', 'timestamp', 'user_id', 'connection_id']);

/** The longest text that a client has put into its message, which is what tells one client's messages from another's. */
function markerOf(message: Message, { user, connectionId }: Connected): string | null {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => (notMarkers.has(name) ? [] : texts(each)));
  };
  const own = texts(message).filter(
    (each) => each.length >= shortestMarker && !each.includes(user) && !each.includes(connectionId),
  );
  return own.length === 0
    ? null
    : own.reduce((longest, each) => (each.length > longest.length ? each : longest));
}

/** What an agent's event says of its user, in whichever form. */
function namesIn(event: Message): [PlantedLeak['kind'], string][] {
  const data = event['data'];
  const fields = { ...(typeof data === 'object' ? data : {}), ...event } as Message;
  const named: [PlantedLeak['kind'], unknown][] = [
    ['user-id', fields['user_id']],
    ['thread-id', fields['thread_id']],
    ['run-id', fields['run_id'] ?? fields['turn_id']],
  ];
  return named.filter((each): each is [PlantedLeak['kind'], string] => typeof each[1] === 'string');
}

/** A message of the backend that carries what leaks, and nothing else of the other user. */
function carrierOf(maker: MessageMaker, kind: LeakKind, value: string): Message {
  switch (kind) {
    case 'user-id':
      return envelope(maker, 'progress_update', { user_id: value, progress_percentage: 40 });
    case 'connection-id':
      return envelope(maker, 'heartbeat', { connection_id: value, timestamp: isoTime(maker), stats: {} });
    case 'thread-id':
      return envelope(maker, 'progress_update', { thread_id: value, progress_percentage: 60 });
    case 'marker':
      return envelope(maker, 'agent_response', { message: value, timestamp: isoTime(maker) });
  }
}
