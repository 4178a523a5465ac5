import { sep } from 'node:path';
import type { Uri } from 'vscode';
import type { FixLimit, PlanFixesRequest } from '../../project/protocol.ts';
import { isCounted, type FixKind, type Violation } from '../../engine/violation.ts';
import { isGroup, type TreeNode } from '../migration/migrationTree.ts';

/** What is to be fixed, and what it is called. */
export interface Selection {
  readonly title: string;
  /** By absolute path. */
  readonly files: ReadonlyMap<string, readonly Violation[]>;
}

/** What menus give to “Fix...”: nodes of the tree, or files and folders of the explorer. */
export type FixTarget = TreeNode | Uri;

/** A selection that was made before, and up to what it is to be fixed. */
export interface LimitedSelection extends Selection {
  readonly limit: FixLimit;
}

/** As much of the violation store as is asked. */
interface Store {
  files(): Iterable<string>;
  violationsOf(path: string): readonly Violation[];
}

/** All violations of some targets: those that the tree shows in a node, those that count in a file or folder. */
export function violationsIn(store: Store, targets: readonly FixTarget[]): Map<string, readonly Violation[]> {
  const found = new Map<string, Map<string, Violation>>();
  for (const target of targets)
    for (const [path, violations] of violationsOf(store, target)) {
      const own = found.get(path) ?? new Map<string, Violation>();
      for (const violation of violations) own.set(violation.fingerprint, violation);
      found.set(path, own);
    }
  return new Map([...found].map(([path, violations]) => [path, [...violations.values()]]));
}

function violationsOf(store: Store, target: FixTarget): Iterable<[string, readonly Violation[]]> {
  if ('fsPath' in target) return below(store, target.fsPath);
  return isGroup(target) ? target.files : [[target.path, [target.violation]]];
}

/** What counts in a file, or in the files of a folder; without one, everywhere. */
export function* below(store: Store, folder?: string): Generator<[string, readonly Violation[]]> {
  for (const path of store.files()) {
    if (folder !== undefined && path !== folder && !path.startsWith(folder + sep)) continue;
    const counted = store.violationsOf(path).filter(isCounted);
    if (counted.length > 0) yield [path, counted];
  }
}

/** What of a selection has a fix at all, as the analysis is asked for it. */
export function requested({ files }: Selection): PlanFixesRequest['selected'] {
  return [...files].map(([path, violations]) => ({
    path,
    violations: violations.map(({ fingerprint }) => fingerprint),
  }));
}

/** How many violations of a selection have a fix of each kind, as far as each was looked at alone. */
export function kindsIn({ files }: Selection): Record<FixKind, number> {
  const counts = { safe: 0, repair: 0, unsafe: 0, none: 0 };
  for (const violations of files.values()) for (const { fix } of violations) counts[fix.kind]++;
  return counts;
}
