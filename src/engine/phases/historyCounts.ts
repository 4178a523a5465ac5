import { isOpen, type Violation } from '../violation.ts';

/** How many violations were open at one commit, whether a baseline knows them or not. */
export interface HistoryCounts {
  readonly commit: string;
  /** ISO 8601. */
  readonly date: string;
  /** Undefined where nothing could be counted; `problem` says why. */
  readonly violations: number | undefined;
  readonly byPhase: Readonly<Record<string, number>>;
  readonly byRule: Readonly<Record<string, number>>;
  readonly problem: string | undefined;
}

export function countPoint(point: {
  readonly id: string;
  readonly date: string;
  readonly violations: readonly Violation[];
  readonly problem: string | undefined;
}): HistoryCounts {
  const open = point.violations.filter(isOpen);
  return {
    commit: point.id,
    date: point.date,
    violations: point.problem === undefined ? open.length : undefined,
    byPhase: tally(open.flatMap(({ phase }) => phase ?? [])),
    byRule: tally(open.map(({ ruleId }) => ruleId)),
    problem: point.problem,
  };
}

function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
