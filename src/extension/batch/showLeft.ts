import { basename } from 'node:path';
import * as vscode from 'vscode';
import { toEditorRange } from '../ranges.ts';
import type { Left } from './planNodes.ts';

/** Lists violations that stay, with why; one that is chosen is opened, and the list stays. */
export function showLeft(left: readonly Left[]): void {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly place: Left }>();
  pick.title = `Not Fixed: ${left.length}`;
  pick.placeholder = 'Enter opens the place';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = left.map((place) => ({
    label: `${basename(place.path)}:${place.range.start.line}`,
    description: `${place.ruleId} · ${vscode.workspace.asRelativePath(place.path)}`,
    detail: place.reason,
    place,
  }));
  pick.onDidAccept(() => {
    const [chosen] = pick.activeItems;
    if (chosen) void openPlace(chosen.place);
  });
  pick.onDidHide(() => pick.dispose());
  pick.show();
}

/** Opens a place, and leaves the focus where it is. */
export async function openPlace({ path, range }: Left): Promise<void> {
  const uri = vscode.Uri.file(path);
  if (path.endsWith('.ipynb')) {
    await vscode.commands.executeCommand('vscode.open', uri, { preserveFocus: true });
    return;
  }
  const { start } = toEditorRange(range);
  const selection = new vscode.Range(start, start);
  await vscode.window.showTextDocument(uri, { selection, preserveFocus: true, preview: true });
}
