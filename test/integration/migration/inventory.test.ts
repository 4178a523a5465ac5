import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import type { InventoryNode } from '../../../src/extension/inventory/inventoryTree.ts';
import { requireDriver, workbenchText } from '../driver.ts';
import { activated, closeAll, sample, until } from '../suite/editorState.ts';

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

describe('the inventory', () => {
  let api: ExtensionApi;

  before(async () => {
    api = await activated();
  });
  afterEach(closeAll);

  /** All classes and names, below sources and kinds. */
  async function items(nodes?: readonly InventoryNode[]): Promise<InventoryNode[]> {
    const found: InventoryNode[] = [];
    for (const node of nodes ?? (await api.inventory.childrenOf()))
      if (node.type === 'entry' || node.type === 'binding') found.push(node);
      else found.push(...(await items(await api.inventory.childrenOf(node))));
    return found;
  }

  const named = (all: readonly InventoryNode[], kind: string, dotted: string): InventoryNode => {
    const told = all.map((node) =>
      node.type === 'entry'
        ? `${node.entry.kind} ${node.entry.id}`
        : node.type === 'binding'
          ? `${node.binding.kind} ${node.binding.dotted}`
          : '',
    );
    const node = all[told.indexOf(`${kind} ${dotted}`)];
    assert.ok(node, `${kind} ${dotted} is not among\n${told.join('\n')}`);
    return node;
  };

  it('is taken when it is looked at, leads to each class, and counts again when a file was saved', async function () {
    assert.deepEqual(await api.inventory.childrenOf(), [], 'it was taken before anybody looked');
    await run('ssot.inventory.focus');
    const all = await until('the inventory', items, ({ length }) => length > 0);
    const manager = named(all, 'canonical', 'parley.sockets.websocket_manager.WebSocketManager');
    const double = named(all, 'double', 'parley.sockets.manager.WebSocketManager');
    await run('ssot.openInventoryPlace', double);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, sample('backend/parley/sockets/manager.py').fsPath);
    assert.match(editor.document.lineAt(editor.selection.active.line).text, /^class WebSocketManager/);
    await run('ssot.copyDottedName', double);
    assert.equal(await vscode.env.clipboard.readText(), 'parley.sockets.manager.WebSocketManager');

    const importsOf = (node: InventoryNode): number =>
      node.type === 'entry' ? node.entry.counts.imports : 0;
    const uri = sample('backend/parley/chat/one_more.py');
    const line = 'from parley.sockets.websocket_manager import WebSocketManager\n';
    try {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(line));
      await until(
        'one import more',
        async () =>
          importsOf(named(await items(), 'canonical', 'parley.sockets.websocket_manager.WebSocketManager')),
        (count) => count === importsOf(manager) + 1,
      );
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
    requireDriver(this);
    const text = await workbenchText('.monaco-list-row:has-text("websocket-manager")');
    assert.match(text, /websocket-manager\s*\d+ definitions/);
  });
});
