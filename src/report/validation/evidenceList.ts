import type { Evidence } from '../../livecheck/observations.ts';
import type { ValidationReport } from './reportSchema.ts';

export type ReportEvidence = ValidationReport['evidence'][number];

/** The evidence of a report: what the live check recorded under its own ids, and behind it what came from elsewhere. */
export interface EvidenceList {
  /** @returns the id of the new piece, alone in a list: statements take lists */
  readonly add: (
    source: Exclude<ReportEvidence['source'], 'live'> | 'live',
    title: string,
    detail?: Readonly<Record<string, unknown>>,
  ) => readonly [string];
  readonly all: () => readonly ReportEvidence[];
}

export function createEvidenceList(live: readonly Evidence[]): EvidenceList {
  const all: ReportEvidence[] = live.map(({ id, probe, atMs, title, detail }) => ({
    id,
    source: 'live',
    probe,
    title,
    at_ms: atMs,
    detail: { ...detail },
  }));
  let last = live.reduce((most, { id }) => Math.max(most, Number(id.slice(2))), 0);
  return {
    add(source, title, detail) {
      const id = `E-${String(++last).padStart(2, '0')}`;
      all.push({ id, source, probe: null, title, at_ms: null, detail: detail ? { ...detail } : null });
      return [id];
    },
    all: () => all,
  };
}
