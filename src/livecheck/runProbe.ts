import { rounded } from './phases.ts';
import type { Probe, ProbeOutcome } from './probeContext.ts';
import type { ProbeResult } from './protocol.ts';
import type { Recorder } from './recorder.ts';
import { probeContext, type ContextParts } from './runContext.ts';
import { probeDeadlineMs } from './timing.ts';
import { checkFailed } from './verdict.ts';

/** Runs one probe under a deadline. Whatever happens inside, there is a result. */
export async function runProbe(
  probe: Probe,
  parts: ContextParts,
  runSignal: AbortSignal,
  sinceStart: () => number,
): Promise<ProbeResult> {
  const startedMs = rounded(sinceStart());
  parts.recorder.enter(probe.id);
  const outcome = await outcomeOfProbe(probe, parts, runSignal);
  return {
    probe: probe.id,
    ...outcome,
    evidence: [...parts.recorder.recorded()],
    startedMs,
    durationMs: rounded(sinceStart() - startedMs),
  };
}

async function outcomeOfProbe(
  probe: Probe,
  parts: ContextParts,
  runSignal: AbortSignal,
): Promise<ProbeOutcome> {
  if (runSignal.aborted) return skipped('the run was cancelled');
  // The socket that the probes share must outlive the probe that opened it, so that the deadline is a race and no signal.
  const deadline = new AbortController();
  const late = Symbol('late');
  try {
    const ban = probe.withoutTarget === true ? null : parts.bans.of(parts.target.origin);
    if (ban !== null) return skipped(ban.problem.message);
    const blocked = probe.blockedBy(parts.state);
    if (blocked !== null) return skipped(blocked);
    const deadlineMs = probeDeadlineMs(parts.timing);
    const timer = new Promise<typeof late>((resolve) => {
      const handle = setTimeout(() => resolve(late), deadlineMs);
      deadline.signal.addEventListener('abort', () => clearTimeout(handle), { once: true });
    });
    const running = probe.run(probeContext(parts, runSignal));
    const first = await Promise.race([running, timer]);
    if (first !== late) return first;
    running.catch(() => undefined);
    return defect(`the probe did not end within ${Math.round(deadlineMs / 1000)} s`);
  } catch (error) {
    if (isAborted(runSignal)) return skipped('the run was cancelled');
    return crash(parts.recorder, error);
  } finally {
    deadline.abort();
  }
}

const skipped = (why: string): ProbeOutcome => noAnswer('skipped', why, null);

/** The check itself failed: the one outcome that is no word about the backend. */
const defect = (what: string): ProbeOutcome => ({
  ...noAnswer('inconclusive', what, 'Report this as a defect of the check.'),
  cause: { failure: checkFailed, text: 'the check itself failed', candidates: [] },
});

const noAnswer = (
  verdict: 'skipped' | 'inconclusive',
  summary: string,
  nextStep: string | null,
): ProbeOutcome => ({
  verdict,
  summary,
  findings: [{ verdict, text: summary, evidence: [] }],
  cause: null,
  nextStep,
  data: null,
});

/** Asked again: it may have changed while the probe ran, which the compiler does not see. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

function crash(recorder: Recorder, error: unknown): ProbeOutcome {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  recorder.record('defect of the check', { kind: 'note', text: message });
  return defect(`the check itself failed and learned nothing here: ${message}`);
}
