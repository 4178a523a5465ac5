import { randomBytes } from 'node:crypto';
import { summarizeRun } from '../agentRun.ts';
import { field } from '../message.ts';
import { finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import { agentForms, agentRequest } from './agentRequest.ts';
import { connect, type Connection } from './connect.ts';
import { judgeEvents } from './eventFindings.ts';
import { followRun, type Followed } from './followRun.ts';

/**
 * Asks an agent for something small, once, and follows its events.
 *
 * The request has the form that goes with the welcome. Where nothing comes of it, the next one is sent as well, so that silence
 * after the last says that the events do not reach the socket.
 */
export const events: Probe = {
  id: 'events',
  blockedBy: (state) =>
    state.path === null ? 'no path took a WebSocket' : state.welcome === null ? 'no welcome came' : null,
  async run(context) {
    const connection = await connect(context);
    if (!connection.ok)
      return outcomeOf(
        [
          finding(
            'inconclusive',
            `no agent could be asked on a connection of its own: ${connection.text}`,
            connection.evidence,
          ),
        ],
        connection,
      );
    try {
      return await askAndFollow(context, connection);
    } finally {
      await connection.session.close(1000, context.timing.closeTimeoutMs);
    }
  },
};

async function askAndFollow(context: ProbeContext, connection: Extract<Connection, { ok: true }>) {
  const { session, welcome, welcomeFrame } = connection;
  // A handshake that opens a thread wants requests in it.
  const thread = field(welcomeFrame.json, 'thread_id') ?? `ssot_thread_${randomBytes(6).toString('hex')}`;
  let followed: Followed | null = null;
  const unanswered: string[] = [];
  for (const form of agentForms(welcome.variant)) {
    followed = await followRun(context, session, agentRequest(form, question, thread), thread);
    if (followed.seen.length > 0 || followed.failure !== null || session.closed() !== null) break;
    unanswered.push(form);
  }
  const { seen, failure, sent, others } = followed!;
  const data = summarizeRun(seen, { user: context.user, thread });
  return judgeEvents(context, session, {
    data,
    failure,
    unanswered,
    sent,
    others,
    announced: welcome.announcedEvents,
    stranger:
      seen.map(({ event }) => event.user).find((each) => each !== null && each !== context.user) ?? null,
  });
}

const question = 'Live check: use one of your tools, and answer in one sentence.';
