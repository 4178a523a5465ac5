import { readAgentEvent, readAgentFailure } from '../agentEvent.ts';
import { completes, summarizeRun, type EventSeen } from '../agentRun.ts';
import { errorText, isError, typeOf } from '../message.ts';
import type { ProbeContext } from '../probeContext.ts';
import type { Frame, SocketSession } from '../session.ts';
import { agentRunLimitMs } from '../timing.ts';
import type { AgentFailure } from './eventFindings.ts';

/** What came after a request. */
export interface Followed {
  readonly seen: readonly EventSeen[];
  /** An error that ended the run, and its frame. */
  readonly failure: AgentFailure | null;
  readonly sent: Frame | null;
  /** Types of the messages that are no agent events. */
  readonly others: readonly string[];
}

/** Sends a request for an agent, and takes what comes until its run has ended or nothing comes any more. */
export async function followRun(
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
  const deadline = performance.now() + agentRunLimitMs(context.timing);
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
