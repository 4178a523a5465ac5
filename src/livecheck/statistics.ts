import type { ProbeData } from './observations.ts';
import { percentile } from './percentile.ts';
import { closeCodes, type VerdictStatus } from './protocol.ts';
import type { RunRecord } from './runRecord.ts';
import { isGraver, isPass } from './verdict.ts';

/** What several runs against one target add up to. */
export interface RunStatistics {
  readonly runs: number;
  readonly passed: number;
  /** `passed` of `runs`, from 0 to 1. */
  readonly successRate: number;
  /** Every verdict that came up, the gravest first. */
  readonly verdicts: readonly { readonly status: VerdictStatus; readonly runs: number }[];
  /** Runs in which a handshake was tried, and those in which it opened a socket. */
  readonly handshakes: { readonly tried: number; readonly opened: number };
  /** Every close code of every socket of every run, by number. */
  readonly closeCodes: readonly CloseCount[];
  /** Milliseconds; null where nothing was measured. */
  readonly handshakeMs: Distribution | null;
  readonly protocolPingMs: Distribution | null;
  readonly applicationPingMs: Distribution | null;
}

export interface CloseCount {
  readonly code: number;
  /** The code in words. */
  readonly name: string;
  readonly sockets: number;
  /** Of these, those that the server closed; the others were closed by the check. */
  readonly byServer: number;
}

export interface Distribution {
  readonly samples: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Adds up runs that are finished. */
export function statisticsOf(runs: readonly RunRecord[]): RunStatistics {
  const statuses = runs.flatMap(({ verdict }) => verdict?.status ?? []);
  const passed = statuses.filter(isPass).length;
  const handshakes = runs
    .flatMap(({ results }) => results.filter(({ probe }) => probe === 'handshake'))
    .filter(({ verdict }) => verdict !== 'skipped');
  const measured = (read: (data: ProbeData) => number | null): Distribution | null =>
    distributionOf(
      runs.flatMap(({ results }) => results.flatMap(({ data }) => (data === null ? [] : (read(data) ?? [])))),
    );
  return {
    runs: runs.length,
    passed,
    successRate: runs.length === 0 ? 0 : passed / runs.length,
    verdicts: [...new Set(statuses)]
      .sort((a, b) => (isGraver(a, b) ? -1 : 1))
      .map((status) => ({ status, runs: statuses.filter((each) => each === status).length })),
    handshakes: {
      tried: handshakes.length,
      // Only a socket that opened has phases to tell of.
      opened: handshakes.filter(({ data }) => data?.kind === 'handshake').length,
    },
    closeCodes: closesOf(runs),
    handshakeMs: measured((data) => (data.kind === 'handshake' ? data.phases.total : null)),
    protocolPingMs: measured((data) => (data.kind === 'liveness' ? data.protocolPingMs : null)),
    applicationPingMs: measured((data) => (data.kind === 'liveness' ? data.applicationPingMs : null)),
  };
}

function closesOf(runs: readonly RunRecord[]): CloseCount[] {
  const closes = runs.flatMap(({ evidence }) =>
    evidence.flatMap(({ detail }) => (detail.kind === 'close' ? [detail] : [])),
  );
  const codes = [...new Set(closes.map(({ code }) => code))].sort((a, b) => a - b);
  return codes.map((code) => {
    const same = closes.filter((each) => each.code === code);
    return {
      code,
      name: closeCodes[code] ?? 'not registered',
      sockets: same.length,
      byServer: same.filter(({ initiator }) => initiator === 'server').length,
    };
  });
}

function distributionOf(values: readonly number[]): Distribution | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return {
    samples: sorted.length,
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    max: sorted.at(-1)!,
  };
}
