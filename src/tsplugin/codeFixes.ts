import type ts from 'typescript';
import { fixFile, fixViolations } from '../engine/fix/fixFile.ts';
import type { Span } from '../engine/text.ts';
import type { Violation } from '../engine/violation.ts';
import { changeOf } from './changes.ts';
import { codeOf, legacyNameCode } from './codes.ts';
import { titleOf } from './titles.ts';
import type { CheckedFile } from './violations.ts';

/** The fixes that one command applies to a whole file: those that are sure to keep the meaning. */
export const safeFixes = 'ssot-safe';

/**
 * The code fixes of the violations with one of these codes that touch a span, and of those whose legacy names are used there.
 * An editor asks for each diagnostic on its own: a name that stands in its import has the import's fix, and none of its own.
 * A fix that the gate refuses is not there.
 */
export function codeFixesAt(
  checked: CheckedFile,
  span: Span,
  errorCodes: readonly number[],
): ts.CodeFixAction[] {
  const { analysis, environment, file, violations } = checked;
  const used = errorCodes.includes(legacyNameCode) ? usedAt(checked, span) : new Set();
  return violations.flatMap((violation): ts.CodeFixAction[] => {
    const { fix, ruleId } = violation;
    const isThere = touches(violation.span, span) ? errorCodes.includes(codeOf[ruleId]) : used.has(violation);
    if (fix.kind === 'none' || !isThere) return [];
    const result = fixViolations(analysis, environment, file, [violation]);
    if (!result.ok || result.edits.length === 0) return [];
    return [
      {
        fixName: `ssot-${ruleId}`,
        description: titleOf(fix.kind, fix.title, violation.reason),
        changes: [changeOf(checked, result.edits)],
        ...(fix.kind === 'safe' && {
          fixId: safeFixes,
          fixAllDescription: 'Fix all safe SSOT violations in this file',
        }),
      },
    ];
  });
}

/** The violations of which a legacy name stands at a span. */
function usedAt(checked: CheckedFile, span: Span): ReadonlySet<Violation> {
  const names = checked.legacyNames(true).filter((name) => touches(name.span, span));
  return new Set(names.map(({ violation }) => violation));
}

/** All safe fixes of a file in one change. */
export function allSafeFixes(checked: CheckedFile): ts.CombinedCodeActions {
  const { analysis, environment, file } = checked;
  const { edits } = fixFile(analysis, environment, file, 'safe');
  return { changes: edits.length === 0 ? [] : [changeOf(checked, edits)] };
}

/** An editor gives the diagnostic's own span, or the place of a caret in it. */
function touches(violation: Span, asked: Span): boolean {
  return violation.start <= asked.end && asked.start <= violation.end;
}
