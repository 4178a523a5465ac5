import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Violation } from '../../engine/violation.ts';
import { createLevels, type Level, type Surroundings } from '../migration/levels.ts';
import { many } from '../statusText.ts';
import { below, type Selection } from './selection.ts';

type Files = Map<string, readonly Violation[]>;

interface Scope extends vscode.QuickPickItem {
  readonly selection?: Selection;
}

/** Asks what of all that counts is to be fixed: a phase, a rule, a folder, a class, what somebody owns, or everything. */
export async function chooseScope(
  store: Parameters<typeof below>[0],
  surroundings: Surroundings,
): Promise<Selection | undefined> {
  const all: Files = new Map(below(store));
  if (all.size === 0) {
    void vscode.window.showInformationMessage('SSOT: nothing is left to fix.');
    return undefined;
  }
  const levels = new Map(
    (['phase', 'class', 'owner'] as const)
      .flatMap((grouping) => createLevels(grouping, surroundings))
      .map((level) => [level.kind, level]),
  );
  const scopes: Scope[] = [scopeOf('Everything', 'Fix everything', all, 'checklist')];
  for (const [kind, heading, icon] of [
    ['phase', 'Phases', 'milestone'],
    ['rule', 'Rules', 'law'],
    ['class', 'Classes', 'symbol-class'],
    ['owner', 'Owners', 'account'],
  ] as const) {
    const level = levels.get(kind);
    const groups = level ? groupsOf(all, level) : [];
    if (groups.length > 0) scopes.push({ label: heading, kind: vscode.QuickPickItemKind.Separator });
    for (const [key, files] of groups) scopes.push(scopeOf(key, `Fix ${key}`, files, icon));
  }
  scopes.push({ label: 'Folders', kind: vscode.QuickPickItemKind.Separator });
  for (const [folder, files] of foldersOf(all)) {
    const shown = vscode.workspace.asRelativePath(folder);
    scopes.push(scopeOf(shown, `Fix ${shown}`, files, 'folder'));
  }
  const chosen = await vscode.window.showQuickPick(scopes, {
    title: 'Fix',
    placeHolder: 'What is to be fixed; you see the changes before they are made',
  });
  return chosen?.selection;
}

function scopeOf(label: string, title: string, files: Files, icon: string): Scope {
  const count = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return {
    label: `$(${icon}) ${label}`,
    description: `${many(count, 'violation')} in ${many(files.size, 'file')}`,
    selection: { title, files },
  };
}

/** Groups that have a name, in the order of their level. */
function groupsOf(all: Files, level: Level): [string, Files][] {
  const groups = new Map<string, Files>();
  for (const [path, violations] of all)
    for (const violation of violations)
      for (const key of level.keysOf(path, violation)) {
        const files = groups.get(key) ?? new Map<string, readonly Violation[]>();
        groups.set(key, files.set(path, [...(files.get(path) ?? []), violation]));
      }
  groups.delete('');
  return [...groups].sort(([a], [b]) => level.compare(a, b));
}

/** The folders of the workspace that hold files, each with all below it; of several that hold the same, the deepest. */
function foldersOf(all: Files): [string, Files][] {
  const tops = new Set((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath));
  const folders = new Map<string, Files>();
  for (const [path, violations] of all)
    for (
      let folder = dirname(path);
      !tops.has(folder) && folder !== dirname(folder);
      folder = dirname(folder)
    )
      folders.set(
        folder,
        (folders.get(folder) ?? new Map<string, readonly Violation[]>()).set(path, violations),
      );
  for (const [folder, { size }] of folders)
    if (folders.get(dirname(folder))?.size === size) folders.delete(dirname(folder));
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
}
