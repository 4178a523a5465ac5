import type { Span } from '../text.ts';
import type { FilePlan } from './filePlan.ts';

/** Where the plan's sites lie once its edits are applied. */
export function shiftedSites(plan: FilePlan): Span[] {
  return plan.sites.map(({ start, end }) => ({
    // What is inserted at either end of a site belongs to it.
    start: plan.edits.reduce(
      (at, { span, text }) =>
        span.end <= start && span.start < start ? at + text.length - (span.end - span.start) : at,
      start,
    ),
    end: shifted(plan, end),
  }));
}

/** Where what stands at `offset` comes to stand behind all edits up to there. */
export function shifted({ edits }: Pick<FilePlan, 'edits'>, offset: number): number {
  return edits.reduce(
    (at, { span, text }) => (span.end <= offset ? at + text.length - (span.end - span.start) : at),
    offset,
  );
}
