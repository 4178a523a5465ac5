import * as vscode from 'vscode';
import { createContextKeys } from '../contextKeys.ts';
import { unreadiness } from '../migration/welcome.ts';
import { orNothing } from '../orNothing.ts';
import type { Session } from '../session.ts';
import { many } from '../statusText.ts';
import { keepSurvey } from '../surveyKept.ts';
import type { InventoryOverview } from '../../project/survey/surveyProtocol.ts';
import { childrenOf, rootsOf, type AskUses, type InventoryNode } from './inventoryTree.ts';

const viewId = 'ssot.inventory';

/** The tree view of all that looks like a source of truth, and who uses it. */
export interface InventoryView {
  /** What is below a node; without one, what is at the top. */
  childrenOf(node?: InventoryNode): Promise<readonly InventoryNode[]>;
  /** Takes the inventory anew. */
  refresh(): void;
  /** Takes in whether a configuration is there. */
  setConfigured(isConfigured: boolean): void;
  dispose(): void;
}

/** An inventory is taken when the view is first looked at after a scan, and anew after changes while it is. */
export function createInventoryView(session: Session): InventoryView {
  let isConfigured: boolean | undefined;
  let overviews: readonly InventoryOverview[] | undefined;
  const setContext = createContextKeys();
  const redrawn = new vscode.EventEmitter<InventoryNode | undefined>();

  const askUses: AskUses = async (root, id) =>
    (await orNothing(session.survey('inventoryUses', { root, id }))) ?? undefined;
  const below = async (node?: InventoryNode): Promise<readonly InventoryNode[]> =>
    node ? childrenOf(node, askUses) : rootsOf(overviews ?? []);

  const view = vscode.window.createTreeView<InventoryNode>(viewId, {
    treeDataProvider: {
      onDidChangeTreeData: redrawn.event,
      getChildren: async (node) => [...(await below(node))],
      // What words the nodes need is loaded with the first of them.
      getTreeItem: async (node) => (await import('./inventoryItems.ts')).toInventoryItem(node),
    },
    showCollapseAll: true,
  });
  const kept = keepSurvey(
    session,
    { view, viewId },
    (root, token) => session.survey('inventory', { root }, { token }),
    (found) => {
      if (!found && !overviews) return;
      overviews = found?.map(({ survey }) => survey);
      redrawn.fire(undefined);
      describe();
    },
  );

  /** Why the view is empty, for its welcome texts, and what it is about. */
  function describe(): void {
    const counts = session.store.counts();
    const isEmpty = !overviews?.some(({ entries }) => entries.length > 0);
    const why =
      unreadiness(session.state, counts, isConfigured) ?? (overviews === undefined ? 'counting' : 'nothing');
    setContext('ssot.inventory', isEmpty ? why : 'filled');
    const total = (overviews ?? []).reduce((sum, { entries }) => sum + entries.length, 0);
    view.description = isEmpty ? '' : many(total, 'definition');
  }

  const subscriptions = vscode.Disposable.from(view, redrawn, kept, session.onDidChange(describe));
  describe();

  return {
    childrenOf: below,
    refresh: () => kept.refresh(),
    setConfigured: (found) => {
      isConfigured = found;
      describe();
    },
    dispose: () => void subscriptions.dispose(),
  };
}
