import { readFileSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { workspacePackages } from '../engine/typescript/workspaces.ts';
import type { DirectoryTree } from './fileTree.ts';

/** The folder of a workspace's own package that `name` means in a file, relative to the root; undefined for all others. */
export type PackageFolder = (name: string, fromFile: string) => string | undefined;

/**
 * Follows the links of `node_modules` that a package manager sets to the packages of a workspace. Only what lies inside of
 * the root, and was not installed, is the workspace's own. Where nothing is installed, the workspace says itself which
 * packages it has. Answers are remembered.
 *
 * @param root absolute path of the folder; all other paths are POSIX and relative to it
 */
export function createPackageFolder(
  root: string,
  tree: DirectoryTree,
  linkedFolder = createLinkedFolder(root),
  readFile = (path: string): string | undefined => readFileSync(join(root, path), 'utf8'),
): PackageFolder {
  const known = new Map<string, string | undefined>();
  const listed = new Map<string, ReadonlyMap<string, string>>();

  function behind(link: string): string | undefined {
    if (!known.has(link)) known.set(link, linkedFolder(link));
    return known.get(link);
  }

  /** The packages of the workspace whose top a folder is, by name. */
  function packagesOf(folder: string): ReadonlyMap<string, string> {
    let found = listed.get(folder);
    if (!found) {
      const readIfThere = (path: string): string | undefined =>
        tree.fileExists(path) ? readFile(path) : undefined;
      listed.set(folder, (found = workspacePackages({ readFile: readIfThere, foldersIn }, folder)));
    }
    return found;
  }

  function foldersIn(path: string): string[] {
    return [...tree.entries(path)].flatMap(([name, kind]) => (kind === 'directory' ? [name] : []));
  }

  return (name, fromFile) => {
    for (let folder = fromFile; folder !== '';) {
      folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
      const modules = `${folder === '' ? '' : `${folder}/`}node_modules`;
      const link = `${modules}/${name}`;
      if (tree.directoryExists(link)) return behind(link);
      const own = tree.directoryExists(modules) ? undefined : packagesOf(folder).get(name);
      if (own !== undefined) return own;
    }
    return undefined;
  };
}

/** The folder of the root that a link in it leads to; undefined where that is outside, or installed. */
export type LinkedFolder = (link: string) => string | undefined;

/** @param root absolute path of the folder; all other paths are POSIX and relative to it */
export function createLinkedFolder(root: string): LinkedFolder {
  let realRoot: string | undefined;
  return readLink;

  function readLink(link: string): string | undefined {
    try {
      realRoot ??= realpathSync(root);
      const path = relative(realRoot, realpathSync(join(root, link)))
        .split(sep)
        .join('/');
      const isOutside = path.startsWith('../') || path === '..' || /^(?:\/|[A-Za-z]:)/.test(path);
      return isOutside || path.split('/').includes('node_modules') ? undefined : path;
    } catch {
      // The link was taken away since its folder was listed.
      return undefined;
    }
  }
}
