import type { PathTest } from '../engine/globs.ts';
import type { DirectoryTree } from './fileTree.ts';
import { isIgnored, rulesAbove, rulesOf, type IgnoreRules } from './ignoreRules.ts';

/** Folders that hold no code of the project, whatever the configuration says. */
const never = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  '.venv',
  '.tox',
  '.mypy_cache',
  '.vscode-test',
]);

export interface CoverageOptions {
  /** Absolute. */
  readonly root: string;
  readonly tree: DirectoryTree;
  /** Paths that are left out, a folder with all that is in it. */
  readonly isExcluded: PathTest;
  /** Which files are wanted, by name. */
  readonly isWanted: (name: string) => boolean;
  /** A folder below the root that holds a file of this name is somebody else's. */
  readonly border?: string;
}

/**
 * Which files under a root count: the wanted ones, without what `.gitignore` files and the configuration exclude. One
 * answer for the whole tree and for a single file, which an editor may have opened anywhere in it.
 */
export interface Coverage {
  /** All of them, in a stable order, or those below one folder. */
  walk(start?: string): string[];
  covers(file: string): boolean;
  /** The files that make a folder somebody else's, as far as was asked. */
  borders(): string[];
}

export function createCoverage({ root, tree, isExcluded, isWanted, border }: CoverageOptions): Coverage {
  /** The rules that hold in a folder, which go with every walk into it; undefined for one that is left out. */
  const known = new Map<string, readonly IgnoreRules[] | undefined>();
  const borders = new Set<string>();

  function rulesIn(directory: string): readonly IgnoreRules[] | undefined {
    if (!known.has(directory)) known.set(directory, enter(directory));
    return known.get(directory);
  }

  function enter(directory: string): readonly IgnoreRules[] | undefined {
    if (directory === '') return withOwnRules(rulesAbove(root), '');
    const slash = directory.lastIndexOf('/');
    const parent = directory.slice(0, Math.max(slash, 0));
    const name = directory.slice(slash + 1);
    const above = rulesIn(parent);
    const isLeftOut =
      !above ||
      never.has(name) ||
      tree.entries(parent).get(name) === 'linked-directory' ||
      isExcluded(directory) ||
      isExcluded(`${directory}/`) ||
      isIgnored(above, `${directory}/`);
    if (isLeftOut) return undefined;
    if (border !== undefined && tree.entries(directory).get(border) === 'file') {
      borders.add(`${directory}/${border}`);
      return undefined;
    }
    return withOwnRules(above, directory);
  }

  function withOwnRules(above: readonly IgnoreRules[], directory: string): readonly IgnoreRules[] {
    return tree.entries(directory).get('.gitignore') === 'file'
      ? [...above, rulesOf(root, directory)]
      : above;
  }

  function isFileCovered(path: string, name: string, rules: readonly IgnoreRules[]): boolean {
    return isWanted(name) && !isExcluded(path) && !isIgnored(rules, path);
  }

  function walk(start = ''): string[] {
    const files: string[] = [];
    visit(start);
    return files;

    function visit(directory: string): void {
      const rules = rulesIn(directory);
      if (!rules) return;
      for (const [name, kind] of tree.entries(directory)) {
        const path = directory === '' ? name : `${directory}/${name}`;
        if (kind === 'directory') visit(path);
        else if (kind === 'file' && isFileCovered(path, name, rules)) files.push(path);
      }
    }
  }

  function covers(file: string): boolean {
    const slash = file.lastIndexOf('/');
    const name = file.slice(slash + 1);
    if (!isWanted(name)) return false;
    const rules = rulesIn(file.slice(0, Math.max(slash, 0)));
    return rules !== undefined && isFileCovered(file, name, rules);
  }

  return { walk, covers, borders: () => [...borders].sort() };
}

/** True for a path in a folder that holds no code of the project, whatever the configuration says. */
export function isNeverLookedAt(path: string): boolean {
  return path.split('/').some((part) => never.has(part));
}
