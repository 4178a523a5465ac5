import { randomBytes } from 'node:crypto';
import { field } from '../message.ts';
import type { IsolatedUser } from '../observations.ts';
import type { ProbeContext } from '../probeContext.ts';
import { testUsers } from '../protocol.ts';
import type { OwnTerm } from '../foreignHits.ts';
import type { Frame, SocketSession } from '../session.ts';
import { isShortened } from '../substitutes.ts';
import { askIdentity, freshMarker } from './identity.ts';
import { connect, type Connection } from './connect.ts';

/** A user of the isolation probe, with all that is this user's alone. */
export interface Participant {
  readonly user: string;
  readonly token: string;
  /** The thread that this user's messages name. */
  readonly thread: string;
  readonly terms: OwnTerm[];
  /** Every socket that this user had, the present one last. */
  readonly sessions: SocketSession[];
  /** The user that the server's answers name; null where no answer has named one in full. */
  observed: string | null;
  connectionId: string | null;
  state: IsolatedUser['state'];
  /** The evidence of the answer that named the user. */
  proof: string | null;
  /** Why there is no connection, or no longer one. */
  refusal: Extract<Connection, { ok: false }> | null;
  afterReconnect: IsolatedUser['identityAfterReconnect'];
}

/** Sockets that are being opened at the same time. */
const opensAtOnce = 10;

/**
 * The users by whom isolation is looked at: the run's own first, then the existing test users, then names that the check makes
 * up. These have one length, so that none is part of another.
 */
export function usersToConnect(own: string, count: number): string[] {
  const madeUp = Array.from(
    { length: count },
    (_, index) => `ssot-check-user-${String(index + 1).padStart(3, '0')}`,
  );
  return [...new Set([own, ...testUsers, ...madeUp])].slice(0, count);
}

/** Gets each user's token; the reason where there is none for one of them. */
export async function participantsFor(
  context: ProbeContext,
  users: readonly string[],
): Promise<
  | { readonly ok: true; readonly participants: Participant[] }
  | { readonly ok: false; readonly reason: string }
> {
  const participants: Participant[] = [];
  for (const wanted of users) {
    const issued = await context.tokenFor(wanted);
    if (!issued.ok) return issued;
    const thread = `ssot_thread_${randomBytes(6).toString('hex')}`;
    participants.push({
      user: issued.user,
      token: issued.token,
      thread,
      terms: [
        { what: 'user-id', text: issued.user },
        { what: 'thread-id', text: thread },
      ],
      sessions: [],
      observed: null,
      proof: null,
      connectionId: null,
      state: 'refused',
      refusal: null,
      afterReconnect: null,
    });
  }
  return { ok: true, participants };
}

/** Opens a socket for each, a few at a time, and waits for the welcomes. */
export async function connectAll(context: ProbeContext, participants: readonly Participant[]): Promise<void> {
  const waiting = [...participants];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await connectOne(context, next);
  };
  await Promise.all(Array.from({ length: opensAtOnce }, work));
}

async function connectOne(context: ProbeContext, participant: Participant): Promise<void> {
  const connection = await connect(context, participant.token);
  if (!connection.ok) {
    participant.refusal = connection;
    participant.state = 'refused';
    return;
  }
  const { session, welcome, welcomeFrame } = connection;
  participant.sessions.push(session);
  participant.state = 'connected';
  const { connectionId } = welcome;
  const thread = field(welcomeFrame.json, 'thread_id');
  if (connectionId !== null) participant.terms.push({ what: 'connection-id', text: connectionId });
  if (thread !== null) participant.terms.push({ what: 'thread-id', text: thread });
  participant.connectionId ??= connectionId;
}

/** Asks whose the socket is, with a new marker and in the user's thread; gives the answers. */
export async function ask(context: ProbeContext, participant: Participant): Promise<Frame[]> {
  const session = participant.sessions.at(-1)!;
  const marker = freshMarker();
  participant.terms.push({ what: 'marker', text: marker });
  session.send({ type: 'typing', thread_id: participant.thread, message_id: marker });
  return askIdentity(session, context.timing.replyTimeoutMs, marker);
}

/** The full user id that answers name: another than `expected`, if one does. */
export function userNamed(
  answers: readonly Frame[],
  expected: string,
): { readonly user: string; readonly frame: Frame } | null {
  const named = answers.flatMap((frame) => {
    const user = field(frame.json, 'user_id');
    return user === null || isShortened(user) ? [] : [{ user, frame }];
  });
  return named.find(({ user }) => user !== expected) ?? named[0] ?? null;
}

/** What a server sent before it answered this ping has come when the answer has. */
export async function settle(context: ProbeContext, participants: readonly Participant[]): Promise<void> {
  await Promise.all(participants.map(({ sessions }) => sessions.at(-1)!.ping(context.timing.replyTimeoutMs)));
}
