import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from '../engine/graph/moduleTarget.ts';

/**
 * What a folder holds, by name. A symbolic link counts as what it leads to; a folder behind one is told apart, since
 * modules are found through it, and walking through it could go round in circles.
 */
export type Entries = ReadonlyMap<string, EntryKind>;

export type EntryKind = 'file' | 'directory' | 'linked-directory';

/** The folders of one root, each read once and remembered until something in it changes. */
export interface DirectoryTree extends FileTree {
  /** What a folder holds; empty where it is not there or cannot be read. `''` is the root. */
  entries(directory: string): Entries;
  /** Forgets what stands in `path` and in the folders around it, which may have been made or deleted with it. */
  changed(path: string): void;
  /** The folders whose entries were asked for. */
  listed(): Iterable<string>;
  /** The symbolic links in them, with what they lead to; undefined where that is neither a file nor a folder. */
  links(): Iterable<readonly [path: string, kind: EntryKind | undefined]>;
}

/** @param root absolute path of the folder; all other paths are POSIX and relative to it */
export function createDirectoryTree(root: string): DirectoryTree {
  const known = new Map<string, Listing>();

  function entries(directory: string): Entries {
    let found = known.get(directory);
    if (!found) known.set(directory, (found = readListing(join(root, directory))));
    return found.entries;
  }

  function kindOf(path: string): EntryKind | undefined {
    if (path === '') return 'directory';
    const slash = path.lastIndexOf('/');
    const directory = slash < 0 ? '' : path.slice(0, slash);
    // A folder that is not there has no entries: asking upwards first keeps misses from reaching the disk.
    if (directory !== '' && !isDirectory(directory)) return undefined;
    return entries(directory).get(path.slice(slash + 1));
  }

  function isDirectory(path: string): boolean {
    const kind = kindOf(path);
    return kind === 'directory' || kind === 'linked-directory';
  }

  return {
    entries,
    fileExists: (path) => kindOf(path) === 'file',
    directoryExists: isDirectory,
    changed(path) {
      for (
        let slash = path.lastIndexOf('/');
        slash >= 0;
        slash = slash > 0 ? path.lastIndexOf('/', slash - 1) : -1
      )
        known.delete(path.slice(0, slash));
      known.delete('');
      for (const directory of [...known.keys()])
        if (directory === path || directory.startsWith(`${path}/`)) known.delete(directory);
    },
    listed: () => known.keys(),
    *links() {
      for (const [directory, { links, entries: found }] of known)
        for (const name of links) yield [directory === '' ? name : `${directory}/${name}`, found.get(name)];
    },
  };
}

interface Listing {
  readonly entries: Entries;
  /** Names of the symbolic links. */
  readonly links: readonly string[];
}

function readListing(directory: string): Listing {
  const entries = new Map<string, EntryKind>();
  const links: string[] = [];
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory()) entries.set(entry.name, 'directory');
      else if (entry.isFile()) entries.set(entry.name, 'file');
      else if (entry.isSymbolicLink()) {
        links.push(entry.name);
        const kind = kindBehind(join(directory, entry.name));
        if (kind) entries.set(entry.name, kind);
      }
    }
  } catch {
    // A folder that cannot be listed has no modules to offer; what lies in it is reported when it is asked for by name.
  }
  return { entries, links };
}

/** What a link leads to; undefined where that is neither a file nor a folder, or nothing at all. */
function kindBehind(link: string): EntryKind | undefined {
  try {
    const behind = statSync(link);
    return behind.isDirectory() ? 'linked-directory' : behind.isFile() ? 'file' : undefined;
  } catch {
    // It leads to nothing, or in a circle.
    return undefined;
  }
}
