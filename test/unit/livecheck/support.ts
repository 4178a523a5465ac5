import { expect } from 'vitest';
import type { Evidence } from '../../../src/livecheck/observations.ts';
import type { Probe } from '../../../src/livecheck/probeContext.ts';
import { builtProbes } from '../../../src/livecheck/probes/registry.ts';
import type {
  LiveCheckEvent,
  LiveCheckSettings,
  ProbeId,
  ProbeResult,
  TimingSettings,
  Verdict,
} from '../../../src/livecheck/protocol.ts';
import { runLiveCheck, type RunOptions } from '../../../src/livecheck/runLiveCheck.ts';

/** Short waits: every peer of these tests is on this machine, which may be busy with other tests. */
export const quick: TimingSettings = {
  httpTimeoutMs: 2_000,
  connectTimeoutMs: 2_000,
  welcomeTimeoutMs: 600,
  replyTimeoutMs: 400,
  closeTimeoutMs: 300,
  retryDelayMs: 20,
  reconnectDelayMs: 5,
  eventTimeoutMs: 300,
};

/** For a peer that lets every wait run out. */
export const impatient: TimingSettings = { ...quick, httpTimeoutMs: 400, connectTimeoutMs: 400 };

export interface Run {
  readonly events: readonly LiveCheckEvent[];
  readonly results: ReadonlyMap<ProbeId, ProbeResult>;
  readonly evidence: readonly Evidence[];
  readonly verdict: Verdict;
  readonly cancelled: boolean;
}

export async function run(
  apiUrl: string,
  settings: Partial<LiveCheckSettings> = {},
  options: RunOptions = {},
): Promise<Run> {
  const events: LiveCheckEvent[] = [];
  for await (const event of runLiveCheck(
    { target: { apiUrl }, scope: 'connection', timing: quick, ...settings },
    options,
  ))
    events.push(event);
  return gathered(events);
}

export function gathered(events: readonly LiveCheckEvent[]): Run {
  const results = new Map<ProbeId, ProbeResult>();
  const evidence: Evidence[] = [];
  let finished: Extract<LiveCheckEvent, { type: 'run-finished' }> | null = null;
  for (const event of events) {
    if (event.type === 'probe-finished') results.set(event.result.probe, event.result);
    if (event.type === 'evidence') evidence.push(event.evidence);
    if (event.type === 'run-finished') finished = event;
  }
  expect(finished, 'the run finishes').not.toBeNull();
  return { events, results, evidence, verdict: finished!.verdict, cancelled: finished!.cancelled };
}

/** The verdict of each probe, in the order of the run. */
export const verdictsOf = (each: Run): Record<string, string> =>
  Object.fromEntries([...each.results].map(([id, { verdict }]) => [id, verdict]));

/** Waits for what a peer reports a moment later, at most a second. */
export async function eventually(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

/** Some of the built probes, for a run of these alone. */
export const only = (...ids: readonly ProbeId[]): ReadonlyMap<ProbeId, Probe> =>
  new Map(ids.map((id) => [id, builtProbes.get(id)!]));
