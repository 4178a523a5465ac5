import { dirname } from 'node:path';
import type { Violation } from '../../engine/violation.ts';

/** By what the tree is grouped at the top. */
export type Grouping = 'phase' | 'class' | 'folder' | 'owner';

export type LevelKind =
  'workspaceFolder' | 'phase' | 'rule' | 'class' | 'module' | 'folder' | 'owner' | 'file';

/** One level of the tree: under which keys a violation stands there, and in which order they come. */
export interface Level {
  readonly kind: LevelKind;
  /** Several where it counts for several, as an import of two classes does; an empty key for none. */
  readonly keysOf: (path: string, violation: Violation) => readonly string[];
  readonly compare: (a: string, b: string) => number;
}

/** What the levels need to know of the workspace. */
export interface Surroundings {
  /** The workspace's folder that a path is in, absolute. */
  readonly folderOf: (path: string) => string;
  readonly hasSeveralFolders: boolean;
  /** The phase of a violation as it is shown, and its place in the order; undefined where it has none. */
  readonly phaseOf: (path: string, violation: Violation) => string | undefined;
  readonly phaseOrder: readonly string[];
  readonly ownersOf: (path: string) => readonly string[];
}

const levelsOf: Readonly<Record<Grouping, readonly LevelKind[]>> = {
  phase: ['phase', 'rule', 'module', 'file'],
  class: ['class', 'module', 'file'],
  folder: ['folder', 'rule', 'file'],
  owner: ['owner', 'rule', 'file'],
};

/** The levels of a grouping, from the top. Below the last one are the violations. */
export function createLevels(grouping: Grouping, surroundings: Surroundings): readonly Level[] {
  const { folderOf, hasSeveralFolders, phaseOf, phaseOrder, ownersOf } = surroundings;
  const keys: Record<LevelKind, Level['keysOf']> = {
    workspaceFolder: (path) => [folderOf(path)],
    phase: (path, violation) => [phaseOf(path, violation) ?? ''],
    rule: (_path, { ruleId }) => [ruleId],
    // What a comment names are rules.
    class: (_path, { names, form }) => orNone(form === 'comment' ? [] : names),
    module: (_path, { module }) => [module],
    folder: (path) => [dirname(path)],
    owner: (path) => orNone(ownersOf(path)),
    file: (path) => [path],
  };
  const kinds: readonly LevelKind[] = [
    ...(hasSeveralFolders ? ['workspaceFolder' as const] : []),
    ...levelsOf[grouping],
  ];
  // Of several configurations that have it, the first says where it comes.
  const order = new Map([...new Set(phaseOrder)].map((phase, at) => [phase, at]));
  const byPhase = (a: string, b: string): number =>
    (order.get(a) ?? order.size) - (order.get(b) ?? order.size) || byText(a, b);
  return kinds.map((kind) => ({ kind, keysOf: keys[kind], compare: kind === 'phase' ? byPhase : byText }));
}

/** A phase as the tree names it, by which those of several configurations are one where they are called alike. */
export function phaseTitle({
  id,
  title,
}: {
  readonly id: string;
  readonly title: string | undefined;
}): string {
  return title === undefined ? `Phase ${id}` : `Phase ${id}: ${title}`;
}

function orNone(keys: readonly string[]): readonly string[] {
  return keys.length === 0 ? [''] : [...new Set(keys)];
}

/** What has no name comes last. */
function byText(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
