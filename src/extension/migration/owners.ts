import type { RepositoryOwners } from '../../project/codeOwnersFile.ts';
import { folderOf } from './treeSurroundings.ts';

/** Who owns the files of the workspace. */
export interface Owners {
  /** Whether there is anything that says so. */
  readonly isKnown: boolean;
  ownersOf(path: string, folder: string): readonly string[];
}

export const nobody: Owners = { isKnown: false, ownersOf: () => [] };

/**
 * Reads what says who owns the files of folders. What reads it is loaded with the first need.
 *
 * @param paths those that will be asked for: each is tried against many patterns, and that is done here, in slices
 */
export async function loadOwners(folders: readonly string[], paths: Iterable<string>): Promise<Owners> {
  const { readCodeOwners } = await import('../../project/codeOwnersFile.ts');
  const { createPause } = await import('../../project/slices.ts');
  const byFolder = new Map<string, RepositoryOwners>();
  for (const folder of folders) {
    const owners = await readCodeOwners(folder);
    if (owners) byFolder.set(folder, owners);
  }
  const pause = createPause();
  for (const path of paths) {
    await pause();
    byFolder.get(folderOf(folders, path))?.ownersOf(path);
  }
  return {
    isKnown: byFolder.size > 0,
    ownersOf: (path, folder) => byFolder.get(folder)?.ownersOf(path) ?? [],
  };
}
