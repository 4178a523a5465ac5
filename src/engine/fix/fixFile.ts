import type { Analysis } from '../analysis.ts';
import { allows, type FixKind, type Violation } from '../violation.ts';
import type { TextEdit } from '../text.ts';
import type { FixEnvironment } from './environment.ts';
import { passGate } from './gate.ts';
import { planFile } from './plan.ts';

/** A fix of one or more violations that passed the gate, or the reason why there is none. */
export type FixResult =
  | { readonly ok: true; readonly edits: readonly TextEdit[]; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** The fix of some violations of one file, together. */
export function fixViolations(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  violations: readonly Violation[],
): FixResult {
  const planned = planFile(analysis, environment, file, violations);
  if (!planned.ok) return planned;
  const passed = passGate(analysis, environment, file, planned.plan);
  if (!passed.ok) return passed;
  return { ok: true, edits: planned.plan.edits, text: passed.text };
}

export interface FileFix {
  readonly edits: readonly TextEdit[];
  /** The text with all edits applied; the text as it was where there are none. */
  readonly text: string;
  readonly fixed: readonly Violation[];
  /** Violations that would have been fixed, with why they were not. */
  readonly refused: readonly { readonly violation: Violation; readonly reason: string }[];
}

/**
 * Fixes everything in a file that may be fixed up to `limit`. Where all of it together does not pass the gate, as much
 * of it as does: violations are then taken up one by one, in source order.
 */
export function fixFile(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  limit: Exclude<FixKind, 'none'>,
  wanted: (violation: Violation) => boolean = () => true,
): FileFix {
  const text = analysis.read(file)?.text ?? '';
  const candidates = analysis
    .check(file)
    .filter(
      (violation) =>
        !violation.suppressed &&
        !violation.intentional &&
        allows(limit, violation.fix.kind) &&
        wanted(violation),
    );
  if (candidates.length === 0) return { edits: [], text, fixed: [], refused: [] };

  const together = fixViolations(analysis, environment, file, candidates);
  if (together.ok) return { edits: together.edits, text: together.text, fixed: candidates, refused: [] };
  if (candidates.length === 1)
    return { edits: [], text, fixed: [], refused: [{ violation: candidates[0]!, reason: together.reason }] };

  let best: FileFix = { edits: [], text, fixed: [], refused: [] };
  for (const violation of candidates) {
    const tried = fixViolations(analysis, environment, file, [...best.fixed, violation]);
    best = tried.ok
      ? { edits: tried.edits, text: tried.text, fixed: [...best.fixed, violation], refused: best.refused }
      : { ...best, refused: [...best.refused, { violation, reason: tried.reason }] };
  }
  return best;
}
