import type { Evidence } from '../../livecheck/observations.ts';
import type { EvidencePage, Rung, RunState, RunView } from '../../livecheck/panelProtocol.ts';
import { defaultScope, type LiveCheckEvent, type ProbeId } from '../../livecheck/protocol.ts';

/**
 * A run as its events have told it so far: what is shown, and the evidence beside it. The view is replaced, never changed; the
 * evidence only grows, since copying it with every frame would cost the square of their number.
 */
export interface RunRecord {
  readonly view: RunView;
  readonly evidence: Map<ProbeId, Evidence[]>;
}

/** A run before its first event. `startedAt` is ISO 8601. */
export function emptyRun(runId: string, startedAt: string): RunRecord {
  return {
    view: {
      runId,
      state: 'running',
      startedAt,
      target: null,
      scope: defaultScope,
      user: null,
      tokenSource: null,
      rungs: [],
      verdict: null,
      notTested: [],
      durationMs: null,
      message: null,
    },
    evidence: new Map(),
  };
}

/** The run after one more event. */
export function afterEvent(record: RunRecord, event: LiveCheckEvent): RunRecord {
  const { view } = record;
  switch (event.type) {
    case 'run-refused':
      return { ...record, view: { ...view, state: 'refused', message: event.refusal.message } };
    case 'run-started': {
      const { startedAt, target, scope, user, tokenSource, notTested } = event;
      const rungs = event.probes.map((probe): Rung => ({
        probe,
        state: 'waiting',
        result: null,
        evidenceCount: 0,
      }));
      return { ...record, view: { ...view, startedAt, target, scope, user, tokenSource, notTested, rungs } };
    }
    case 'probe-started':
      return withRung(record, event.probe, { state: 'running' });
    case 'evidence': {
      const { probe } = event.evidence;
      const kept = record.evidence.get(probe) ?? [];
      kept.push(event.evidence);
      record.evidence.set(probe, kept);
      return withRung(record, probe, { evidenceCount: kept.length });
    }
    case 'probe-finished':
      return withRung(record, event.result.probe, { state: event.result.verdict, result: event.result });
    case 'run-finished': {
      const { verdict, durationMs, cancelled } = event;
      const ended = withEnd(record, cancelled ? 'cancelled' : 'finished', null);
      return {
        ...ended,
        view: { ...ended.view, verdict, durationMs, notTested: verdict.notTested },
      };
    }
  }
}

/** The run after the check itself has failed: what was observed stays, and there is no verdict. */
export const afterCrash = (record: RunRecord, message: string): RunRecord =>
  withEnd(record, 'crashed', message);

/** The run whose events ended before it did, as when it was cancelled while it was being prepared. */
export const afterCancel = (record: RunRecord): RunRecord => withEnd(record, 'cancelled', null);

/** Evidence of one probe, `size` pieces from index `from` on. */
export function evidencePage(record: RunRecord, probe: ProbeId, from: number, size: number): EvidencePage {
  const all = record.evidence.get(probe) ?? [];
  return {
    runId: record.view.runId,
    probe,
    from,
    total: all.length,
    items: all.slice(from, from + size),
  };
}

function withRung(record: RunRecord, probe: ProbeId, change: Partial<Rung>): RunRecord {
  const rungs = record.view.rungs.map((rung) => (rung.probe.id === probe ? { ...rung, ...change } : rung));
  return { ...record, view: { ...record.view, rungs } };
}

/** Nothing waits or runs in a run that has ended. */
function withEnd(record: RunRecord, state: RunState, message: string | null): RunRecord {
  const rungs = record.view.rungs.map((rung): Rung =>
    rung.state === 'waiting' || rung.state === 'running' ? { ...rung, state: 'not-run' } : rung,
  );
  return { ...record, view: { ...record.view, state, message, rungs } };
}
