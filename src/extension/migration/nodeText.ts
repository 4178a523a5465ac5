import { basename } from 'node:path';
import type { FixKind } from '../../engine/violation.ts';
import { many } from '../statusText.ts';
import { isGroup, total, type GroupNode, type TreeNode, type ViolationNode } from './migrationTree.ts';
import type { LevelKind } from './levels.ts';
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

/** @param shownPath the path of a file as people see it */
export function nodeText(node: TreeNode, shownPath: (path: string) => string): NodeText {
  return isGroup(node) ? groupText(node, shownPath) : violationText(node);
}

function groupText(group: GroupNode, shownPath: (path: string) => string): NodeText {
  const { level, key, counts } = group;
  const count = total(counts);
  const spokenCount = `${many(count, 'violation')}, ${fixes(counts)}`;
  if (level.kind === 'file') {
    const shown = shownPath(key);
    const folder = shown.slice(0, -basename(shown).length).replace(/[\\/]$/, '');
    return {
      label: basename(key),
      description: folder === '' ? String(count) : `${count} · ${folder}`,
      spoken: `file ${shown}, ${spokenCount}`,
    };
  }
  const label = level.kind === 'folder' ? basename(key) : key === '' ? (withoutName[level.kind] ?? '') : key;
  return {
    label,
    description: count.toLocaleString('en'),
    spoken: `${label.startsWith('Phase') ? '' : `${level.kind} `}${label}, ${spokenCount}`,
  };
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
