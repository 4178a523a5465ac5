import type { Evidence } from './observations.ts';
import type { LiveCheckEvent, ProbeId, ProbeResult, Refusal, Verdict } from './protocol.ts';

type Started = Extract<LiveCheckEvent, { type: 'run-started' }>;

/** Everything that a run has yielded so far, in the form that is shown, written and compared. */
export interface RunRecord {
  readonly refusal: Refusal | null;
  readonly started: Started | null;
  /** The probe at work. */
  readonly current: ProbeId | null;
  readonly results: readonly ProbeResult[];
  readonly evidence: readonly Evidence[];
  /** Null until the run is finished. */
  readonly verdict: Verdict | null;
  readonly durationMs: number;
  readonly cancelled: boolean;
}

export const emptyRecord: RunRecord = {
  refusal: null,
  started: null,
  current: null,
  results: [],
  evidence: [],
  verdict: null,
  durationMs: 0,
  cancelled: false,
};

/** The record with one more event; loads in a browser too. */
export function withEvent(record: RunRecord, event: LiveCheckEvent): RunRecord {
  switch (event.type) {
    case 'run-refused':
      return { ...record, refusal: event.refusal };
    case 'run-started':
      return { ...emptyRecord, started: event };
    case 'probe-started':
      return { ...record, current: event.probe };
    case 'evidence':
      return { ...record, evidence: [...record.evidence, event.evidence] };
    case 'probe-finished':
      return { ...record, current: null, results: [...record.results, event.result] };
    case 'run-finished':
      return { ...record, verdict: event.verdict, durationMs: event.durationMs, cancelled: event.cancelled };
  }
}
