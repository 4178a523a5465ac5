import type { RunRecord } from '../../livecheck/runRecord.ts';

/** Finished runs of the live check against one target, as every reporter of them takes it. Redacted as they were recorded. */
export interface LiveResult {
  readonly runs: readonly RunRecord[];
  /** The run with the gravest verdict, the first of those. */
  readonly worst: RunRecord;
}
