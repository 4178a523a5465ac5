import * as vscode from 'vscode';
import { createContextKeys } from '../contextKeys.ts';
import type { Session } from '../session.ts';
import { many } from '../statusText.ts';
import { keepShares } from './keptShares.ts';
import { createLevels, type Grouping } from './levels.ts';
import { isGroup, MigrationTree, type TreeNode } from './migrationTree.ts';
import { showProgress } from './scanProgress.ts';
import { loadOwners, nobody, type Owners } from './owners.ts';
import { dimBaselined, toTreeItem, tooltipOf } from './treeItems.ts';
import type { Share } from './shares.ts';
import { shownPath, surroundingsOf, workspaceFolders } from './treeSurroundings.ts';
import { createTest, everything, filterText, isNarrowed, type TreeFilter } from './violationFilter.ts';
import { emptiness } from './welcome.ts';

const viewId = 'ssot.migration';
/** Where the choices of this workspace are kept. */
const groupingKey = 'ssot.tree.grouping';
const baselinedKey = 'ssot.tree.baselined';

/** The tree view of what is left of the migration. */
export interface MigrationView {
  readonly grouping: Grouping;
  readonly filter: TreeFilter;
  readonly owners: Owners;
  /** What is below a node; without one, what is at the top. */
  childrenOf(node?: TreeNode): readonly TreeNode[];
  groupBy(grouping: Grouping): Promise<void>;
  /** Changes what is given of the filter. */
  show(filter: Partial<TreeFilter>): Promise<void>;
  /** Takes in whether a configuration is there. */
  setConfigured(isConfigured: boolean): void;
  readonly selection: readonly TreeNode[];
  /** How far what a group stands for is; undefined where nothing of it is counted, or not yet. */
  shareOf(node: TreeNode): Share | undefined;
  dispose(): void;
}

/** Keeps a tree of the session's violations in the view, which is made when it is first looked at. */
export function createMigrationView(session: Session, memory: vscode.Memento): MigrationView {
  let grouping = memory.get<Grouping>(groupingKey, 'phase');
  let filter: TreeFilter = { ...everything, baselined: memory.get(baselinedKey, false) };
  let owners = nobody;
  let isConfigured: boolean | undefined;
  let tree: MigrationTree | undefined;
  const setContext = createContextKeys();

  const redrawn = new vscode.EventEmitter<readonly TreeNode[] | undefined>();
  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: redrawn.event as vscode.Event<TreeNode[] | undefined>,
    getChildren: async (node) => {
      if (grouping === 'owner' && owners === nobody) await readOwners();
      const children = [...current().childrenOf(node)];
      if (!node) describe();
      return children;
    },
    getTreeItem: (node) => toTreeItem(node, shareOf(node)),
    getParent: ({ parent }) => (parent?.id === '' ? undefined : parent),
    resolveTreeItem: (item, node) => {
      item.tooltip = tooltipOf(node, shareOf(node));
      return item;
    },
  };
  const view = vscode.window.createTreeView(viewId, {
    treeDataProvider: provider,
    canSelectMany: true,
    showCollapseAll: true,
  });

  const shares = keepShares(
    session,
    { view, viewId },
    (node) => current().childrenOf(node),
    (groups) => redrawn.fire(groups),
  );

  /** A filter shows a part, of which nothing is counted apart. */
  function shareOf(node: TreeNode): Share | undefined {
    return isGroup(node) && !isNarrowed(filter) ? shares.of(node) : undefined;
  }

  function current(): MigrationTree {
    tree ??= new MigrationTree(
      {
        files: () => session.store.files(),
        violationsOf: (path) => session.store.violationsOf(path),
        isShown: createTest(filter, shownPath),
      },
      createLevels(grouping, surroundingsOf(session.store.phases(), owners)),
    );
    return tree;
  }

  function rebuild(): void {
    tree = undefined;
    redrawn.fire(undefined);
    describe();
  }

  async function readOwners(): Promise<void> {
    owners = await loadOwners(workspaceFolders(), session.store.files());
  }

  /** What stands around the tree: counts, why it is empty, and what the menus may offer. */
  function describe(): void {
    const counts = session.store.counts();
    view.badge =
      counts.violations > 0
        ? {
            value: counts.violations,
            tooltip: `${many(counts.violations, 'violation')} in ${many(counts.files, 'file')}`,
          }
        : undefined;
    const isFiltered = isNarrowed(filter);
    view.description = isFiltered ? `by ${grouping}, ${filterText(filter)}` : `by ${grouping}`;
    view.message = messageOf() ?? '';
    const hasBaselined = !filter.baselined && someBaselined();
    setContext('ssot.tree', emptiness(session.state, counts, isConfigured, hasBaselined));
    setContext('ssot.tree.grouping', grouping);
    setContext('ssot.tree.filtered', isFiltered);
    setContext('ssot.tree.baselined', filter.baselined);
  }

  function messageOf(): string | undefined {
    // An empty view has a welcome text, which a message would hide.
    if (!tree || tree.size === 0) return undefined;
    if (grouping === 'owner' && owners !== nobody && !owners.isKnown)
      return 'There is no CODEOWNERS file in this workspace.';
    return isNarrowed(filter) ? `${many(tree.size, 'violation')} with ${filterText(filter)}` : undefined;
  }

  function someBaselined(): boolean {
    // Asked only where nothing else is left.
    if (session.store.counts().violations > 0) return false;
    for (const path of session.store.files())
      if (session.store.violationsOf(path).some(({ baselined }) => baselined)) return true;
    return false;
  }

  const watcher = vscode.workspace.createFileSystemWatcher('**/CODEOWNERS');
  const forgetOwners = (): void => {
    shares.changed();
    if (owners === nobody) return;
    owners = nobody;
    if (grouping === 'owner') rebuild();
  };
  const subscriptions = vscode.Disposable.from(
    view,
    redrawn,
    shares,
    watcher,
    dimBaselined(),
    watcher.onDidChange(forgetOwners),
    watcher.onDidCreate(forgetOwners),
    watcher.onDidDelete(forgetOwners),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      owners = nobody;
      rebuild();
    }),
    session.onDidChange(({ files, phases }) => {
      if (phases) {
        rebuild();
        return;
      }
      const change = tree?.update(files) ?? [];
      if (change === 'all') redrawn.fire(undefined);
      else if (change.length > 0) redrawn.fire(change);
      describe();
    }),
    showProgress(session, viewId),
  );
  describe();

  return {
    get grouping() {
      return grouping;
    },
    get filter() {
      return filter;
    },
    get owners() {
      return owners;
    },
    get selection() {
      return view.selection;
    },
    childrenOf: (node) => current().childrenOf(node),
    shareOf,
    groupBy: async (next) => {
      grouping = next;
      if (next === 'owner') await readOwners();
      rebuild();
      await memory.update(groupingKey, next);
    },
    show: async (next) => {
      filter = { ...filter, ...next };
      rebuild();
      await memory.update(baselinedKey, filter.baselined);
    },
    setConfigured: (found) => {
      isConfigured = found;
      describe();
    },
    dispose: () => void subscriptions.dispose(),
  };
}
