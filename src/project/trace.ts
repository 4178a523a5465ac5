import type { Language } from '../engine/facts.ts';
import type { DirectoryTree } from './fileTree.ts';
import type { LinkedFolder } from './workspacePackages.ts';

/** What was asked of the disk on behalf of one language, apart from the files that are covered. Paths are relative, POSIX. */
export interface Trace {
  /** Whether there is a file, by path. */
  readonly files: Map<string, boolean>;
  readonly directories: Map<string, boolean>;
  /** Files whose content was read: settings, and modules that are left out; folders that were listed. */
  readonly read: Set<string>;
  /** Files that were asked for what somebody else sees of them, by analyses that are given up. */
  readonly consulted: Set<string>;
  /** Where links of `node_modules` lead; `''` where that is nowhere in the root. */
  readonly links: Map<string, string>;
}

export type Traces = Readonly<Record<Language, Trace>>;

export function createTraces(): Traces {
  const trace = (): Trace => ({
    files: new Map(),
    directories: new Map(),
    read: new Set(),
    consulted: new Set(),
    links: new Map(),
  });
  return { python: trace(), typescript: trace() };
}

/** The same tree, which remembers what it was asked. */
export function tracedTree(tree: DirectoryTree, trace: Trace): DirectoryTree {
  return {
    ...tree,
    fileExists: (path) => remembered(trace.files, path, tree.fileExists(path)),
    directoryExists: (path) => remembered(trace.directories, path, tree.directoryExists(path)),
    entries: (path) => {
      trace.read.add(path);
      return tree.entries(path);
    },
  };
}

export function tracedLinks(linkedFolder: LinkedFolder, trace: Trace): LinkedFolder {
  return (link) => {
    const folder = linkedFolder(link);
    // The root itself is a folder too.
    trace.links.set(link, folder === undefined ? '' : `/${folder}`);
    return folder;
  };
}

function remembered<Answer>(answers: Map<string, Answer>, path: string, answer: Answer): Answer {
  answers.set(path, answer);
  return answer;
}
