import { explainError, explainProblem, explainStatus, type Explanation } from '../causes.ts';
import { errorText, field, isError } from '../message.ts';
import { duration } from '../networkProblem.ts';
import { cause, type ProbeContext } from '../probeContext.ts';
import type { Frame, SocketSession } from '../session.ts';
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
  | ({ readonly ok: false; readonly text: string; readonly evidence: string } & Explanation);

/**
 * Opens a socket of its own on the path that is known to work, and waits for its welcome: with the run's token, or with
 * `bearer`. Where it gives no connection it leaves no socket either.
 */
export async function connect(context: ProbeContext, bearer?: string): Promise<Connection> {
  const { url } = context.state.path!;
  const own = bearer === undefined ? {} : { bearer };
  let opened = await context.open({ url, token: 'settings', ...own });
  // A server that selects none of those offered is served as the handshake is: without any.
  if (opened.result.kind === 'failed' && opened.result.problem.category === 'subprotocol')
    opened = await context.open({ url, token: 'header', offered: [], ...own });
  const { result, evidence } = opened;
  if (result.kind === 'failed')
    return { ok: false, text: result.problem.message, evidence, ...explainProblem(result.problem) };
  if (result.kind === 'answered')
    return {
      ok: false,
      text: `the upgrade is answered with HTTP ${result.status}`,
      evidence,
      ...explainStatus(result.status, result.headers, result.body),
    };
  const connection = await awaitWelcome(context, result.session);
  if (!connection.ok) result.session.terminate();
  return connection;
}

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
    return { ok: false, evidence, ...(whyLost(session, 'a welcome') ?? silence) };
  }
  const welcome = welcomeOf(session.frames, frame);
  if (welcome === null) {
    const error = errorText(frame);
    const text = `an error came in the place of the welcome: ${error.line}`;
    return { ok: false, text, evidence, ...explainError(error.code, error.type) };
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
