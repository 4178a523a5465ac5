import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of one file in `.gitignore`'s format, which hold for what is in its folder. */
export interface IgnoreRules {
  /** What a path that is relative to the root is in the rules' folder. */
  readonly inFolder: (path: string) => string;
  readonly rules: Ignore;
}

/** The rules of the `.gitignore` in a folder of the root. */
export function rulesOf(root: string, directory: string): IgnoreRules {
  const { length } = directory === '' ? '' : `${directory}/`;
  return { inFolder: (path) => path.slice(length), rules: readRules(join(root, directory, '.gitignore')) };
}

/**
 * What is said above the root in the repository that it is part of, the farthest first: its `.gitignore` files and what
 * its clone leaves out. Nothing where there is no repository, and where the root itself is left out: whoever names such
 * a folder wants it looked at.
 */
export function rulesAbove(root: string): readonly IgnoreRules[] {
  const { files, top } = ignoreFilesAbove(root);
  const above = files.flatMap((file): IgnoreRules[] => {
    if (!existsSync(file)) return [];
    const folder = file.endsWith('.gitignore') ? dirname(file) : top;
    const prefix = folder === root ? '' : `${relative(folder, root).split(sep).join('/')}/`;
    return [{ inFolder: (path) => prefix + path, rules: readRules(file) }];
  });
  return above.some(({ inFolder, rules }) => inFolder('') !== '' && rules.ignores(inFolder(''))) ? [] : above;
}

/** Where `rulesAbove` looks. All paths are absolute. */
export interface IgnoreFilesAbove {
  /** The folder of the repository; the top of the file system where there is none. */
  readonly top: string;
  /** What makes a folder a repository, in the root and in the folders above it up to the first that is one. */
  readonly marks: readonly string[];
  /** The files that hold rules, the farthest first, whether they are there or not; none without a repository. */
  readonly files: readonly string[];
}

export function ignoreFilesAbove(root: string): IgnoreFilesAbove {
  const folders: string[] = [];
  const marks: string[] = [];
  for (let top = root; ;) {
    const mark = join(top, '.git');
    marks.push(mark);
    if (existsSync(mark)) {
      const ignores = folders.map((folder) => join(folder, '.gitignore'));
      return { top, marks, files: [join(mark, 'info', 'exclude'), ...ignores] };
    }
    const parent = dirname(top);
    if (parent === top) return { top, marks, files: [] };
    folders.unshift(parent);
    top = parent;
  }
}

/** The nearest file that has a say decides, as in git. @param path a folder's ends in `/` */
export function isIgnored(all: readonly IgnoreRules[], path: string): boolean {
  for (let index = all.length - 1; index >= 0; index--) {
    const { inFolder, rules } = all[index]!;
    const verdict = rules.test(inFolder(path));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

function readRules(file: string): Ignore {
  const rules = ignore();
  try {
    rules.add(readFileSync(file, 'utf8'));
  } catch {
    // One that cannot be read ignores nothing.
  }
  return rules;
}
