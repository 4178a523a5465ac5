import { dataOf, typeOf } from '../../message.ts';
import type { Frame, SocketSession } from '../../session.ts';

/** Types of messages that every build has known, with how each is answered by one that routes it. */
const known: readonly { readonly type: string; readonly isAnswer: (frame: Frame) => boolean }[] = [
  { type: 'heartbeat', isAnswer: (frame) => typeOf(frame) === 'heartbeat_ack' },
  { type: 'typing', isAnswer: (frame) => dataOf(frame.json)['status'] === 'typing_acknowledged' },
  { type: 'agent_update', isAnswer: (frame) => dataOf(frame.json)['original_type'] === 'agent_update' },
];

export interface TypesTried {
  readonly answered: readonly string[];
  readonly unanswered: readonly string[];
}

/** Sends one message of each type, and tells which are answered: a router may be dead, or lose some types only. */
export async function tryMessageTypes(session: SocketSession, timeoutMs: number): Promise<TypesTried> {
  const before = session.frames.length;
  for (const { type } of known)
    session.send({ type, thread_id: 'ssot_live_check', timestamp: Date.now() / 1000 });
  const tried = await Promise.all(
    known.map(async ({ type, isAnswer }) => {
      const answer = await session.first(
        (frame) => session.frames.includes(frame, before) && isAnswer(frame),
        timeoutMs,
      );
      return { type, answered: answer !== null };
    }),
  );
  const which = (answered: boolean): string[] =>
    tried.filter((each) => each.answered === answered).map(({ type }) => type);
  return { answered: which(true), unanswered: which(false) };
}
