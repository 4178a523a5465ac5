import { explainProblem, explainStatus, type Explanation } from '../causes.ts';
import { explainError } from '../errorCauses.ts';
import { errorText, field, isError } from '../message.ts';
import { duration } from '../networkProblem.ts';
import {
  cause,
  withoutSubprotocols,
  type OpenAttempt,
  type ProbeContext,
  type Recorded,
} from '../probeContext.ts';
import type { Frame, SocketSession } from '../session.ts';
import type { SocketOpening } from '../socket.ts';
import type { Welcome } from '../welcome.ts';
import { whyLost } from './handshake.ts';
import { welcomeOf } from './welcome.ts';

/** A socket that was welcomed, or why there is none: a sentence, and what explains it. */
export type Connection =
  | {
      readonly ok: true;
      readonly session: SocketSession;
      readonly welcome: Welcome;
      readonly welcomeFrame: Frame;
      readonly evidence: string;
    }
  | ({
      readonly ok: false;
      readonly text: string;
      readonly evidence: string;
      /** The HTTP status of the answer to the upgrade; null where there was none, or where the socket was opened. */
      readonly status: number | null;
    } & Explanation);

/**
 * Opens a socket of its own on the path that is known to work, and waits for its welcome: with the run's token, or with
 * `bearer`. Where it gives no connection it leaves no socket either.
 */
export async function connect(context: ProbeContext, bearer?: string): Promise<Connection> {
  const { url } = context.state.path!;
  const attempt: OpenAttempt = { url, token: 'settings', ...(bearer === undefined ? {} : { bearer }) };
  const opened = await context.open(attempt);
  // A server that selects none of those offered is served as the handshake is: without any.
  if (opened.result.kind === 'failed' && opened.result.problem.category === 'subprotocol')
    return connectBy(context, withoutSubprotocols(attempt));
  return welcomed(context, opened);
}

/** The same by an attempt of one's choice, and by no other. */
export const connectBy = async (context: ProbeContext, attempt: OpenAttempt): Promise<Connection> =>
  welcomed(context, await context.open(attempt));

async function welcomed(
  context: ProbeContext,
  { result, evidence }: Recorded<SocketOpening>,
): Promise<Connection> {
  if (result.kind === 'failed')
    return failed(result.problem.message, evidence, explainProblem(result.problem));
  if (result.kind === 'answered')
    return failed(
      `the upgrade is answered with HTTP ${result.status}`,
      evidence,
      explainStatus(result.status, result.headers, result.body),
      result.status,
    );
  const connection = await awaitWelcome(context, result.session);
  if (!connection.ok) result.session.terminate();
  return connection;
}

const failed = (
  text: string,
  evidence: string,
  explanation: Explanation,
  status: number | null = null,
): Connection => ({ ok: false, text, evidence, status, ...explanation });

async function awaitWelcome(context: ProbeContext, session: SocketSession): Promise<Connection> {
  const { welcomeTimeoutMs } = context.timing;
  const match = (frame: Frame): boolean => isError(frame) || welcomeOf(session.frames, frame) !== null;
  const frame = await session.first(match, welcomeTimeoutMs);
  const evidence = context.evidenceOf(frame);
  if (frame === null) {
    const silence = {
      text: `no welcome came within ${duration(welcomeTimeoutMs)}`,
      cause: cause('F44', 'messages are not handled: a handler of the router fails'),
      nextStep: 'Look in the log for an exception after accept.',
    };
    const { text, ...explanation } = whyLost(session, 'a welcome') ?? silence;
    return failed(text, evidence, explanation);
  }
  const welcome = welcomeOf(session.frames, frame);
  if (welcome === null) {
    const error = errorText(frame);
    const text = `an error came in the place of the welcome: ${error.line}`;
    return failed(text, evidence, explainError(error));
  }
  if (welcome.variant === 'G') await acknowledge(context, session, frame);
  return { ok: true, session, welcome, welcomeFrame: frame, evidence };
}

/** The form since 2025-10 is a question: the server serves the socket once its handshake is acknowledged. */
async function acknowledge(context: ProbeContext, session: SocketSession, frame: Frame): Promise<void> {
  const thread = field(frame.json, 'thread_id');
  session.send({ type: 'handshake_acknowledged', thread_id: thread, timestamp: Date.now() / 1000 });
  await session.first(({ json }) => json?.['type'] === 'handshake_complete', context.timing.replyTimeoutMs);
}
