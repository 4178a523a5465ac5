import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from '../engine/graph/moduleTarget.ts';

/** What a folder holds, by name. Symbolic links count as what they lead to only where that is a file. */
export type Entries = ReadonlyMap<string, 'file' | 'directory'>;

/** The folders of one root, each read once and remembered until something in it changes. */
export interface DirectoryTree extends FileTree {
  /** What a folder holds; empty where it is not there or cannot be read. `''` is the root. */
  entries(directory: string): Entries;
  /** Forgets what stands in the folder of `path`. */
  changed(path: string): void;
}

/** @param root absolute path of the folder; all other paths are POSIX and relative to it */
export function createDirectoryTree(root: string): DirectoryTree {
  const known = new Map<string, Entries>();

  function entries(directory: string): Entries {
    let found = known.get(directory);
    if (!found) known.set(directory, (found = readEntries(join(root, directory))));
    return found;
  }

  function kindOf(path: string): 'file' | 'directory' | undefined {
    if (path === '') return 'directory';
    const slash = path.lastIndexOf('/');
    const directory = slash < 0 ? '' : path.slice(0, slash);
    // A folder that is not there has no entries: asking upwards first keeps misses from reaching the disk.
    if (directory !== '' && kindOf(directory) !== 'directory') return undefined;
    return entries(directory).get(path.slice(slash + 1));
  }

  return {
    entries,
    fileExists: (path) => kindOf(path) === 'file',
    directoryExists: (path) => kindOf(path) === 'directory',
    changed(path) {
      const slash = path.lastIndexOf('/');
      known.delete(slash < 0 ? '' : path.slice(0, slash));
      for (const directory of [...known.keys()])
        if (directory === path || directory.startsWith(`${path}/`)) known.delete(directory);
    },
  };
}

function readEntries(directory: string): Entries {
  const entries = new Map<string, 'file' | 'directory'>();
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) entries.set(entry.name, 'directory');
      else if (entry.isFile() || entry.isSymbolicLink()) entries.set(entry.name, 'file');
    }
  } catch {
    // A folder that cannot be listed has no modules to offer; what lies in it is reported when it is asked for by name.
  }
  return entries;
}
