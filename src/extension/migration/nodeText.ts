import { basename, join } from 'node:path';
import type { FixKind } from '../../engine/violation.ts';
import { many } from '../statusText.ts';
import { isGroup, total, type GroupNode, type TreeNode, type ViolationNode } from './migrationTree.ts';
import type { LevelKind } from './levels.ts';
import type { Share } from './shares.ts';
import { kindNames } from './violationFilter.ts';

/** What a node of the tree says. */
export interface NodeText {
  readonly label: string;
  readonly description: string;
  /** In full, for who hears the tree. */
  readonly spoken: string;
}

/** Names of what has none. */
const withoutName: Partial<Record<LevelKind, string>> = {
  phase: 'In no phase',
  class: 'No class',
  module: 'In no module',
  owner: 'No owner',
};

/**
 * @param shownPath the path of a file or folder as people see it
 * @param share how far a group is, where that is known
 */
export function nodeText(node: TreeNode, shownPath: (path: string) => string, share?: Share): NodeText {
  return isGroup(node) ? groupText(node, shownPath, share) : violationText(node);
}

function groupText(group: GroupNode, shownPath: (path: string) => string, share?: Share): NodeText {
  const { level, key, counts } = group;
  const count = total(counts);
  const spokenCount = `${share ? `${share.percent}% done, ` : ''}${many(count, 'violation')}, ${fixes(counts)}`;
  if (level.kind === 'file') {
    const shown = shownPath(key);
    const folder = shown.slice(0, -basename(shown).length).replace(/[\\/]$/, '');
    return {
      label: basename(key),
      description: folder === '' ? String(count) : `${count} · ${folder}`,
      spoken: `file ${shown}, ${spokenCount}`,
    };
  }
  const label = groupLabel(group, shownPath);
  const kind = level.kind === 'workspaceFolder' ? 'folder' : level.kind;
  const figures = share
    ? `${share.percent}% · ${count.toLocaleString('en')} left`
    : count.toLocaleString('en');
  // The title of a phase is long: in a narrow view it is what is cut off, and not the figures.
  const [phase = label, ...title] = level.kind === 'phase' ? label.split(': ') : [label];
  return {
    label: phase,
    description: [figures, ...(title.length > 0 ? [title.join(': ')] : [])].join(' · '),
    spoken: `${label.startsWith('Phase') ? '' : `${kind} `}${label}, ${spokenCount}`,
  };
}

function groupLabel({ level, key }: GroupNode, shownPath: (path: string) => string): string {
  if (level.kind === 'workspaceFolder') return basename(key);
  // The editor shows a folder of the workspace itself by its whole path.
  if (level.kind === 'folder') return shownPath(join(key, 'a')).slice(0, -2) || '.';
  return key === '' ? (withoutName[level.kind] ?? '') : key;
}

/** What a share counts, as paragraphs: other than the tree, which counts violations. */
export function shareText({ right, left, percent, due }: Share): string[] {
  const [done, all, open] = [right, right + left, left].map((count) => count.toLocaleString('en'));
  return [
    `${done} of ${all} uses are as they should be: ${percent}%; ${open} ${left === 1 ? 'is' : 'are'} left${due === '' ? '' : `, to be done ${due}`}.`,
    'Each name that an import takes is one use, under whatever name it is taken, and so is each call. What a baseline knows is left, too.',
  ];
}

function violationText({ violation }: ViolationNode): NodeText {
  const { message, fix, baselined, severity, cell, range } = violation;
  const line = cell ? `cell ${cell.index}, line ${cell.range.start.line}` : `line ${range.start.line}`;
  const known = baselined ? 'in the baseline' : undefined;
  return {
    label: message,
    description: [line, kindNames[fix.kind], known].filter((part) => part !== undefined).join(' · '),
    spoken: [severity, message, line, kindNames[fix.kind], known]
      .filter((part) => part !== undefined)
      .join(', '),
  };
}

/** `3 safe fixes, 1 without a fix`. */
export function fixes(counts: Readonly<Record<FixKind, number>>): string {
  const { safe, repair, unsafe, none } = counts;
  const parts = [
    safe > 0 ? (safe === 1 ? '1 safe fix' : `${safe.toLocaleString('en')} safe fixes`) : undefined,
    repair > 0 ? many(repair, 'repair') : undefined,
    unsafe > 0 ? many(unsafe, 'suggestion') : undefined,
    none > 0 ? `${none.toLocaleString('en')} without a fix` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? 'nothing to fix' : parts.join(', ');
}
