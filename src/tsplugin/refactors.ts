import type ts from 'typescript';
import { actionsAt, refactoringsOf, type Refactoring } from '../engine/refactor/refactorings.ts';
import type { RefactorAction } from '../engine/refactor/target.ts';
import type { Span } from '../engine/text.ts';
import { changeOf } from './changes.ts';
import { titleOf } from './titles.ts';
import type { CheckedFile } from './violations.ts';

const descriptions: Readonly<Record<RefactorAction, string>> = {
  import: 'Import from the canonical module',
  factory: 'Move to the canonical factory',
};

const actions = ['import', 'factory'] as const;

/** The name by which the service is asked for the edits of a refactoring of ours. */
const nameOf = (action: RefactorAction): string => `ssot-${action}`;

const kindOf = (action: RefactorAction): string => `refactor.rewrite.ssot.${action}`;

export function isOurRefactor(name: string): boolean {
  return actions.some((action) => nameOf(action) === name);
}

/**
 * Whether somebody wants to see refactorings of ours. An editor also asks at every move of the cursor, to know whether to
 * show a light bulb: the diagnostics have one already.
 */
export function isAskedFor(reason: ts.RefactorTriggerReason | undefined, kind: string | undefined): boolean {
  if (kind === undefined || kind === '') return reason !== 'implicit';
  return actions.some((action) => `${kindOf(action)}.`.startsWith(`${kind}.`));
}

/** The refactorings of what stands under a selection; those that cannot be done only with `refused`, with the reason. */
export function refactorsAt(
  checked: CheckedFile,
  selection: Span,
  kind: string | undefined,
  refused: boolean,
): ts.ApplicableRefactorInfo[] {
  const all = refactoringsAt(checked, selection);
  return actions.flatMap((action): ts.ApplicableRefactorInfo[] => {
    if (kind !== undefined && !`${kindOf(action)}.`.startsWith(kind === '' ? '' : `${kind}.`)) return [];
    const offered = all.filter((each) => each.action === action && (refused || each.kind !== 'none'));
    if (offered.length === 0) return [];
    return [
      {
        name: nameOf(action),
        description: descriptions[action],
        actions: offered.map((each) => ({
          name: actionName(each),
          description: actionName(each),
          kind: kindOf(action),
          ...(each.kind === 'none' && { notApplicableReason: each.reason ?? 'It needs a person' }),
        })),
      },
    ];
  });
}

/** The edits of a refactoring that was offered; undefined where it is not there any more. */
export function editsOfRefactor(
  checked: CheckedFile,
  selection: Span,
  refactor: string,
  action: string,
): ts.RefactorEditInfo | undefined {
  const found = refactoringsAt(checked, selection).find(
    (each) => nameOf(each.action) === refactor && actionName(each) === action,
  );
  return found && found.edits.length > 0 ? { edits: [changeOf(checked, found.edits)] } : undefined;
}

function refactoringsAt({ analysis, environment, file }: CheckedFile, selection: Span): Refactoring[] {
  return actionsAt(analysis, file, selection).flatMap((found) =>
    refactoringsOf(analysis, environment, file, found),
  );
}

/** The title says what is done, where and how surely, so that no two of one place have the same. */
function actionName({ kind, title, reason }: Refactoring): string {
  return titleOf(kind, title, reason);
}
