import type { FixLimit, PlanFixesAnswer, PlannedFile } from '../../project/protocol.ts';

/** A plan, and what of the workspace it was worked out for. */
export interface Plan extends PlanFixesAnswer {
  readonly limit: FixLimit;
  /** The session's revision when it was asked for. */
  readonly revision: number;
}

/**
 * Whether a plan for fewer files, or of a later moment, makes the same of its files as the user has seen. If it does, what
 * was seen is proven for those files alone.
 */
export function makesTheSame(later: PlanFixesAnswer, seen: readonly PlannedFile[]): boolean {
  const texts = new Map(seen.map(({ path, before, after }) => [path, { before, after }]));
  return (
    later.files.length === seen.length &&
    later.files.every(({ path, before, after }) => {
      const known = texts.get(path);
      return known?.before === before && known.after === after;
    })
  );
}

const widths: Readonly<Record<FixLimit, string>> = {
  safe: 'Safe fixes only.',
  repair: 'Safe fixes, and repairs of what fails today.',
  unsafe: 'Suggestions too, which may change behavior: look at each before you tick it.',
};

/** What stands above the files of a plan. */
export function planMessage({ limit }: Plan): string {
  return `${widths[limit]} A click on a file shows its changes; ✓ above applies what is ticked.`;
}
