import { explainProblem, explainStatus, type Explanation } from '../causes.ts';
import { explainClose } from '../closeCauses.ts';
import { explainError, isBreaker, openBreaker } from '../errorCauses.ts';
import { errorText, field, isError, typeOf } from '../message.ts';
import type { RefusalCase } from '../observations.ts';
import {
  candidate,
  cause,
  finding,
  withoutSubprotocols,
  type OpenAttempt,
  type ProbeContext,
} from '../probeContext.ts';
import type { Cause, Finding, ProbeVerdict } from '../protocol.ts';
import type { Frame, SocketSession } from '../session.ts';
import type { SocketOpening } from '../socket.ts';
import { explainSubstitute, mayBe } from '../substitutes.ts';
import { readWelcome } from '../welcome.ts';
import { askIdentity } from './identity.ts';

/** A connection that should be refused. */
export interface BadAttempt {
  /** How it is made, as the middle of a sentence: "without a token". */
  readonly how: string;
  readonly open: Omit<OpenAttempt, 'url'>;
  /** The same with the good token: where that is answered with 403 too, the 403 is about something else. */
  readonly control: Omit<OpenAttempt, 'url'>;
  /** Whom its token claims to be; null without one. A server that believes it verifies nothing. */
  readonly claims: string | null;
}

/** What became of it. */
export interface Refused extends Omit<RefusalCase, 'token'> {
  readonly finding: Finding;
  readonly explanation: Explanation | null;
}

type Seen = Partial<Omit<RefusalCase, 'token' | 'outcome'>>;

/**
 * Tries what should be refused, on the path of the good token. A refusal counts only where the good token is welcomed there
 * as the user it is for: a server that refuses everybody enforces nothing.
 */
export async function tryRefusal(context: ProbeContext, attempt: BadAttempt): Promise<Refused> {
  const recorded = await context.open({ ...attempt.open, url: context.state.path!.url });
  const opening = recorded.result;
  switch (opening.kind) {
    case 'open':
      return afterAccept(context, attempt, opening.session, recorded.evidence);
    case 'answered':
      return refusedBefore(context, attempt, opening, recorded.evidence);
    case 'failed': {
      // The check's own library drops a socket without a selected subprotocol, before the server could refuse it.
      if (opening.problem.category === 'subprotocol' && attempt.open.offered?.length !== 0)
        return tryRefusal(context, {
          ...attempt,
          open: withoutSubprotocols(attempt.open),
          control: withoutSubprotocols(attempt.control),
        });
      const text = `${attempt.how}: ${opening.problem.message}`;
      const explanation = explainProblem(opening.problem);
      return seen('other', finding('inconclusive', text, recorded.evidence), explanation);
    }
  }
}

const seen = (
  outcome: RefusalCase['outcome'],
  stated: Finding,
  explanation: Explanation | null,
  rest: Seen = {},
): Refused => ({
  outcome,
  status: null,
  closeCode: null,
  errorCode: null,
  userShown: null,
  ...rest,
  finding: stated,
  explanation,
});

/** Why a refusal would not count, or null where the good token was shown to work. */
function noContrast({ state }: ProbeContext): string | null {
  if (state.welcome === null) return 'the good token is not welcomed on this path either';
  if (state.identityProven !== true) return "the good token was not shown to work as its user's";
  return null;
}

function passOrUnproven(
  context: ProbeContext,
  outcome: RefusalCase['outcome'],
  text: string,
  evidence: readonly string[],
  rest: Seen,
): Refused {
  const lacking = noContrast(context);
  if (lacking === null) {
    const proven = finding('pass', `${text}, and the good token works on the same path`, ...evidence);
    return seen(outcome, proven, null, rest);
  }
  return seen(
    outcome,
    finding('inconclusive', `${text}, but ${lacking}`, ...evidence),
    {
      cause: cause(null, 'a refusal of everybody is no authentication'),
      nextStep: 'Get a good token to work first; then run the check again.',
    },
    rest,
  );
}

/** Refused with an HTTP status. A 403 may be about subprotocols, so a good token is tried with the same ones. */
async function refusedBefore(
  context: ProbeContext,
  attempt: BadAttempt,
  { status, headers, body }: Extract<SocketOpening, { kind: 'answered' }>,
  answer: string,
): Promise<Refused> {
  const text = `${attempt.how} the upgrade is answered with HTTP ${status}`;
  if (status === 401) return passOrUnproven(context, 'refused-http', text, [answer], { status });
  if (status !== 403)
    return seen(
      'refused-http',
      finding('inconclusive', `${text}, which is no refusal of a user`, answer),
      explainStatus(status, headers, body),
      { status },
    );
  const control = await context.open({ ...attempt.control, url: context.state.path!.url });
  const evidence = [answer, control.evidence];
  if (control.result.kind === 'open') {
    await control.result.session.close(1000, context.timing.closeTimeoutMs);
    return passOrUnproven(context, 'refused-http', text, evidence, { status });
  }
  return seen(
    'refused-http',
    finding('inconclusive', `${text}, and so is a good token with the same subprotocols`, ...evidence),
    {
      cause: cause('F25', 'the 403 is about the subprotocol', [
        candidate('F26', 'the load balancer took the Authorization header away'),
      ]),
      nextStep:
        'Let the backend negotiate "jwt-auth", so that the refusal of a token can be told apart from it.',
    },
    { status },
  );
}

/**
 * Accepted: the server may still refuse, by a message and a close, and tries a token for some 12 s before it does. Let in is
 * what it welcomes or answers. So a socket that hears nothing is asked something, and looked at once more after that.
 */
async function afterAccept(
  context: ProbeContext,
  attempt: BadAttempt,
  session: SocketSession,
  upgrade: string,
): Promise<Refused> {
  const { welcomeTimeoutMs, replyTimeoutMs } = context.timing;
  const decisive = await session.first((each) => isWelcome(each) || isError(each), welcomeTimeoutMs);
  const isRefused = decisive !== null && !isWelcome(decisive);
  const answers = isRefused ? [] : await answersOf(session, replyTimeoutMs);
  const welcome = isRefused ? null : await session.first(isWelcome, 0);
  if (answers.length > 0 || (welcome !== null && !isTurnedOut(session)))
    return accepted(context, attempt, session, answers, welcome);
  const frame = await session.first(isError, 0);
  const error = frame === null ? null : errorText(frame);
  const closed = await session.untilClosed(frame === null ? 0 : replyTimeoutMs);
  const evidence = [upgrade, context.evidenceOf(frame)];
  const errorCode = error?.code ?? null;
  if (closed === null) {
    await session.close(1000, context.timing.closeTimeoutMs);
    return error === null
      ? undecided(attempt, evidence)
      : seen(
          'other',
          finding(
            'warn',
            `${attempt.how} an error came (${error.line}), and the socket stayed open`,
            ...evidence,
          ),
          {
            cause: cause('F32', 'the refusal does not close the connection'),
            nextStep: 'Close with 1008 after the error.',
          },
          { errorCode },
        );
  }
  const rest = { closeCode: closed.code, errorCode };
  const said = closed.reason === '' ? '' : ` "${closed.reason}"`;
  const text = `${attempt.how} the socket is closed with ${closed.code}${said}`;
  // An open breaker refuses everybody, so that it says nothing about this token.
  if (error !== null && isBreaker(error))
    return seen(
      'other',
      finding('inconclusive', `${text}: the breaker is open`, ...evidence),
      openBreaker,
      rest,
    );
  if (closed.code === 1008) return passOrUnproven(context, 'refused-close', text, evidence, rest);
  const lacking = noContrast(context);
  if (closed.code === 1011 && lacking === null)
    return seen(
      'refused-close',
      finding('warn', `${text}: refused, with the code of a server error`, ...evidence),
      {
        cause: cause('F32', 'the refusal fails and surfaces as an internal error'),
        nextStep:
          'Close with 1008 when a token is refused; clients treat only that as a failure of authentication.',
      },
      rest,
    );
  const unproven = `${text}, which is no refusal of a user${lacking === null ? '' : `; ${lacking}`}`;
  return seen(
    'other',
    finding('inconclusive', unproven, ...evidence),
    // What is not about a token happens to good ones too, and the error says what it is.
    errorCode === 'SERVICE_INIT_FAILED' || errorCode === 'CONNECTION_ERROR'
      ? explainError(error!)
      : explainClose({ code: closed.code, reason: closed.reason, ageMs: closed.tMs, welcomed: false, error }),
    rest,
  );
}

const isWelcome = (frame: Frame): boolean => readWelcome(frame, []) !== null;

/** Whether the server has ended the socket as a refusal: a welcome before that let nobody in. */
function isTurnedOut(session: SocketSession): boolean {
  const closed = session.closed();
  return closed?.code === 1008 && closed.initiator === 'server';
}

/** Answers that only a socket gets which was let in: to whose it is, else to an application ping. */
async function answersOf(session: SocketSession, timeoutMs: number): Promise<Frame[]> {
  const named = await askIdentity(session, timeoutMs);
  if (named.length > 0) return named;
  session.send({ type: 'ping', timestamp: Date.now() });
  const pong = await session.first((frame) => typeOf(frame) === 'pong', timeoutMs);
  return pong === null ? [] : [pong];
}

/** Neither let in nor turned away for as long as anybody waits. */
const undecided = ({ how }: BadAttempt, evidence: readonly string[]): Refused =>
  seen(
    'other',
    finding('inconclusive', `${how} the socket opens, and is neither served nor refused`, ...evidence),
    {
      cause: cause(null, 'the server has not decided, or its refusal does not get as far as the client'),
      nextStep: 'Have the backend close with 1008, and look in its log for what became of this connection.',
    },
  );

async function accepted(
  context: ProbeContext,
  attempt: BadAttempt,
  session: SocketSession,
  answers: readonly Frame[],
  welcome: Frame | null,
): Promise<Refused> {
  const told = [...answers, ...(welcome === null ? [] : [welcome])];
  const userShown = told.map((frame) => field(frame.json, 'user_id')).find((user) => user !== null) ?? null;
  await session.close(1000, context.timing.closeTimeoutMs);
  const as = userShown === null ? '' : ` as ${userShown}`;
  const evidence = context.evidenceOf(told[0]!);
  return seen(
    'accepted',
    finding('fail', `a connection ${attempt.how} is accepted${as}`, evidence),
    {
      cause: whyAccepted(attempt, userShown),
      nextStep:
        'Turn the permissive mode of the backend off, or accept it for this target with a named waiver.',
    },
    { userShown },
  );
}

/** Whether the server took a token for that of the user whom it claims to be. */
export const isBelieved = (userShown: string | null, claims: string): boolean =>
  userShown !== null && (userShown === claims || mayBe(userShown, claims));

function whyAccepted({ claims }: BadAttempt, userShown: string | null): Cause {
  if (claims !== null && isBelieved(userShown, claims))
    return cause('F31', `the token is believed without proof: whoever claims to be ${claims} is`, [
      candidate('F30', 'relaxed mode is on'),
    ]);
  const substitute = userShown === null ? null : explainSubstitute(userShown);
  // The token was not lost on the way: it is bad, so that the other causes of a made-up user do not apply.
  return substitute !== null
    ? { ...substitute, candidates: [] }
    : cause(null, 'this path authenticates nobody', [
        candidate('F29', 'demo mode is on'),
        candidate('F30', 'relaxed mode is on'),
      ]);
}

/** The explanation that goes with the gravest of several verdicts. */
export const gravestOf = (tried: readonly Refused[], verdict: ProbeVerdict): Explanation | null =>
  tried.find((each) => each.finding.verdict === verdict && each.explanation !== null)?.explanation ?? null;
