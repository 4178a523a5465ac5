import type { Explanation } from '../causes.ts';
import { explainError } from '../errorCauses.ts';
import { errorText, isError, typeOf } from '../message.ts';
import { duration } from '../networkProblem.ts';
import { candidate, cause, finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import type { Frame } from '../session.ts';
import { readWelcome, variantNotes, type Welcome } from '../welcome.ts';
import { diagnoseClosedAtConnect } from './diagnosis/closedAtConnect.ts';
import { lostSocket } from './handshake.ts';

/** How long a close may take to follow an error message, so that both are seen. */
const closeAfterErrorMs = 500;

/** Waits for the message that says the connection is ready. A clean close in its place is a failure. */
export const welcome: Probe = {
  id: 'welcome',
  blockedBy: (state) => (state.session === null ? 'there is no open socket' : null),
  async run(context) {
    const session = context.state.session!;
    const match = (frame: Frame): boolean => isError(frame) || welcomeOf(session.frames, frame) !== null;
    const frame = await session.first(match, context.timing.welcomeTimeoutMs);
    if (frame === null) return noWelcome(context);

    const found = welcomeOf(session.frames, frame);
    const evidence = context.evidenceOf(frame);
    if (found === null) {
      const error = errorText(frame);
      const closed = await session.untilClosed(closeAfterErrorMs);
      const then = closed === null ? '' : `, then it closed with ${closed.code}`;
      return outcomeOf(
        [finding('fail', `an error came in the place of the welcome: ${error.line}${then}`, evidence)],
        explainError(error),
      );
    }
    context.state.welcome = found;
    const { variant, strict, missing, userShown, connectionId } = found;
    const data = {
      kind: 'welcome',
      variant,
      strict,
      missing,
      userShown,
      connectionId,
      ms: frame.tMs,
    } as const;
    if (found.strict)
      return outcomeOf([finding('pass', `the strict form, after ${duration(frame.tMs)}`, evidence)], {
        data,
      });
    return outcomeOf(
      [
        finding(
          'warn',
          `form ${found.variant}, not the strict one: ${variantNotes[found.variant]}`,
          evidence,
        ),
      ],
      {
        data,
        ...explainForm(found),
      },
    );
  },
};

/** Why a welcome is not the strict one: its content, what comes before it, or what the server can no longer do. */
function explainForm({ variant, missing, lackingFeatures }: Welcome): Explanation {
  if (lackingFeatures.length > 0)
    return {
      cause: cause(
        'F43',
        `an emergency manager stands in for the one that could not be made: ${lackingFeatures.join(', ')} ${lackingFeatures.length === 1 ? 'is' : 'are'} off`,
        [candidate('F47', 'the shape of the welcome changed')],
      ),
      nextStep: 'Look in the log for why the manager could not be made: it may be constructed directly.',
    };
  if (variant === 'B')
    return {
      cause: cause(
        'F48',
        'a handshake_validation comes before the welcome, which a client that takes the next message for it never sees',
        [candidate('F47', 'the shape of the welcome changed')],
      ),
      nextStep: 'Have clients recognise the welcome by its content, or send nothing before it.',
    };
  return {
    cause: cause(
      'F47',
      `the shape of the welcome changed; of the strict form it lacks ${missing.join(', ') || 'nothing'}`,
    ),
    nextStep: 'Agree on one form of the welcome between server and clients.',
  };
}

/** The welcome that a frame is, among the frames of its socket. */
export const welcomeOf = (frames: readonly Frame[], frame: Frame): Welcome | null => {
  const place = frames.indexOf(frame);
  return readWelcome(frame, frames.slice(0, place < 0 ? undefined : place));
};

async function noWelcome(context: ProbeContext) {
  const session = context.state.session!;
  const lost = lostSocket(context, 'a welcome');
  const evidence = context.evidenceOf(null);
  if (lost !== null)
    return outcomeOf(
      [finding('fail', lost.text, evidence)],
      await diagnoseClosedAtConnect(context, lost, session.closed()?.reason ?? ''),
    );
  const received = session.frames.filter((each) => each.direction === 'received');
  const within = `within ${duration(context.timing.welcomeTimeoutMs)}`;
  if (received.length === 0)
    return outcomeOf([finding('fail', `connected, and no message came ${within}`, evidence)], {
      cause: cause('F44', 'messages are not handled: a handler of the router fails', [
        candidate('F48', 'the welcome was sent before the client could listen'),
      ]),
      nextStep: 'Look in the log for an exception after accept.',
    });
  const kinds = [
    ...new Set(
      received.map((each) => (each.opcode === 'text' ? `"${typeOf(each) ?? 'no type'}"` : each.opcode)),
    ),
  ];
  return outcomeOf(
    [
      finding(
        'fail',
        `no welcome ${within}; ${received.length} other frames came: ${kinds.slice(0, 5).join(', ')}`,
        evidence,
      ),
    ],
    {
      cause: cause('F47', 'the welcome has a form that is not known, or is not sent'),
      nextStep: 'Compare the first frames in the evidence with the form that the clients expect.',
    },
  );
}
