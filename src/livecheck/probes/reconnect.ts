import { field } from '../message.ts';
import { duration } from '../networkProblem.ts';
import type { IdentityMatch, ReconnectData } from '../observations.ts';
import { rounded } from '../phases.ts';
import { cause, finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import type { SocketSession } from '../session.ts';
import { matchIdentity } from '../substitutes.ts';
import { askIdentity } from './identity.ts';
import { connect } from './connect.ts';

/** As many as the product's own end-to-end client makes, each after twice the wait of the one before. */
const attemptsMade = 3;

interface Attempt {
  readonly delayMs: number;
  readonly ms: number;
  readonly outcome: string;
}
/** Loses a connection without a close frame, as clients do, and comes back after 1, 2 and 4 s: as the same user. */
export const reconnect: Probe = {
  id: 'reconnect',
  blockedBy: (state) =>
    state.path === null ? 'no path took a WebSocket' : state.welcome === null ? 'no welcome came' : null,
  async run(context) {
    const first = await connect(context);
    if (first.ok) {
      first.session.terminate();
      await first.session.untilClosed(context.timing.closeTimeoutMs);
    } else
      return outcomeOf(
        [finding('inconclusive', `there is no connection to lose: ${first.text}`, first.evidence)],
        first,
      );

    const attempts: Attempt[] = [];
    const evidence = [first.evidence];
    for (let number = 0; number < attemptsMade; number++) {
      const delayMs = context.timing.reconnectDelayMs * 2 ** number;
      await context.pause(delayMs);
      const start = performance.now();
      const opened = await connect(context);
      const ms = rounded(performance.now() - start);
      evidence.push(opened.evidence);
      if (opened.ok) {
        attempts.push({ delayMs, ms, outcome: 'welcomed' });
        return backAgain(context, opened.session, attempts, evidence);
      }
      attempts.push({ delayMs, ms, outcome: opened.text });
    }
    const last = attempts.at(-1)!.outcome;
    return outcomeOf(
      [
        finding(
          'fail',
          `no connection comes up after one was lost, in ${attemptsMade} attempts: ${last}`,
          ...evidence,
        ),
      ],
      {
        data: dataOf(attempts, 'unknown'),
        cause: cause('F38', "the lost socket is not reaped, and the user's limit of connections is reached"),
        nextStep: 'Look in the log for what the backend does when a connection is lost.',
      },
    );
  },
};

const dataOf = (attempts: readonly Attempt[], identity: IdentityMatch): ReconnectData => ({
  kind: 'reconnect',
  attempts,
  identity,
});

/** Whose connection the new one is. */
async function backAgain(
  context: ProbeContext,
  session: SocketSession,
  attempts: readonly Attempt[],
  before: readonly string[],
) {
  const replies = await askIdentity(session, context.timing.replyTimeoutMs);
  const shown = [...replies, ...session.frames.filter((frame) => frame.direction === 'received')]
    .map((frame) => ({ frame, user: field(frame.json, 'user_id') }))
    .find(({ user }) => user !== null);
  await session.close(1000, context.timing.closeTimeoutMs);
  const user = shown?.user ?? null;
  const identity = user === null ? 'unknown' : matchIdentity(user, context.user);
  const data = dataOf(attempts, identity);
  const evidence = [...before, ...(shown === undefined ? [] : [context.evidenceOf(shown.frame)])];
  const after = duration(attempts.reduce((sum, { delayMs, ms }) => sum + delayMs + ms, 0));
  const findings = [finding('pass', `a connection comes up ${after} after one was lost`, ...evidence)];
  if (attempts.length > 1)
    findings.push(
      finding(
        'warn',
        `only the attempt number ${attempts.length} came up; before it: ${attempts[0]!.outcome}`,
        ...evidence,
      ),
    );
  const collapsed = identity === 'substitute' && context.state.identityProven !== true;
  if (collapsed)
    findings.push(
      finding(
        'inconclusive',
        `it is that of ${user}, as before it was lost: nothing is learned about ${context.user}`,
        ...evidence,
      ),
    );
  else if (identity === 'substitute' || identity === 'other')
    findings.push(finding('fail', `it comes up as ${user}, and not as ${context.user}`, ...evidence));
  else if (identity === 'full') findings.push(finding('pass', `it is that of ${user} again`, ...evidence));
  else
    findings.push(
      finding(
        'warn',
        user === null ? 'it names no user' : `it shows only ${user}, which fits others too`,
        ...evidence,
      ),
    );
  if (findings.every(({ verdict }) => verdict === 'pass')) return outcomeOf(findings, { data });
  if (identity === 'substitute' || identity === 'other')
    return outcomeOf(findings, {
      data,
      cause: collapsed
        ? cause('F29', 'the backend puts the same user in the place of everybody')
        : cause('F57', "something of another connection's is reused for this one"),
      nextStep: collapsed
        ? 'Turn the permissive mode of the backend off, and run the check again.'
        : "Treat it as a breach: find in the log where the new connection's user comes from.",
    });
  return outcomeOf(findings, {
    data,
    cause:
      attempts.length > 1
        ? cause('F17', 'the backend needs a while after a connection is lost')
        : cause('F44', 'no message disclosed the whole id'),
    nextStep:
      attempts.length > 1
        ? 'Look at how long the backend holds on to a connection that is gone.'
        : 'Let the backend answer {"type":"connected"} with its user_id.',
  });
}
