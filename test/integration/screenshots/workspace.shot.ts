import * as vscode from 'vscode';
import { requireDriver, screenshot } from '../driver.ts';
import { tidy } from './tidy.ts';

describe('screenshots', () => {
  it('of the sample workspace', async function () {
    requireDriver(this);
    await tidy();
    await vscode.commands.executeCommand('workbench.view.explorer');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (!folder) throw new Error('no folder is open');
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'ssot.config.json'));
    await screenshot('workspace');
  });
});
