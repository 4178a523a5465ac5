import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { press, requireDriver, screenshot, workbenchText } from '../driver.ts';
import { activated, closeAll, opened, sample, shown, until } from '../suite/editorState.ts';
import { tidy } from './tidy.ts';

const chat = 'backend/parley/chat';

/** Opens the menu of quick fixes at the first violation of a file. */
async function openMenu(path: string): Promise<void> {
  const editor = await opened(path);
  const [violation] = shown(editor.document.uri);
  const at = violation?.range.start.translate(0, 6) ?? new vscode.Position(0, 0);
  editor.selection = new vscode.Selection(at, at);
  // The menu closes by itself when an extension that is still starting registers its own code actions.
  await until(
    'the menu is open',
    async () => {
      await vscode.commands.executeCommand('editor.action.quickFix');
      return workbenchText('.action-widget', 2000).catch(() => '');
    },
    (text) => text !== '',
  );
}

describe('screenshots of the editor', () => {
  before(activated);
  beforeEach(async function () {
    requireDriver(this);
    await tidy();
  });
  afterEach(closeAll);

  for (const [name, file] of [
    ['safe', `${chat}/rooms.py`],
    ['repair', `${chat}/delivery.py`],
    ['suggestion', `${chat}/presence.py`],
    ['no-fix', `${chat}/cleanup.py`],
  ] as const)
    it(`with the quick fixes of ${file}`, async () => {
      await openMenu(file);
      await screenshot(`editor-quick-fix-${name}`);
      await press('Escape');
    });

  it('with the Problems panel', async () => {
    await vscode.window.showTextDocument(sample(`${chat}/history.py`));
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await until(
      'the Problems panel',
      () => workbenchText('.markers-panel'),
      (text) => text.includes('SSOT') || text.includes('ssot'),
    );
    await delay(300);
    await screenshot('editor-problems');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});
