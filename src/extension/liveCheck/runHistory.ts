import type { RunSummary, RunView } from '../../livecheck/panelProtocol.ts';
import type { ProbeData } from '../../livecheck/observations.ts';

/** Runs of one target that are kept, and runs in all: enough to see a tendency, few enough to read with every window. */
const mostOfTarget = 20;
const mostRuns = 100;

/** What later runs are compared with; null for a run that did not come to its end, which says nothing about a tendency. */
export function summaryOf({
  state,
  runId,
  startedAt,
  target,
  scope,
  verdict,
  rungs,
}: RunView): RunSummary | null {
  if (state !== 'finished' || target === null || verdict === null) return null;
  const data = (kind: ProbeData['kind']): ProbeData | null =>
    rungs.find(({ result }) => result?.data?.kind === kind)?.result?.data ?? null;
  const handshake = data('handshake');
  const liveness = data('liveness');
  return {
    runId,
    startedAt,
    apiUrl: target.apiUrl,
    scope,
    status: verdict.status,
    probes: rungs.flatMap(({ probe, result }) =>
      result === null ? [] : [{ probe: probe.id, verdict: result.verdict, ms: result.durationMs }],
    ),
    handshakeMs: handshake?.kind === 'handshake' ? handshake.phases.total : null,
    protocolPingMs: liveness?.kind === 'liveness' ? liveness.protocolPingMs : null,
    applicationPingMs: liveness?.kind === 'liveness' ? liveness.applicationPingMs : null,
  };
}

/** The history with one more run, the oldest first, within its bounds. */
export function withSummary(history: readonly RunSummary[], added: RunSummary): readonly RunSummary[] {
  const others = history.filter(({ runId }) => runId !== added.runId);
  const same = others.filter(({ apiUrl }) => apiUrl === added.apiUrl);
  const dropped = new Set(same.slice(0, -(mostOfTarget - 1)));
  return [...others.filter((each) => !dropped.has(each)), added].slice(-mostRuns);
}

/** The runs of a run's target up to that run, itself included where it has ended. */
export function historyOf(history: readonly RunSummary[], run: RunView | null): readonly RunSummary[] {
  const same = history.filter(({ apiUrl }) => apiUrl === run?.target?.apiUrl);
  const at = same.findIndex(({ runId }) => runId === run?.runId);
  return at < 0 ? same : same.slice(0, at + 1);
}

/** A history that was kept; what is no summary is left out. */
export const restoredHistory = (value: unknown): readonly RunSummary[] =>
  Array.isArray(value) ? value.filter(isSummary) : [];

/** Only `memory.ts` writes them, so that their outline is enough to look at. */
function isSummary(value: unknown): value is RunSummary {
  if (typeof value !== 'object' || value === null) return false;
  const { runId, startedAt, apiUrl, probes } = value as Partial<RunSummary>;
  return [runId, startedAt, apiUrl].every((each) => typeof each === 'string') && Array.isArray(probes);
}
