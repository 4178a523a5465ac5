import type { Analysis } from '../analysis.ts';
import type { TextEdit } from '../text.ts';
import type { Violation } from '../violation.ts';
import type { FixEnvironment } from './environment.ts';
import type { FilePlan } from './filePlan.ts';
import { passGate } from './gate.ts';
import { membersOf } from './membersOf.ts';
import { movedTogether } from './movedTogether.ts';
import { planFile } from './plan.ts';

/** What becomes of one file of a fix over several. */
export interface FileChange {
  readonly file: string;
  readonly edits: readonly TextEdit[];
  /** The text with all edits applied. */
  readonly text: string;
}

/** A fix of several files that passed the gate as a whole, or why there is none. */
export type TogetherFix =
  | {
      readonly ok: true;
      readonly changes: readonly FileChange[];
      readonly fixed: readonly Violation[];
      /** What it changes beside the file that it was asked for, in words. */
      readonly besides: string;
      readonly after: Analysis;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * The fix of a violation together with the patches that it depends on and all that depends on those: all of it passes
 * the gate, or nothing is changed.
 *
 * @returns undefined where nothing in another file has to move with it
 */
export function fixTogether(
  analysis: Analysis,
  environment: FixEnvironment,
  violation: Violation,
): TogetherFix | undefined {
  const found = movedTogether(analysis, environment, violation);
  if (!found?.ok) return found;
  const { violations, intents } = found.moved;
  if (intents.size === 1 && intents.has(violation.file)) return undefined;
  const plans: FilePlan[] = [];
  for (const [file, together] of intents) {
    const planned = planFile(analysis, environment, file, violations.get(file)!, together);
    if (!planned.ok) return { ok: false, reason: at(file, violation, planned.reason) };
    plans.push(planned.plan);
  }
  const passed = passGate(analysis, environment, plans);
  if (!passed.ok) return passed;
  return {
    ok: true,
    changes: [...passed.files].map(([file, { edits, snapshot }]) => ({ file, edits, text: snapshot.text })),
    fixed: [...violations.values()].flat(),
    besides: membersOf(found.moved, violation.file),
    after: passed.after,
  };
}

function at(file: string, violation: Violation, reason: string): string {
  return file === violation.file ? reason : `${file}: ${reason}`;
}
