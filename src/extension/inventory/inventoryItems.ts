import * as vscode from 'vscode';
import { commandTo } from '../commands.ts';
import { shownPath } from '../migration/treeSurroundings.ts';
import { inventoryText } from './inventoryText.ts';
import { hasChildren, placeOf, type InventoryNode, type ItemKind, type UsesNode } from './inventoryTree.ts';

const kindIcons: Readonly<Record<ItemKind, string>> = {
  canonical: 'verified',
  undecided: 'question',
  shim: 'arrow-swap',
  alias: 'symbol-reference',
  double: 'copy',
  rogue: 'warning',
  internal: 'lock',
  'test-double': 'beaker',
  'test-helper': 'beaker',
  'test-case': 'beaker',
};

const useIcons: Readonly<Record<UsesNode['use'], string>> = {
  definitions: 'symbol-class',
  bindings: 'arrow-swap',
  imports: 'references',
  constructions: 'symbol-constructor',
};

/** A node as the editor draws it. */
export function toInventoryItem(node: InventoryNode): vscode.TreeItem {
  const { label, description, tooltip, spoken } = inventoryText(node, shownPath);
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, hasChildren(node) ? Collapsed : None);
  item.id = node.id;
  item.description = description;
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: spoken };
  item.contextValue = contextOf(node);
  if (node.type === 'file') {
    item.resourceUri = vscode.Uri.file(node.path);
    item.iconPath = vscode.ThemeIcon.File;
  } else if (node.type !== 'place') item.iconPath = new vscode.ThemeIcon(iconOf(node));
  if (placeOf(node)) item.command = commandTo('ssot.openInventoryPlace', 'Open', node);
  return item;
}

function iconOf(node: Exclude<InventoryNode, { type: 'file' | 'place' }>): string {
  switch (node.type) {
    case 'project':
      return 'root-folder';
    case 'source':
      return 'target';
    case 'kind':
      return kindIcons[node.kind];
    case 'entry':
      return node.entry.what === 'class'
        ? 'symbol-class'
        : node.entry.what === 'factory'
          ? 'symbol-function'
          : 'symbol-variable';
    case 'binding':
      return kindIcons[node.binding.kind];
    case 'uses':
      return useIcons[node.use];
  }
}

/** What the sources own under some name: from there the engine knows the canonical definition and the legacy uses. */
const isOwned: ReadonlySet<ItemKind> = new Set(['canonical', 'undecided', 'double']);

/** What the menus may offer, as words of the manifest's `when` clauses. */
function contextOf(node: InventoryNode): string {
  if (node.type !== 'entry' && node.type !== 'binding') return node.type;
  const words = ['item', node.type];
  if (isOwned.has(node.entry.kind)) words.push('managed');
  if (node.type === 'binding' && node.binding.canBecomeShim) words.push('shimmable');
  return words.join(' ');
}
