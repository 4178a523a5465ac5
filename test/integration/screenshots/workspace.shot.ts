import * as vscode from 'vscode';
import { requireDriver, screenshot } from '../driver.ts';
import { tidy } from './tidy.ts';

describe('screenshots', () => {
  it('of the sample workspace', async function () {
    requireDriver(this);
    await tidy();
    await vscode.commands.executeCommand('workbench.view.explorer');
    await screenshot('workspace');
  });
});
