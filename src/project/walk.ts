import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { PathTest } from '../engine/globs.ts';
import type { DirectoryTree } from './fileTree.ts';

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

export interface WalkOptions {
  /** Absolute. */
  readonly root: string;
  readonly tree: DirectoryTree;
  /** Paths that are left out, a folder with all that is in it. */
  readonly isExcluded: PathTest;
  /** Which files are wanted, by name. */
  readonly isWanted: (name: string) => boolean;
  /** Where to begin, relative to the root; the root itself without it. */
  readonly start?: string;
}

/** The wanted files under a root in a stable order, without what `.gitignore` files and the configuration exclude. */
export function walk({ root, tree, isExcluded, isWanted, start = '' }: WalkOptions): string[] {
  const files: string[] = [];
  visit(start, []);
  return files;

  function visit(directory: string, rules: readonly IgnoreRules[]): void {
    const entries = tree.entries(directory);
    const here = entries.get('.gitignore') === 'file' ? [...rules, readRules(root, directory)] : rules;
    for (const [name, kind] of entries) {
      const path = directory === '' ? name : `${directory}/${name}`;
      if (kind === 'directory') {
        if (never.has(name) || isExcluded(path) || isExcluded(`${path}/`) || isIgnored(here, `${path}/`))
          continue;
        visit(path, here);
      } else if (isWanted(name) && !isExcluded(path) && !isIgnored(here, path)) files.push(path);
    }
  }
}

/** The rules of one `.gitignore`, which hold for paths below its folder. */
interface IgnoreRules {
  readonly prefix: string;
  readonly rules: Ignore;
}

function readRules(root: string, directory: string): IgnoreRules {
  const rules = ignore();
  try {
    rules.add(readFileSync(join(root, directory, '.gitignore'), 'utf8'));
  } catch {
    // One that cannot be read ignores nothing.
  }
  return { prefix: directory === '' ? '' : `${directory}/`, rules };
}

/** The nearest `.gitignore` that has a say decides, as in git. */
function isIgnored(all: readonly IgnoreRules[], path: string): boolean {
  for (let index = all.length - 1; index >= 0; index--) {
    const { prefix, rules } = all[index]!;
    const verdict = rules.test(path.slice(prefix.length));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}
