import assert from 'node:assert/strict';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import type { InventoryNode } from '../../../src/extension/inventory/inventoryTree.ts';
import {
  isGroup,
  total,
  type GroupNode,
  type TreeNode,
} from '../../../src/extension/migration/migrationTree.ts';
import { activated, until } from '../suite/editorState.ts';

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

/** The folders: the sample, a project of its own, and one without a configuration. */
describe('the views of several folders', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await activated();
    await run('ssot.migration.focus');
  });
  afterEach(() => run('ssot.groupByPhase'));

  const groups = (node?: TreeNode): GroupNode[] => api.migration.childrenOf(node).filter(isGroup);
  const names = (node?: TreeNode): string[] =>
    groups(node).map(({ level, key }) => (level.kind === 'workspaceFolder' ? basename(key) : key));
  const folder = (name: string): GroupNode => {
    const found = groups().find(({ key }) => basename(key) === name);
    assert.ok(found, `${name} is not among ${names().join(', ')}`);
    return found;
  };
  /** The share of a group, once it was counted. */
  const shareOf = (group: () => GroupNode): Promise<string> =>
    until(
      'the share',
      () => {
        const share = api.migration.shareOf(group());
        return share ? `${share.percent}% of ${share.right + share.left}` : 'none';
      },
      (text) => text !== 'none',
    );

  it('has each folder with what its own configuration finds, and none of one without', () => {
    assert.deepEqual(names().sort(), ['hub', 'sample']);
    assert.deepEqual(names(folder('hub')), ['Phase 1: Consolidate import paths']);
    assert.equal(total(folder('hub').counts), 1);
    assert.deepEqual(names(folder('sample')), [
      'Phase 1: Consolidate import paths',
      'Phase 2: Use the factory',
      'Phase 3: Remove duplicates and shims',
    ]);
    assert.equal(
      groups().reduce((sum, { counts }) => sum + total(counts), 0),
      api.session.store.counts().violations,
    );
    const paths = [...api.session.store.files()].map((path) => vscode.workspace.asRelativePath(path));
    assert.deepEqual(
      paths.filter((path) => path.startsWith('notes')),
      [],
    );
  });

  it('counts how far each is apart, though their phases are called alike', async () => {
    assert.equal(await shareOf(() => folder('hub')), '75% of 4');
    assert.equal(await shareOf(() => groups(folder('hub'))[0]!), '75% of 4');
    const sample = await shareOf(() => groups(folder('sample'))[0]!);
    assert.notEqual(sample, '75% of 4');
    await run('ssot.groupByFolder');
    assert.equal(await shareOf(() => groups(folder('hub'))[0]!), '75% of 4');
    await run('ssot.groupByClass');
    assert.deepEqual(names(folder('hub')), ['Hub']);
    assert.equal(await shareOf(() => groups(folder('hub'))[0]!), '75% of 4');
  });

  it('has the inventory of each project', async () => {
    await run('ssot.inventory.focus');
    const projects = await until(
      'the inventories',
      () => api.inventory.childrenOf(),
      ({ length }) => length > 0,
    );
    assert.deepEqual(projects.map(({ type, root }) => `${type} ${basename(root)}`).sort(), [
      'project hub',
      'project sample',
    ]);
    const hub = projects.find(({ root }) => basename(root) === 'hub');
    const kinds = await api.inventory.childrenOf(hub);
    const entries = await Promise.all(kinds.map((kind) => api.inventory.childrenOf(kind)));
    const named = (node: InventoryNode): string =>
      node.type === 'entry' ? node.entry.id : node.type === 'binding' ? node.binding.dotted : '';
    assert.deepEqual(entries.flat().map(named), ['app.hub.Hub', 'app.sockets.Hub']);
  });

  it('follows a folder that goes, and comes back', async () => {
    const index = (vscode.workspace.workspaceFolders ?? []).findIndex(({ name }) => name === 'hub');
    const hub = vscode.workspace.workspaceFolders?.[index];
    assert.ok(hub);
    const left = (): number => api.session.store.counts().violations;
    const before = left();
    assert.ok(vscode.workspace.updateWorkspaceFolders(index, 1));
    await until('it is gone', names, (all) => !all.includes('hub'));
    await until('its violations are gone', left, (count) => count === before - 1);
    assert.ok(vscode.workspace.updateWorkspaceFolders(index, 0, { uri: hub.uri }));
    await until('it is back', names, (all) => all.includes('hub'));
    assert.equal(total(folder('hub').counts), 1);
  });
});
