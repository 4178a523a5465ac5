import { join, resolve } from 'node:path';
import { ignoreFilesAbove } from '../ignoreRules.ts';
import type { DirectoryTree } from '../fileTree.ts';
import type { ProjectFiles } from '../projectFiles.ts';
import { createLinkedFolder } from '../workspacePackages.ts';
import type { ScanRests, ScanResults } from './scanRecord.ts';
import { stampAfterReading, stampOf, type Stamp, type Watching } from './stamps.ts';
import type { Comparison } from './whatHolds.ts';

/** What has changed on disk since a scan. */
export interface Changes {
  readonly areNone: boolean;
  /** The stamp of a file that the scan covered, as it is now. */
  stampOf(file: string): Stamp;
  /**
   * @param covered the files that are covered now
   * @param documents files in whose place another text counts
   */
  against(
    covered: readonly string[],
    tree: DirectoryTree,
    documents: ReadonlyMap<string, string>,
  ): Comparison;
}

export function compare(root: string, before: ScanResults): Changes {
  const changed = new Set<string>();
  const stamps = new Map<string, Stamp>();
  for (const [index, file] of before.files.entries()) {
    const now = stampOf(join(root, file));
    stamps.set(file, now);
    if (now !== before.stamps[index]) changed.add(file);
  }
  const others = new Set<string>();
  for (const [path, how, was] of before.watched)
    if (stampOf(resolve(root, path), how) !== was) others.add(path);
  const linkedFolder = createLinkedFolder(root);
  return {
    areNone: changed.size + others.size === 0,
    stampOf: (file) => stamps.get(file)!,
    against(covered, tree, documents) {
      const there = new Set(covered);
      const areOther = [...changed, ...[...documents.keys()].filter((file) => stamps.has(file))];
      return {
        changed: new Set(areOther.filter((file) => there.has(file))),
        added: new Set(covered.filter((file) => !stamps.has(file))),
        removed: new Set(before.files.filter((file) => !there.has(file))),
        hasOtherContent: (file) => others.has(file),
        fileExists: (path) => tree.fileExists(path),
        directoryExists: (path) => tree.directoryExists(path),
        linkedFolder: (link) => {
          const folder = linkedFolder(link);
          return folder === undefined ? '' : `/${folder}`;
        },
      };
    },
  };
}

/**
 * What a scan rests on besides the files that it covers, with their stamps.
 *
 * @param started milliseconds since 1970, before anything was read
 */
export function whatWasWatched(
  root: string,
  { tree }: ProjectFiles,
  covered: readonly string[],
  { languages }: ScanRests,
  started: number,
): ScanResults['watched'] {
  const isCovered = new Set(covered);
  const above = ignoreFilesAbove(root);
  const watched = new Map<string, readonly [path: string, how: Watching]>();
  const watch = (path: string, how: Watching): void => void watched.set(`${how} ${path}`, [path, how]);
  for (const mark of above.marks) watch(mark, 'kind');
  for (const file of above.files) watch(file, 'stat');
  for (const directory of tree.listed()) {
    watch(directory, 'stat');
    if (tree.entries(directory).has('.gitignore'))
      watch(directory === '' ? '.gitignore' : `${directory}/.gitignore`, 'stat');
  }
  for (const [link] of tree.links()) watch(link, 'kind');
  for (const { read, links } of Object.values(languages)) {
    for (const file of read) if (!isCovered.has(file)) watch(file, 'stat');
    for (const [link] of links) watch(link, 'real');
  }
  return [...watched.values()].map(([path, how]) => [
    path,
    how,
    stampAfterReading(resolve(root, path), how, started),
  ]);
}
