import * as vscode from 'vscode';
import { registerCommand, type PlaceOfCommand } from '../commands.ts';
import { locationOf, showPlace } from '../truth/locations.ts';
import { placeOf, type InventoryNode } from './inventoryTree.ts';
import type { InventoryView } from './inventoryView.ts';

/** What the inventory offers of one of its nodes. */
export function registerInventoryCommands(view: InventoryView): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('ssot.refreshInventory', () => {
      view.refresh();
    }),
    registerCommand('ssot.openInventoryPlace', (node) => open(node)),
    registerCommand('ssot.copyDottedName', async (node) => {
      await vscode.env.clipboard.writeText(dottedName(node));
    }),
    registerCommand('ssot.goToCanonicalOfItem', async (node) => {
      const place = commandPlace(node);
      if (place) await vscode.commands.executeCommand('ssot.goToCanonical', place);
    }),
    registerCommand('ssot.findLegacyUsesOfItem', async (node) => {
      // The list of uses stands in the editor, at the place that it is about.
      await open(node);
      const place = commandPlace(node);
      if (place) await vscode.commands.executeCommand('ssot.findLegacyUses', place);
    }),
    registerCommand('ssot.turnItemIntoShim', async (node) => {
      const place = placeOf(node);
      if (place) await vscode.commands.executeCommand('ssot.turnIntoShim', vscode.Uri.file(place.path));
    }),
  );
}

async function open(node: InventoryNode): Promise<void> {
  const place = placeOf(node);
  if (place) await showPlace(place);
}

function commandPlace(node: InventoryNode): PlaceOfCommand | undefined {
  const place = placeOf(node);
  if (!place) return undefined;
  const { uri, range } = locationOf(place);
  return { uri: uri.toString(), line: range.start.line, character: range.start.character };
}

/** As an import would name it; of what only holds others, nothing. */
function dottedName(node: InventoryNode): string {
  return node.type === 'binding' ? node.binding.dotted : node.type === 'entry' ? node.entry.id : '';
}
