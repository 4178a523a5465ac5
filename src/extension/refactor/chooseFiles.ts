import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RefactoredFile } from '../../project/protocol.ts';
import type { Diffs } from '../batch/diffs.ts';
import { many } from '../statusText.ts';

interface FileItem extends vscode.QuickPickItem {
  readonly file: RefactoredFile;
}

const showChanges: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('diff'),
  tooltip: 'Show Changes',
};

/**
 * Lets the user tick which files are changed, with a diff of each. The editor's own preview of refactorings begins with
 * nothing ticked; here everything is that is proven.
 *
 * @param isUnsafe such a file is not ticked beforehand: it is to be looked at
 * @param unit what a file's `fixed` counts
 * @returns undefined where the user thought better of it
 */
export async function chooseFiles(
  title: string,
  files: readonly RefactoredFile[],
  isUnsafe: (file: RefactoredFile) => boolean,
  diffs: Diffs,
  unit = 'place',
): Promise<RefactoredFile[] | undefined> {
  const pick = vscode.window.createQuickPick<FileItem>();
  const safe = files.filter((file) => !isUnsafe(file));
  const places = files.reduce((sum, { fixed }) => sum + fixed, 0);
  pick.title = `${title}: ${many(places, unit)} in ${many(files.length, 'file')}`;
  pick.placeholder =
    safe.length === 0
      ? 'This may change behavior: look at each file, and tick those to change'
      : 'Enter changes the files that are ticked; the button of a file shows its changes';
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  // A diff that is opened takes the focus.
  pick.ignoreFocusOut = true;
  pick.items = files.map((file) => ({
    label: basename(file.path),
    description: `${vscode.workspace.asRelativePath(file.path)} · ${many(file.fixed, unit)}${isUnsafe(file) && safe.length > 0 ? ' · may change behavior' : ''}`,
    buttons: [showChanges],
    file,
  }));
  pick.selectedItems = pick.items.filter(({ file }) => safe.includes(file));
  try {
    return await new Promise((resolve) => {
      pick.onDidTriggerItemButton(({ item }) => void diffs.show(item.file));
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ file }) => file)));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
    await diffs.close();
  }
}
