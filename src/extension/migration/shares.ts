import { join, sep } from 'node:path';
import { nobody, percentOf, type Progress, type Tally } from '../../engine/phases/progress.ts';
import { dueText } from '../../report/progressReport.ts';
import { phaseTitle, type LevelKind } from './levels.ts';
import type { GroupNode } from './migrationTree.ts';

/** How far what a group stands for is: its uses that are as they should be, of all. */
export interface Share {
  readonly right: number;
  readonly left: number;
  /** Whole, 100 only where none is left. */
  readonly percent: number;
  /** Of a phase with a target, `by 2027-03-31, 124 days left`; else empty. */
  readonly due: string;
}

/** The share of a group; undefined where nothing is counted that it could be a share of. */
export type Shares = (group: GroupNode) => Share | undefined;

/**
 * What the projects of the workspace's folders say of phases, classes, folders, owners and of a whole: those that are called alike
 * in one workspace folder are one group of the tree, and have one share. Rules and legacy modules have none, since there is
 * no right use that would be theirs; nor has a class under a name that the canonical module does not have for it.
 *
 * @param folders of the workspace, absolute
 */
export function createShares(
  surveys: readonly { readonly root: string; readonly survey: Progress }[],
  folders: readonly string[],
): Shares {
  const byGroup = new Map<string, Omit<Share, 'percent'>>();
  function add(folder: string, kind: LevelKind, key: string, { right, left }: Tally, due = ''): void {
    const group = groupKey(folder, kind, key);
    const known = byGroup.get(group) ?? { right: 0, left: 0, due };
    byGroup.set(group, {
      right: known.right + right,
      left: known.left + left,
      due: known.due === due ? due : '',
    });
  }

  for (const { root, survey } of surveys) {
    const folder = workspaceFolderOf(root, folders);
    if (folder === undefined) continue;
    add(folder, 'workspaceFolder', folder, survey.whole);
    for (const { id, title, ...phase } of survey.phases)
      if (id !== undefined) add(folder, 'phase', phaseTitle({ id, title }), phase, dueText(phase));
    for (const { name, ...uses } of survey.classes) add(folder, 'class', name, uses);
    for (const { name, ...uses } of survey.modules) add(folder, 'folder', join(root, name), uses);
    for (const { name, ...uses } of survey.owners ?? [])
      add(folder, 'owner', name === nobody ? '' : name, uses);
  }

  return ({ level, key, parent }) => {
    const isTop = parent === undefined || parent.id === '';
    // Further below a group is a part of its parent, of which nothing is counted apart.
    if (!isTop && parent.level.kind !== 'workspaceFolder') return undefined;
    const folder = !isTop ? parent.key : level.kind === 'workspaceFolder' ? key : (folders[0] ?? '');
    const found = byGroup.get(groupKey(folder, level.kind, key));
    // Where no use is left, violations that are there are none of uses.
    return found && found.left > 0 ? { ...found, percent: percentOf(found) } : undefined;
  };
}

/** The workspace folder whose files a project's uses are in; undefined where they are in several. */
function workspaceFolderOf(root: string, folders: readonly string[]): string | undefined {
  const around = folders.find((folder) => folder === root || isIn(folder, root));
  if (around !== undefined) return around;
  const [only, ...more] = folders.filter((folder) => isIn(root, folder));
  return more.length === 0 ? only : undefined;
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function groupKey(...parts: readonly string[]): string {
  return parts.join('\0');
}
