import { errorText, isError } from '../message.ts';
import { cause, finding, outcomeOf, worst, type Probe, type ProbeContext } from '../probeContext.ts';
import type { Frame } from '../session.ts';
import { badMessages, judgeMessage, type BadMessage, type Tried } from './badMessages.ts';
import { connect, type Connection } from './connect.ts';

/**
 * Sends what is not valid, each on a socket of its own, since it may be the last thing that happens there. What counts is how
 * the socket ends: 1011 is a fault of the server, 1006 the loss of the connection, 1008 a refusal; an upgrade that is
 * answered with 403 never got as far as the message, and says nothing about it.
 */
export const errorHandling: Probe = {
  id: 'error-1011',
  blockedBy: (state) =>
    state.path === null ? 'no path took a WebSocket' : state.welcome === null ? 'no welcome came' : null,
  async run(context) {
    const tried: Tried[] = [];
    for (const message of badMessages) tried.push(await tryMessage(context, message));
    tried.push(await tryAbruptClose(context));
    const findings = tried.map((each) => each.finding);
    const verdict = worst(findings.map((each) => each.verdict));
    const why = tried.find((each) => each.finding.verdict === verdict && each.explanation !== null);
    return outcomeOf(findings, {
      ...why?.explanation,
      data: { kind: 'error-handling', probes: tried.map((each) => each.probe) },
    });
  },
};

async function tryMessage(context: ProbeContext, message: BadMessage): Promise<Tried> {
  const opened = await connect(context);
  if (!opened.ok) return notTried(message, opened);
  const { session } = opened;
  const before = session.frames.length;
  session.sendText(message.text());
  const isAnswer = (frame: Frame): boolean =>
    session.frames.indexOf(frame) > before && frame.opcode === 'text';
  const answer = await session.first(isAnswer, context.timing.replyTimeoutMs);
  // An answer may be followed by the end of the socket: a pong shows that it is served still.
  const pong = await session.ping(context.timing.replyTimeoutMs);
  const evidence = [opened.evidence, context.evidenceOf(answer ?? session.frames[before] ?? null)];
  const error = answer !== null && isError(answer) ? errorText(answer) : null;
  const closed = session.closed();
  if (closed === null && pong === null && answer === null) session.terminate();
  else if (closed === null) await session.close(1000, context.timing.closeTimeoutMs);
  return judgeMessage(
    message,
    {
      answered: answer !== null,
      error,
      close: closed === null ? null : { code: closed.code, reason: closed.reason, tMs: closed.tMs },
      served: pong !== null || answer !== null,
    },
    evidence,
  );
}

function notTried(
  { sent, what, expected }: Pick<BadMessage, 'sent' | 'what' | 'expected'>,
  { text: why, evidence, ...explanation }: Extract<Connection, { ok: false }>,
): Tried {
  const observed = `not sent: ${why}`;
  return {
    probe: {
      sent,
      expected,
      observed,
      closeCode: null,
      errorCode: null,
      survived: false,
      verdict: 'inconclusive',
    },
    finding: finding('inconclusive', `${what}: ${observed}`, evidence),
    explanation,
  };
}

/** The connection goes without a close frame, as when a laptop is shut; the next one must find the server as before. */
async function tryAbruptClose(context: ProbeContext): Promise<Tried> {
  const about = {
    sent: 'abrupt-close',
    what: 'a connection that breaks off',
    expected: 'the next connection is welcomed',
  } as const;
  const opened = await connect(context);
  if (!opened.ok) return notTried(about, opened);
  opened.session.terminate();
  await opened.session.untilClosed(context.timing.closeTimeoutMs);
  const next = await connect(context);
  if (next.ok) await next.session.close(1000, context.timing.closeTimeoutMs);
  const observed = next.ok
    ? 'the next connection is welcomed'
    : `the next connection is not welcomed: ${next.text}`;
  const verdict = next.ok ? 'pass' : 'fail';
  return {
    probe: { ...about, observed, closeCode: null, errorCode: null, survived: next.ok, verdict },
    finding: finding(verdict, `${about.what}: ${observed}`, opened.evidence, next.evidence),
    explanation: next.ok
      ? null
      : {
          cause: cause('F38', 'the socket that is gone is not reaped, or its end took the server along'),
          nextStep: 'Look in the log for what follows the loss of a connection.',
        },
  };
}
