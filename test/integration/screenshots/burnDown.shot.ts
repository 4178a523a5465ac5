import * as vscode from 'vscode';
import { setTimeout as delay } from 'node:timers/promises';
import { requireDriver, resize, screenshot, webviewText } from '../driver.ts';
import { withHistory } from '../sampleHistory.ts';
import { activated } from '../suite/editorState.ts';
import { tidy } from './tidy.ts';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
} as const;

describe('screenshots of the burn-down', () => {
  let restore = (): Promise<void> => Promise.resolve();
  const former = vscode.workspace.getConfiguration('workbench').get<string>('colorTheme');
  before(async () => {
    await activated();
    restore = await withHistory();
  });
  after(async () => {
    await theme(former);
    await restore();
  });

  for (const [name, setting] of Object.entries(themes))
    it(`in ${name}`, async function () {
      requireDriver(this);
      await tidy();
      await theme(setting);
      await resize(1280, 900);
      await vscode.commands.executeCommand('ssot.showBurnDown');
      await webviewText({ contains: 'Burn-Down' });
      await delay(1000);
      await screenshot(`burn-down-${name}`);
    });
});

async function theme(name: string | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration('workbench')
    .update('colorTheme', name, vscode.ConfigurationTarget.Global);
}
