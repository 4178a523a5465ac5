import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { ProjectPhases } from '../../project/protocol.ts';
import type { Violation } from '../../engine/violation.ts';
import { phaseTitle, type Surroundings } from './levels.ts';
import type { Owners } from './owners.ts';

/** What the tree's levels need of the window as it is now. */
export function surroundingsOf(phases: readonly ProjectPhases[], owners: Owners): Surroundings {
  const folders = workspaceFolders();
  const nearestFirst = phases
    .map((project) => ({
      root: project.root,
      titles: new Map(project.phases.map((phase) => [phase.id, phaseTitle(phase)])),
    }))
    .sort((a, b) => b.root.length - a.root.length);
  // Asked for one violation of a file after the other: the project of a file is looked for once.
  let last: { readonly path: string; readonly titles: ReadonlyMap<string, string> | undefined } | undefined;

  function phaseOf(path: string, { phase }: Violation): string | undefined {
    if (phase === null) return undefined;
    if (last?.path !== path)
      last = { path, titles: nearestFirst.find(({ root }) => isIn(root, path))?.titles };
    return last.titles?.get(phase) ?? phaseTitle({ id: phase, title: undefined });
  }

  return {
    folderOf: (path) => folderOf(folders, path),
    hasSeveralFolders: folders.length > 1,
    phaseOf,
    phaseOrder: phases.flatMap((project) => project.phases.map(phaseTitle)),
    ownersOf: (path) => owners.ownersOf(path, folderOf(folders, path)),
  };
}

/** Which of the folders a path is in; the first one for those that are in none. */
export function folderOf(folders: readonly string[], path: string): string {
  return folders.find((folder) => isIn(folder, path)) ?? folders[0] ?? '';
}

/** The folders of the workspace, absolute. */
export function workspaceFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}

/** A path as people see it: with the folder's name in front where there are several. */
export function shownPath(path: string): string {
  return vscode.workspace.asRelativePath(path);
}

function isIn(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
