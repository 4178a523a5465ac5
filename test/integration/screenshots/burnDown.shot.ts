import * as vscode from 'vscode';
import { setTimeout as delay } from 'node:timers/promises';
import { requireDriver, resize, screenshot, webviewText } from '../driver.ts';
import { withHistory } from '../sampleHistory.ts';
import { activated } from '../suite/editorState.ts';
import { tidy } from './tidy.ts';

describe('screenshots of the burn-down', () => {
  let restore = (): Promise<void> => Promise.resolve();
  before(async () => {
    await activated();
    restore = await withHistory();
  });
  after(() => restore());

  it('burn-down', async function () {
    requireDriver(this);
    await tidy();
    await resize(1280, 900);
    await vscode.commands.executeCommand('ssot.showBurnDown');
    await webviewText({ contains: 'Burn-Down' });
    await delay(1000);
    await screenshot('burn-down');
  });
});
