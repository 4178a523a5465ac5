import type { Evidence } from '../../livecheck/observations.ts';
import type { ValidationReport } from './reportSchema.ts';
import type { WhyNot } from './section.ts';
import { probe } from './whyNot.ts';

/** The server sends a heartbeat after 15 s in which it gets nothing, 18 to 19 s on Cloud Run; this leaves it time to arrive. */
const dueMs = 20_000;

/**
 * The first heartbeat of the server among the recorded frames, or that none came where one was due; null where no socket was
 * held long enough to tell. `at_ms` is since its socket was opened.
 */
export function heartbeatOf(evidence: readonly Evidence[]): ValidationReport['ws']['heartbeat'] {
  for (const { id, detail } of evidence)
    if (detail.kind === 'frame' && detail.direction === 'received' && detail.type === 'heartbeat')
      return { seen: true, at_ms: detail.tMs, evidence: [id] };
  const silence = evidence.find((each, at) => isSilence(evidence[at - 1], each));
  return silence === undefined ? null : { seen: false, at_ms: null, evidence: [silence.id] };
}

/** Whether nothing was recorded for so long before `next`, and its socket was open all the while. */
function isSilence(before: Evidence | undefined, { atMs, detail }: Evidence): boolean {
  if (before === undefined || (detail.kind !== 'frame' && detail.kind !== 'close')) return false;
  const silentMs = atMs - before.atMs;
  return silentMs >= dueMs && detail.tMs >= silentMs;
}

export const whyNoHeartbeat: WhyNot = (report) =>
  report.ws.frames.length === 0
    ? probe('liveness')(report)
    : `no socket was held long enough: one comes after up to ${(dueMs - 1_000) / 1_000} s in which the server gets no message`;
