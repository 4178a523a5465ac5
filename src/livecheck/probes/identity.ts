import { randomBytes } from 'node:crypto';
import { dataOf, field, text, typeOf } from '../message.ts';
import { cause, finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import type { Frame, SocketSession } from '../session.ts';
import { explainSubstitute, isShortened, matchIdentity } from '../substitutes.ts';
import { lostSocket } from './handshake.ts';

/**
 * Asks the server whose socket this is, and compares the whole id with the token's. Two messages are sent, because builds
 * differ in which of them they answer; both answers carry the user as the server has it.
 */
export const identity: Probe = {
  id: 'identity',
  blockedBy: (state) =>
    state.session === null ? 'there is no open socket' : state.welcome === null ? 'no welcome came' : null,
  async run(context) {
    const session = context.state.session!;
    const lost = lostSocket(context, 'its user could be asked for');
    if (lost !== null) return outcomeOf([finding('fail', lost.text, context.evidenceOf(null))], lost);

    const replies = await askIdentity(session, context.timing.replyTimeoutMs);
    context.state.repliesSeen = replies.length > 0;
    // Any message with another user's id decides, whatever the answers say.
    const named = (frames: readonly Frame[]) =>
      frames
        .filter((frame) => frame.direction === 'received')
        .map((frame) => ({ frame, user: field(frame.json, 'user_id') }))
        .filter(({ user }) => user !== null && !isShortened(user));
    const decisive = named(session.frames).find(({ user }) => user !== context.user) ?? named(replies)[0];
    if (decisive !== undefined)
      return judged(context, decisive.user!, 'reply', context.evidenceOf(decisive.frame));

    const welcomed = context.state.welcome?.userShown ?? null;
    const welcomeFrame = session.frames.find(
      (each) => each.direction === 'received' && field(each.json, 'user_id') === welcomed,
    );
    if (welcomed !== null)
      return judged(context, welcomed, 'welcome', context.evidenceOf(welcomeFrame ?? null));
    return outcomeOf(
      [
        finding(
          'inconclusive',
          'the server answers neither question, and its welcome names no user',
          context.evidenceOf(null),
        ),
      ],
      {
        cause: cause('F44', 'messages of these types are not answered by this build'),
        nextStep: 'Let the backend answer {"type":"connected"} with its user_id, or try another path.',
        data: { kind: 'identity', requested: context.user, observed: null, source: null, match: 'unknown' },
      },
    );
  },
};

/** A text that nobody else sends. */
export const freshMarker = (): string => `ssot_probe_${randomBytes(6).toString('hex')}`;

/**
 * Sends both questions and gives the answers to them, matched by content and never by being the next frame. Both carry the
 * marker. Answers from before the questions count for nothing.
 */
export async function askIdentity(
  session: SocketSession,
  timeoutMs: number,
  marker = freshMarker(),
): Promise<Frame[]> {
  const before = session.frames.length;
  session.send({ type: 'connected', message_id: marker });
  session.send({ type: marker, message_id: marker });
  const isNew = (frame: Frame): boolean => session.frames.includes(frame, before);
  const answers = await Promise.all([
    session.first(
      (frame) =>
        typeOf(frame) === 'system_message' && dataOf(frame.json)['status'] === 'connected' && isNew(frame),
      timeoutMs,
    ),
    session.first(
      (frame) => typeOf(frame) === 'ack' && text(frame.json?.['received_type']) === marker,
      timeoutMs,
    ),
  ]);
  return answers.filter((frame) => frame !== null);
}

function judged(context: ProbeContext, observed: string, source: 'reply' | 'welcome', evidence: string) {
  const requested = context.user;
  const substitute = explainSubstitute(observed);
  const match = matchIdentity(observed, requested);
  const data = { kind: 'identity', requested, observed, source, match } as const;
  context.state.identityProven = match === 'prefix' ? null : match === 'full';
  const says = source === 'reply' ? 'the server says' : 'the welcome says';
  switch (match) {
    case 'full':
      return outcomeOf([finding('pass', `${says} that the socket is that of ${observed}`, evidence)], {
        data,
      });
    case 'prefix':
      return outcomeOf(
        [finding('warn', `${says} only ${observed}, which fits ${requested} and others too`, evidence)],
        {
          data,
          cause: cause('F44', 'no message disclosed the whole id'),
          nextStep: 'Let the backend answer {"type":"connected"} with its user_id.',
        },
      );
    case 'substitute':
    case 'other':
      return outcomeOf(
        [
          finding(
            'fail',
            `asked for ${requested}, and ${says} ${observed}: the check learned nothing about ${requested}`,
            evidence,
          ),
        ],
        {
          data,
          cause: substitute ?? cause('F24', 'the socket belongs to another user than the token', []),
          nextStep:
            match === 'substitute'
              ? "Turn the permissive mode of the backend off, or use the environment's signing secret, and run the check again."
              : "Treat it as a breach: find in the log where the connection's user comes from.",
        },
      );
  }
}
