import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { isGroup, type TreeNode } from '../../../src/extension/migration/migrationTree.ts';
import { click, hover, requireDriver, resize, screenshot, workbenchText } from '../driver.ts';
import { activated, closeAll, sample, until } from '../suite/editorState.ts';
import { tidy } from './tidy.ts';

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

describe('screenshots of the migration', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await activated();
  });
  beforeEach(async function () {
    requireDriver(this);
    await tidy();
    await resize(1280, 800);
    await run('ssot.migration.focus');
    await run('ssot.clearTreeFilter');
    await delay(500);
  });
  afterEach(async () => {
    await closeAll();
  });

  const drawn = (text: string): Promise<string> =>
    until(
      `${text} is drawn`,
      () => workbenchText('.pane-body', 3000).catch(() => ''),
      (all) => all.includes(text),
    );

  /** Opens the first branch of the tree, as far as it goes. */
  async function expandFirst(): Promise<TreeNode | undefined> {
    await run('ssot.migration.focus');
    await run('list.focusFirst');
    let node: TreeNode | undefined = api.migration.childrenOf()[0];
    for (; node && isGroup(node); node = api.migration.childrenOf(node)[0]) {
      await run('list.expand');
      await delay(400);
      await run('list.focusDown');
    }
    return node;
  }

  it('as a tree', async () => {
    await run('ssot.openViolation', await expandFirst());
    await delay(700);
    await hover('.pane-body .monaco-list-row.focused');
    // The actions are there at once, and what the row says of itself would cover the others.
    await delay(100);
    await screenshot('migration');
  });

  it('as an inventory', async () => {
    await run('vscode.open', sample('backend/parley/sockets/websocket_manager.py'));
    await run('ssot.inventory.focus');
    await click('.pane-header:has-text("SSOT Migration")');
    await workbenchText('.monaco-list-row:has-text("websocket-manager")');
    await run('ssot.inventory.focus');
    await run('list.focusFirst');
    // A source, its canonical classes, and of the first of them the names, the imports and the constructions.
    for (const steps of [1, 1, 3]) {
      await run('list.expand');
      await delay(700);
      for (let step = 0; step < steps; step++) await run('list.focusDown');
    }
    await run('list.expand');
    await delay(1500);
    await screenshot('inventory');
    await click('.pane-header:has-text("SSOT Migration")');
  });

  it('with a plan of fixes and a diff', async () => {
    await expandFirst();
    const done = run('ssot.fix', sample('backend'));
    await drawn('rooms.py');
    await delay(500);
    const [file] = api.planView.shown?.files ?? [];
    await run('ssot.showPlannedChanges', { kind: 'file', file });
    await delay(2500);
    await run('ssot.plan.focus');
    await run('list.focusLast');
    await run('list.expand');
    await delay(500);
    await screenshot('plan');
    await run('ssot.discardPlan');
    await done;
  });
});
