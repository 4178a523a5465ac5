import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { ProjectPhases } from '../../project/protocol.ts';
import type { Violation } from '../../engine/violation.ts';
import { phaseTitle, type Surroundings } from './levels.ts';
import type { Owners } from './owners.ts';

/** What the tree's levels need of the window as it is now. */
export function surroundingsOf(phases: readonly ProjectPhases[], owners: Owners): Surroundings {
  const folders = workspaceFolders();
  const nearestFirst = [...phases].sort((a, b) => b.root.length - a.root.length);

  function phaseOf(path: string, { phase }: Violation): string | undefined {
    if (phase === null) return undefined;
    const project = nearestFirst.find(({ root }) => isIn(root, path));
    return phaseTitle({ id: phase, title: project?.phases.find(({ id }) => id === phase)?.title });
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
