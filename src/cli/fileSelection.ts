import { changedSince } from '../project/changedSince.ts';
import type { Project } from '../project/project.ts';
import { indexProject } from './openProject.ts';
import { isInShard, type Shard } from './shard.ts';

/** Which of the files under the named paths are looked at. */
export interface FileSelection {
  readonly changedSince?: string;
  readonly withImporters?: boolean;
  readonly shard?: Shard;
}

/** Whether a file is selected, one that is gone too; a message where that cannot be told. */
export type Selection =
  | { readonly ok: true; readonly isSelected: (file: string) => boolean }
  | { readonly ok: false; readonly messages: readonly string[] };

export function selectFiles(project: Project, asked: FileSelection): Selection {
  const { shard } = asked;
  const isInPart = (file: string): boolean => shard === undefined || isInShard(shard, file);
  if (asked.changedSince === undefined) return { ok: true, isSelected: isInPart };
  const changed = changedSince(project.loaded.root, asked.changedSince);
  if (!changed.ok) return { ok: false, messages: [`--changed-since: ${changed.message}`] };
  const { files, gone } = changed;
  const selected = new Set([...files, ...gone]);
  if (asked.withImporters) {
    const problems = indexProject(project);
    if (problems.length > 0) return { ok: false, messages: problems };
    for (const file of importersOf(project, [...selected])) selected.add(file);
  }
  return { ok: true, isSelected: (file) => selected.has(file) && isInPart(file) };
}

/** Who imports from the files, or gets something of theirs through what passes it on. */
function importersOf(project: Project, files: readonly string[]): Set<string> {
  const found = new Set(files.flatMap((file) => [...project.environment.importersOf(file)]));
  for (const file of files) project.fileChanged(file);
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done);
  for (const file of project.affected()) found.add(file);
  return found;
}
