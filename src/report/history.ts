import type { PhaseConfig } from '../engine/config/schema.ts';
import type { HistoryCounts } from '../engine/phases/historyCounts.ts';

export interface History {
  readonly phases: readonly PhaseConfig[];
  /** The oldest first. */
  readonly points: readonly HistoryCounts[];
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
