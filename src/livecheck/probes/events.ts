import { randomBytes } from 'node:crypto';
import { summarizeRun } from '../agentRun.ts';
import { field } from '../message.ts';
import { finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import { connect, type Connection } from './connect.ts';
import { judgeEvents } from './eventFindings.ts';
import { followRun, type Followed } from './followRun.ts';

/**
 * Asks an agent for something small, once, and follows its events.
 *
 * The request has the form that goes with the welcome: `chat` where the demonstration welcomes, else `user_message`, which is
 * what the product's frontend and its later command line send. Content stands at the top and in the payload, because builds
 * differ in where they look. Where nothing comes of it, `chat_message` is sent as well: the router that swallows the other
 * forms hands this one to its agents, so that silence after it says that the events do not reach the socket.
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
  const forms = welcome.variant === 'E' ? ['chat'] : ['user_message', 'chat_message'];
  let followed: Followed | null = null;
  const unanswered: string[] = [];
  for (const form of forms) {
    followed = await followRun(context, session, agentRequest(form, thread), thread);
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

const agentRequest = (type: string, thread: string) => ({
  type,
  content: question,
  message: question,
  thread_id: thread,
  payload: { content: question, message: question, user_request: question, thread_id: thread },
  timestamp: new Date().toISOString(),
});
