import type { PhaseConfig } from '../engine/config/schema.ts';
import { isOpen, type Violation } from '../engine/violation.ts';

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

export interface History {
  readonly phases: readonly PhaseConfig[];
  /** The oldest first. */
  readonly points: readonly HistoryCounts[];
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

/** `ssot history --format json`. */
export function renderHistoryJson({ phases, points }: History, toolVersion: string): string {
  const document = {
    schemaVersion: 1,
    tool: { name: 'ssot-migrator', version: toolVersion },
    phases: phases.map(({ id, title, target }) => ({ id, title, ...(target !== undefined && { target }) })),
    points: points.map(({ violations, problem, ...rest }) => ({
      ...rest,
      violations: violations ?? null,
      problem: problem ?? null,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
