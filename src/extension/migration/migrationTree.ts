import type { FixKind, Violation } from '../../engine/violation.ts';
import type { Level } from './levels.ts';

/** Violations that have something in common, which a level names. */
export interface GroupNode {
  /** The same as long as the group means the same, so that what is expanded stays so. */
  readonly id: string;
  readonly level: Level;
  readonly key: string;
  /** Undefined at the top. */
  readonly parent: GroupNode | undefined;
  /** Its violations by absolute path. */
  readonly files: ReadonlyMap<string, readonly Violation[]>;
  /** How many, by the kind of their fix. */
  readonly counts: Readonly<Record<FixKind, number>>;
}

export interface ViolationNode {
  readonly id: string;
  readonly parent: GroupNode;
  readonly path: string;
  readonly violation: Violation;
}

export type TreeNode = GroupNode | ViolationNode;

export const isGroup = (node: TreeNode): node is GroupNode => 'level' in node;

/** What the tree is made from. */
export interface TreeContent {
  files(): Iterable<string>;
  violationsOf(path: string): readonly Violation[];
  /** Whether it is in the tree at all. */
  isShown(path: string, violation: Violation): boolean;
}

/** A change of the tree: everything, or nodes that look different or have other children. */
export type TreeChange = 'all' | readonly GroupNode[];

interface Group {
  readonly id: string;
  readonly depth: number;
  readonly level: Level;
  readonly key: string;
  readonly parent: Group | undefined;
  readonly files: Map<string, readonly Violation[]>;
  readonly counts: Record<FixKind, number>;
  /** What is below it, once somebody has asked. */
  children: Map<string, Group> | undefined;
  /** What is below it in order; undefined where that has changed. */
  sorted: readonly (Group | ViolationNode)[] | undefined;
}

/**
 * The violations of a workspace as a tree. A group is divided when its children are asked for, and a file that changes
 * touches the groups that it is in and was in, and no other.
 */
export class MigrationTree {
  readonly #content: TreeContent;
  readonly #levels: readonly Level[];
  readonly #top: Group;

  constructor(content: TreeContent, levels: readonly Level[]) {
    this.#content = content;
    this.#levels = levels;
    // The top is a group that nobody sees; its level is never asked.
    this.#top = createGroup(undefined, levels[0]!, '');
    for (const path of content.files()) setFile(this.#top, path, this.#shownOf(path));
  }

  /** What is below a node; without one, what is at the top. */
  childrenOf(node?: TreeNode): readonly TreeNode[] {
    if (node && !isGroup(node)) return [];
    const group = (node as Group | undefined) ?? this.#top;
    return (group.sorted ??= this.#sortedChildren(group));
  }

  /** How many violations the tree shows. */
  get size(): number {
    return total(this.#top.counts);
  }

  /** All that the tree shows, by path. */
  get files(): ReadonlyMap<string, readonly Violation[]> {
    return this.#top.files;
  }

  /** Takes in that the violations of files have changed, and says what has to be drawn again. */
  update(paths: Iterable<string>): TreeChange {
    const changed = new Set<Group>();
    for (const path of paths) this.#put(this.#top, path, this.#shownOf(path), changed);
    return changed.has(this.#top) ? 'all' : [...changed].filter((group) => !hasChangedParent(group, changed));
  }

  #shownOf(path: string): readonly Violation[] {
    return this.#content.violationsOf(path).filter((violation) => this.#content.isShown(path, violation));
  }

  #sortedChildren(group: Group): readonly (Group | ViolationNode)[] {
    const level = this.#levels[group.depth];
    if (!level) return violationNodes(group);
    if (!group.children) {
      group.children = new Map();
      for (const [path, violations] of group.files)
        for (const [key, own] of divided(path, violations, level))
          setFile(childOf(group, level, key), path, own);
    }
    return [...group.children.values()].sort((a, b) => level.compare(a.key, b.key));
  }

  /** @param changed takes the groups that look different now, or have other children */
  #put(group: Group, path: string, violations: readonly Violation[], changed: Set<Group>): void {
    const before = group.files.get(path) ?? [];
    if (isSame(before, violations)) return;
    const countsBefore = { ...group.counts };
    setFile(group, path, violations);
    if (group !== this.#top && !isSameCounts(countsBefore, group.counts)) changed.add(group);
    const level = this.#levels[group.depth];
    if (!level) {
      group.sorted = undefined;
      changed.add(group);
      return;
    }
    if (!group.children) {
      // Nobody has looked into it yet. At the top, that is before the view is first drawn.
      group.sorted = undefined;
      return;
    }
    const old = divided(path, before, level);
    const now = divided(path, violations, level);
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const isNew = !group.children.has(key);
      const child = childOf(group, level, key);
      this.#put(child, path, now.get(key) ?? [], changed);
      if (child.files.size === 0) group.children.delete(key);
      if (!isNew && child.files.size > 0) continue;
      group.sorted = undefined;
      changed.add(group);
    }
  }
}

function createGroup(parent: Group | undefined, level: Level, key: string): Group {
  const depth = parent ? parent.depth + 1 : 0;
  // With the lengths, no key can be taken for the end of another path.
  const id = parent ? `${parent.id}/${level.kind}:${key.length}:${key}` : '';
  const counts = { safe: 0, repair: 0, unsafe: 0, none: 0 };
  return { id, depth, level, key, parent, files: new Map(), counts, children: undefined, sorted: undefined };
}

function childOf(group: Group, level: Level, key: string): Group {
  group.children ??= new Map();
  let child = group.children.get(key);
  if (!child) group.children.set(key, (child = createGroup(group, level, key)));
  return child;
}

function setFile(group: Group, path: string, violations: readonly Violation[]): void {
  for (const { fix } of group.files.get(path) ?? []) group.counts[fix.kind]--;
  for (const { fix } of violations) group.counts[fix.kind]++;
  if (violations.length === 0) group.files.delete(path);
  else group.files.set(path, violations);
}

/** The violations of one file by the keys of a level. */
function divided(path: string, violations: readonly Violation[], level: Level): Map<string, Violation[]> {
  const byKey = new Map<string, Violation[]>();
  for (const violation of violations)
    for (const key of level.keysOf(path, violation)) {
      const own = byKey.get(key);
      if (own) own.push(violation);
      else byKey.set(key, [violation]);
    }
  return byKey;
}

function violationNodes(group: Group): ViolationNode[] {
  const seen = new Map<string, number>();
  return [...group.files].flatMap(([path, violations]) =>
    [...violations].sort(inSourceOrder).map((violation) => {
      // Two nodes of one id would break the whole view.
      const times = seen.get(violation.fingerprint) ?? 0;
      seen.set(violation.fingerprint, times + 1);
      return { id: `${group.id}/${violation.fingerprint}#${times}`, parent: group, path, violation };
    }),
  );
}

function inSourceOrder({ range: { start: a } }: Violation, { range: { start: b } }: Violation): number {
  return a.line - b.line || a.column - b.column;
}

/** Whether both would be drawn alike. */
function isSame(a: readonly Violation[], b: readonly Violation[]): boolean {
  return a.length === b.length && a.every((violation, at) => violation === b[at]);
}

function isSameCounts(a: Group['counts'], b: Group['counts']): boolean {
  return a.safe === b.safe && a.repair === b.repair && a.unsafe === b.unsafe && a.none === b.none;
}

function hasChangedParent({ parent }: Group, changed: ReadonlySet<Group>): boolean {
  for (let above = parent; above; above = above.parent) if (changed.has(above)) return true;
  return false;
}

export function total(counts: Readonly<Record<FixKind, number>>): number {
  return counts.safe + counts.repair + counts.unsafe + counts.none;
}
