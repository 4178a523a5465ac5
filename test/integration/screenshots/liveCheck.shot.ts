import * as vscode from 'vscode';
import { evaluateInWebview, requireDriver, resize, screenshot, workbenchText } from '../driver.ts';
import { backend, openRung, panel, pointTargetAt, prefer, until } from '../liveCheckPanel.ts';
import { tidy } from './tidy.ts';

/** What is looked at: a rung that is opened and brought to the top, or the top of the panel. */
const shots = [
  { profile: 'strict-intended', name: 'live-check-passed', runs: 3, rung: null },
  { profile: 'not-ready-403', name: 'live-check-failed', runs: 1, rung: null },
  { profile: 'leaky', name: 'live-check-isolation', runs: 1, rung: 'isolation' },
  { profile: 'events-out-of-order', name: 'live-check-events', runs: 1, rung: 'events' },
] as const;

const themes = [
  { theme: 'Default Dark Modern', kind: 'vscode-dark', suffix: '' },
  { theme: 'Default Light Modern', kind: 'vscode-light', suffix: '-light' },
  { theme: 'Default High Contrast', kind: 'vscode-high-contrast', suffix: '-high-contrast' },
] as const;

describe('screenshots of the live check', () => {
  const settings = vscode.workspace.getConfiguration('workbench');
  const usual = settings.get('colorTheme');
  before(() => prefer('scope', 'full'));
  after(async () => {
    await prefer('scope', 'connection');
    await settings.update('colorTheme', usual, vscode.ConfigurationTarget.Global);
  });

  for (const { profile, name, runs, rung } of shots) {
    it(`against the backend "${profile}"`, async function () {
      this.timeout(120_000);
      requireDriver(this);
      await tidy();
      await resize(1280, 900);
      const emulator = await backend(profile);
      try {
        await pointTargetAt(emulator.url);
        for (let number = 0; number < runs; number++)
          await vscode.commands.executeCommand('ssot.runLiveCheck');
      } finally {
        await emulator.close();
      }
      await until(panel, ({ run }) => run === 'finished');
      if (rung !== null) {
        await openRung(rung);
        await until(panel, ({ evidence }) => Number(evidence[rung]) > 0);
      }
      await vscode.commands.executeCommand('notifications.clearAll');
      // The line of the run stays in the status bar for a moment.
      await until(
        () => workbenchText('.statusbar'),
        (text) => !text.includes('Live check'),
      );
      for (const { theme, kind, suffix } of themes) {
        await settings.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
        await until(panel, (text) => text.theme.split(' ').includes(kind));
        const top = rung === null ? 'main' : `[data-probe="${rung}"]`;
        await evaluateInWebview(`document.querySelector('${top}').scrollIntoView({ block: 'start' })`, {
          contains: 'Probes',
        });
        await screenshot(name + suffix);
      }
    });
  }
});
