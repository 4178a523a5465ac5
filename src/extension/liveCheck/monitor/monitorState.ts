import type { VerdictStatus } from '../../../livecheck/protocol.ts';
import { isPass } from '../../../livecheck/verdict.ts';
import type { RunRecord } from '../runRecord.ts';

/** What the monitor keeps of a run. */
export interface MonitoredRun {
  /** Null where the check did not run, or failed itself: that is no pass either. */
  readonly status: VerdictStatus | null;
  /** Of every socket that was closed in it, by either side. */
  readonly closeCodes: readonly number[];
}

/** What a monitor has seen so far. */
export interface MonitorState {
  /** The target's label. */
  readonly target: string;
  /** When it began, in milliseconds since 1970. */
  readonly since: number;
  /** How many runs there were; the newest of them are kept. */
  readonly count: number;
  /** The oldest first. */
  readonly runs: readonly MonitoredRun[];
}

/** A day of runs every quarter of an hour. */
export const mostRuns = 100;

export const beginning = (target: string, since: number): MonitorState => ({
  target,
  since,
  count: 0,
  runs: [],
});

/** The state after one more run. */
export const afterRun = (state: MonitorState, run: MonitoredRun): MonitorState => ({
  ...state,
  count: state.count + 1,
  runs: [...state.runs, run].slice(-mostRuns),
});

/** How a run's class differs from that of the one before it: null where it does not, and for the first. */
export type Turn = 'lost' | 'regained';

export function turnOf({ runs }: MonitorState, run: MonitoredRun): Turn | null {
  const last = runs.at(-1);
  if (last === undefined || passed(last) === passed(run)) return null;
  return passed(run) ? 'regained' : 'lost';
}

/** A run as the monitor keeps it. */
export function monitoredRun({ view, evidence }: RunRecord): MonitoredRun {
  const closeCodes = [...evidence.values()]
    .flat()
    .flatMap(({ detail }) => (detail.kind === 'close' ? [detail.code] : []));
  return { status: view.verdict?.status ?? null, closeCodes };
}

export interface MonitorSummary {
  readonly kept: number;
  readonly passed: number;
  /** The most frequent first. */
  readonly closeCodes: readonly (readonly [code: number, times: number])[];
  readonly internalErrors: InternalErrors;
}

/** In how many runs a socket was closed with 1011, in the older half of those that are kept and in the newer one. */
export interface InternalErrors {
  readonly before: readonly [runs: number, of: number];
  readonly lately: readonly [runs: number, of: number];
  /** `none`: in no run; `unknown`: in some, and there are too few runs to compare. */
  readonly trend: 'none' | 'unknown' | 'rising' | 'falling' | 'steady';
}

export function summaryOf({ runs }: MonitorState): MonitorSummary {
  const times = new Map<number, number>();
  for (const code of runs.flatMap(({ closeCodes }) => closeCodes))
    times.set(code, (times.get(code) ?? 0) + 1);
  return {
    kept: runs.length,
    passed: runs.filter(passed).length,
    closeCodes: [...times].sort(([a, often], [b, seldom]) => seldom - often || a - b),
    internalErrors: internalErrors(runs),
  };
}

const internalError = 1011;
/** Two against two: one run in a half is no trend. */
const fewestToCompare = 4;

function internalErrors(runs: readonly MonitoredRun[]): InternalErrors {
  const half = Math.floor(runs.length / 2);
  const before = shareOf(runs.slice(0, half));
  const lately = shareOf(runs.slice(half));
  return { before, lately, trend: trendOf(before, lately) };
}

const shareOf = (runs: readonly MonitoredRun[]): readonly [number, number] => [
  runs.filter(({ closeCodes }) => closeCodes.includes(internalError)).length,
  runs.length,
];

function trendOf(
  [before, ofBefore]: readonly [number, number],
  [lately, ofLately]: readonly [number, number],
): InternalErrors['trend'] {
  if (before + lately === 0) return 'none';
  if (ofBefore + ofLately < fewestToCompare) return 'unknown';
  const change = lately / ofLately - before / ofBefore;
  return change === 0 ? 'steady' : change > 0 ? 'rising' : 'falling';
}

const passed = ({ status }: MonitoredRun): boolean => status !== null && isPass(status);
