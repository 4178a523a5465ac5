import type * as vscode from 'vscode';
import type { Session } from '../session.ts';
import { keepSurvey } from '../surveyKept.ts';
import { isGroup, type GroupNode, type TreeNode } from './migrationTree.ts';
import type { Share, Shares } from './shares.ts';
import { workspaceFolders } from './treeSurroundings.ts';

/** How far the groups of the tree are, as it was counted last. */
export interface KeptShares {
  of(group: GroupNode): Share | undefined;
  /** Something has changed that is no file of a project: who owns which. */
  changed(): void;
  dispose(): void;
}

/**
 * Counted over whole projects: once somebody looks at the view, and again when changes rest.
 *
 * @param childrenOf what the tree shows
 * @param redraw is given the groups that are further, or less far, than before
 */
export function keepShares(
  session: Session,
  where: { readonly view: vscode.TreeView<TreeNode>; readonly viewId: string },
  childrenOf: (node?: TreeNode) => readonly TreeNode[],
  redraw: (groups: readonly GroupNode[]) => void,
): KeptShares {
  let shares: Shares | undefined;

  function take(next: Shares | undefined): void {
    const before = shares;
    shares = next;
    const changed = groupsWithShares().filter((group) => !isSame(before?.(group), next?.(group)));
    if (changed.length > 0) redraw(changed);
  }

  function groupsWithShares(): GroupNode[] {
    const top = childrenOf().filter(isGroup);
    return top.flatMap((group) =>
      group.level.kind === 'workspaceFolder' ? [group, ...childrenOf(group).filter(isGroup)] : [group],
    );
  }

  const kept = keepSurvey(
    session,
    where,
    (root, token) => session.survey('progress', { root }, { token }),
    // What reads the counts is loaded with the first of them.
    (found) =>
      void import('./shares.ts').then(({ createShares }) =>
        take(found && createShares(found, workspaceFolders())),
      ),
  );
  return { of: (group) => shares?.(group), changed: () => kept.changed(), dispose: () => kept.dispose() };
}

function isSame(a: Share | undefined, b: Share | undefined): boolean {
  return a?.right === b?.right && a?.left === b?.left && a?.due === b?.due;
}
