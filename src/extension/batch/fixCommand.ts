import * as vscode from 'vscode';
import { registerCommand, type Commands } from '../commands.ts';
import { isGroup } from '../migration/migrationTree.ts';
import { nodeText } from '../migration/nodeText.ts';
import { loadOwners } from '../migration/owners.ts';
import { shownPath, surroundingsOf } from '../migration/treeSurroundings.ts';
import { fixSelection, type BatchTools } from './batchFix.ts';
import { chooseScope } from './chooseScope.ts';
import { violationsIn, type FixTarget, type Selection } from './selection.ts';

/** “Fix...”: of what was clicked in the tree or the explorer, or of what the user chooses. */
export function registerFixCommand(tools: BatchTools): vscode.Disposable {
  const { store } = tools.session;
  let running: Promise<number> | undefined;

  async function chosen(): Promise<Selection | undefined> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    return chooseScope(store, surroundingsOf(store.phases(), await loadOwners(folders, store.files())));
  }

  async function run(...[target, all]: Parameters<Commands['ssot.fix']>): Promise<number> {
    if (target && 'limit' in target) return fixSelection(tools, target, target.limit);
    const targets = all && all.length > 0 ? all : target ? [target] : [];
    const selection =
      targets.length > 0 ? { title: titleOf(targets), files: violationsIn(store, targets) } : await chosen();
    if (!selection) return 0;
    if (selection.files.size > 0) return fixSelection(tools, selection);
    void vscode.window.showInformationMessage('SSOT: nothing is left to fix there.');
    return 0;
  }

  return registerCommand('ssot.fix', async (...given) => {
    // Two plans would each be made without the other: one that waits for an answer gives way.
    if (tools.planView.isAsking) {
      tools.planView.discard();
      await running;
    }
    if (running) return 0;
    running = run(...given);
    try {
      return await running;
    } finally {
      running = undefined;
    }
  });
}

function titleOf(targets: readonly FixTarget[]): string {
  const [first] = targets;
  if (!first || targets.length > 1) return `Fix ${targets.length} selected`;
  if ('fsPath' in first) return `Fix ${vscode.workspace.asRelativePath(first)}`;
  return isGroup(first) ? `Fix ${nodeText(first, shownPath).label}` : `Fix ${first.violation.ruleId}`;
}
