import { randomBytes } from 'node:crypto';
import { readAgentEvent, readAgentFailure } from '../agentEvent.ts';
import { completes, summarizeRun, type EventSeen } from '../agentRun.ts';
import { errorText, field, isError, typeOf } from '../message.ts';
import { finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import type { Frame, SocketSession } from '../session.ts';
import { longestAgentRunMs } from '../timing.ts';
import { connect, type Connection } from './connect.ts';
import { judgeEvents, type AgentFailure } from './eventFindings.ts';

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
    followed = await follow(context, session, agentRequest(form, thread), thread);
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

/** What came after a request. */
interface Followed {
  readonly seen: readonly EventSeen[];
  /** An error that ended the run, and its frame. */
  readonly failure: AgentFailure | null;
  readonly sent: Frame | null;
  /** Types of the messages that are no agent events. */
  readonly others: readonly string[];
}

async function follow(
  context: ProbeContext,
  session: SocketSession,
  request: Readonly<Record<string, unknown>>,
  thread: string,
): Promise<Followed> {
  const { eventTimeoutMs, replyTimeoutMs } = context.timing;
  const examined = new Set<Frame>(session.frames);
  session.send(request);
  const sent = session.frames.findLast((each) => each.direction === 'sent' && !examined.has(each)) ?? null;
  const start = sent?.tMs ?? 0;
  const deadline = performance.now() + longestAgentRunMs;
  const seen: EventSeen[] = [];
  const others = new Set<string>();
  const failures: AgentFailure[] = [];

  /** Takes frames as they come, each once; true for one that is about the run. */
  const take = (frame: Frame): boolean => {
    if (examined.has(frame)) return false;
    examined.add(frame);
    const event = readAgentEvent(frame.json);
    if (event !== null) {
      const tMs = Math.round((frame.tMs - start) * 10) / 10;
      seen.push({ event, tMs, evidence: context.evidenceOf(frame) });
      return true;
    }
    const ended = readAgentFailure(frame.json);
    if (ended !== null && (ended.thread === null || ended.thread === thread))
      failures.push({ text: `${ended.name}: ${ended.words}`, code: null, frame });
    else if (isError(frame)) {
      const { line, code } = errorText(frame);
      failures.push({ text: line, code, frame });
    } else {
      const type = typeOf(frame);
      if (type !== null) others.add(type);
      return false;
    }
    return true;
  };
  const untilSilent = async (timeoutMs: number, done: () => boolean): Promise<void> => {
    while (!done()) {
      const left = Math.min(timeoutMs, deadline - performance.now());
      if (left <= 0 || (await session.first(take, left)) === null) return;
    }
  };

  await untilSilent(eventTimeoutMs, () => failures.length > 0 || completes(seen, thread));
  // What was sent before the answer to this ping is there before it: late events and second sendings are seen as what they are.
  await session.ping(replyTimeoutMs);
  const all = (): boolean => summarizeRun(seen, { user: context.user, thread }).missing.length === 0;
  session.frames.filter((each) => each.direction === 'received').forEach(take);
  if (failures.length === 0 && completes(seen, thread)) await untilSilent(replyTimeoutMs, all);
  return { seen, failure: failures[0] ?? null, sent, others: [...others] };
}
