import type { RunRecord } from './runRecord.ts';

/** Of which tool a document says that it wrote it. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/**
 * A run as one JSON document, in the form of `ssot check --format json`: verdict, probe results and all evidence,
 * redacted as it was recorded. Ends with a line break.
 */
export function runDocument({ view, evidence }: RunRecord, tool: Tool): string {
  const {
    state,
    startedAt,
    target,
    scope,
    user,
    tokenSource,
    verdict,
    rungs,
    notTested,
    durationMs,
    message,
  } = view;
  const document = {
    schemaVersion: 1,
    tool,
    state,
    startedAt,
    target,
    scope,
    user,
    tokenSource,
    verdict,
    probes: rungs.flatMap(({ result }) => (result === null ? [] : [result])),
    evidence: rungs.flatMap(({ probe }) => evidence.get(probe.id) ?? []),
    notTested,
    durationMs,
    cancelled: state === 'cancelled',
    message,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A file name that sorts by time: `live-check-2025-09-15T01-02-03Z.json`. */
export const runFileName = (startedAt: string): string =>
  `live-check-${startedAt.replace(/\.\d+/u, '').replaceAll(':', '-')}.json`;
