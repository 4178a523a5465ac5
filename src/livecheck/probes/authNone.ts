import { explainClose, explainProblem } from '../causes.ts';
import { errorText, field, isError } from '../message.ts';
import {
  candidate,
  cause,
  finding,
  outcomeOf,
  type Probe,
  type ProbeContext,
  type Recorded,
} from '../probeContext.ts';
import type { ProbeData } from '../observations.ts';
import type { SocketOpening } from '../socket.ts';
import { explainSubstitute } from '../substitutes.ts';
import type { Frame } from '../session.ts';
import { readWelcome } from '../welcome.ts';
import { askIdentity } from './identity.ts';

type Opened = Extract<SocketOpening, { kind: 'open' }>;
type NoneData = Extract<ProbeData, { kind: 'auth-none' }>;

/**
 * The same upgrade without a token. A refusal is one only if the good token is welcomed on this path as the user it is
 * for: a server that refuses everybody enforces nothing.
 */
export const authNone: Probe = {
  id: 'auth-none',
  blockedBy: (state) =>
    state.path === null ? 'no path took a WebSocket, so a refusal would prove nothing' : null,
  async run(context) {
    const recorded = await context.open({ url: context.state.path!.url, token: 'none' });
    const opening = recorded.result;
    switch (opening.kind) {
      case 'open':
        return afterAccept(context, opening, recorded.evidence);
      case 'answered':
        return refusedBefore(context, opening.status, recorded);
      case 'failed':
        return outcomeOf(
          [finding('inconclusive', `without a token: ${opening.problem.message}`, recorded.evidence)],
          explainProblem(opening.problem),
        );
    }
  },
};

const dataOf = (outcome: NoneData['outcome'], rest: Partial<NoneData> = {}): NoneData => ({
  kind: 'auth-none',
  outcome,
  status: null,
  closeCode: null,
  userShown: null,
  ...rest,
});

/** Why a refusal would not count, or null where the good token was shown to work. */
function noContrast({ state }: ProbeContext): string | null {
  if (state.welcome === null) return 'the good token is not welcomed on this path either';
  if (state.identityProven !== true) return "the good token was not shown to work as its user's";
  return null;
}

const passOrUnproven = (context: ProbeContext, text: string, evidence: readonly string[], data: NoneData) => {
  const lacking = noContrast(context);
  if (lacking === null)
    return outcomeOf([finding('pass', `${text}, and the good token works on the same path`, ...evidence)], {
      data,
    });
  return outcomeOf([finding('inconclusive', `${text}, but ${lacking}`, ...evidence)], {
    data,
    cause: cause(null, 'a refusal of everybody is no authentication'),
    nextStep: 'Get a good token to work first; then run the check again.',
  });
};

/** Refused with an HTTP status. A 403 may be about subprotocols, so a good token is tried with the same ones. */
async function refusedBefore(context: ProbeContext, status: number, recorded: Recorded<SocketOpening>) {
  const data = dataOf('refused-http', { status });
  const text = `without a token the upgrade is answered with HTTP ${status}`;
  if (status === 401) return passOrUnproven(context, text, [recorded.evidence], data);
  if (status !== 403)
    return outcomeOf([finding('inconclusive', `${text}, which is no refusal of a user`, recorded.evidence)], {
      data,
      cause: cause('F12', 'the service or what is in front of it failed on this request'),
      nextStep: 'Run the check again.',
    });
  const control = await context.open({
    url: context.state.path!.url,
    token: 'header',
    offered: ['jwt-auth'],
  });
  const evidence = [recorded.evidence, control.evidence];
  if (control.result.kind === 'open') {
    await control.result.session.close(1000, context.timing.closeTimeoutMs);
    return passOrUnproven(context, text, evidence, data);
  }
  return outcomeOf(
    [finding('inconclusive', `${text}, and so is a good token with the same subprotocols`, ...evidence)],
    {
      data,
      cause: cause('F25', 'the 403 is about the subprotocol', [
        candidate('F26', 'the load balancer took the Authorization header away'),
      ]),
      nextStep:
        'Let the backend negotiate "jwt-auth", so that the refusal of a missing token can be told apart.',
    },
  );
}

/** Accepted: the server may still refuse, by a message and a close. One that welcomes or serves the socket has let it in. */
async function afterAccept(context: ProbeContext, opening: Opened, upgrade: string) {
  const { session } = opening;
  const isWelcome = (frame: Frame): boolean => readWelcome(frame, []) !== null;
  const frame = await session.first(
    (each) => isWelcome(each) || isError(each),
    context.timing.welcomeTimeoutMs,
  );
  if (frame !== null && isWelcome(frame)) return accepted(context, opening, frame);
  const error = frame === null ? null : errorText(frame);
  const closed = await session.untilClosed(frame === null ? 0 : context.timing.replyTimeoutMs);
  const evidence = [upgrade, context.evidenceOf(frame)];
  if (closed === null) {
    if (frame === null) return accepted(context, opening, null);
    await session.close(1000, context.timing.closeTimeoutMs);
    return outcomeOf(
      [
        finding(
          'warn',
          `without a token an error came (${error?.line ?? ''}), and the socket stayed open`,
          ...evidence,
        ),
      ],
      {
        data: dataOf('other'),
        cause: cause('F32', 'the refusal does not close the connection'),
        nextStep: 'Close with 1008 after the error.',
      },
    );
  }
  const data = dataOf('refused-close', { closeCode: closed.code });
  const text = `without a token the socket is closed with ${closed.code}${closed.reason === '' ? '' : ` "${closed.reason}"`}`;
  if (closed.code === 1008) return passOrUnproven(context, text, evidence, data);
  const lacking = noContrast(context);
  if (closed.code === 1011 && lacking === null)
    return outcomeOf([finding('warn', `${text}: refused, with the code of a server error`, ...evidence)], {
      data,
      cause: cause('F32', 'the refusal fails and surfaces as an internal error'),
      nextStep:
        'Close with 1008 when a token is refused; clients treat only that as a failure of authentication.',
    });
  const explanation = explainClose(closed.code, closed.reason, closed.tMs);
  return outcomeOf(
    [
      finding(
        'inconclusive',
        `${text}, which is no refusal of a user${lacking === null ? '' : `; ${lacking}`}`,
        ...evidence,
      ),
    ],
    {
      ...explanation,
      data: { ...data, outcome: 'other' },
    },
  );
}

async function accepted(context: ProbeContext, { session }: Opened, welcomeFrame: Frame | null) {
  const replies = await askIdentity(session, context.timing.replyTimeoutMs);
  const users = [...replies, ...(welcomeFrame === null ? [] : [welcomeFrame])].map((frame) =>
    field(frame.json, 'user_id'),
  );
  const userShown = users.find((user) => user !== null) ?? null;
  await session.close(1000, context.timing.closeTimeoutMs);
  const as = userShown === null ? '' : ` as ${userShown}`;
  const evidence = context.evidenceOf(replies[0] ?? welcomeFrame);
  const substitute = userShown === null ? null : explainSubstitute(userShown);
  // No token could be lost here, so that the other causes of a made-up user do not apply.
  const why = substitute === null ? null : { ...substitute, candidates: [] };
  return outcomeOf([finding('fail', `a connection without a token is accepted${as}`, evidence)], {
    data: dataOf('accepted', { userShown }),
    cause:
      why ??
      cause(null, 'this path authenticates nobody', [
        candidate('F29', 'demo mode is on'),
        candidate('F30', 'relaxed mode is on'),
      ]),
    nextStep:
      'Turn the permissive mode of the backend off, or accept it for this target with a named waiver.',
  });
}
