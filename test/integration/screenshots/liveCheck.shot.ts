import * as vscode from 'vscode';
import { requireDriver, resize, screenshot, workbenchText } from '../driver.ts';
import { backend, panel, pointTargetAt, until } from '../liveCheckPanel.ts';
import { tidy } from './tidy.ts';

describe('screenshots of the live check', () => {
  for (const [profile, name] of [
    ['strict-intended', 'live-check-passed'],
    ['not-ready-403', 'live-check-failed'],
  ] as const) {
    it(`against the backend "${profile}"`, async function () {
      requireDriver(this);
      await tidy();
      const emulator = await backend(profile);
      try {
        await pointTargetAt(emulator.url);
        await vscode.commands.executeCommand('ssot.runLiveCheck');
      } finally {
        await emulator.close();
      }
      await until(panel, ({ run }) => run === 'finished');
      await vscode.commands.executeCommand('notifications.clearAll');
      // The line of the run stays in the status bar for a moment.
      await until(
        () => workbenchText('.statusbar'),
        (text) => !text.includes('Live check'),
      );
      await resize(1280, 900);
      await screenshot(name);
    });
  }
});
