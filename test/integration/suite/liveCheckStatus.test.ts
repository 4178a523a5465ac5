import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { evaluateInWorkbench, requireDriver } from '../driver.ts';
import { backend, panel, pointTargetAt, until } from '../liveCheckPanel.ts';

/** What the status bar says of the live check; null where it says nothing. */
interface Shown {
  readonly text: string;
  readonly label: string;
  readonly look: string;
}

const reading = `(() => {
  const item = document.getElementById('ssot-migrator.ssot-migrator.ssot.liveCheck');
  if (item === null || item.classList.contains('hide')) return null;
  return {
    text: item.innerText.trim(),
    label: item.querySelector('a')?.getAttribute('aria-label') ?? '',
    look: item.className,
  };
})()`;

const shown = async (): Promise<Shown | null> => (await evaluateInWorkbench(reading)) as Shown | null;

async function runAgainst(profile: string): Promise<void> {
  const emulator = await backend(profile);
  try {
    await pointTargetAt(emulator.url);
    await vscode.commands.executeCommand('ssot.runLiveCheck');
  } finally {
    await emulator.close();
  }
}

describe('the verdict in the status bar', () => {
  it('is that of the last run, in color and in words, and opens the panel', async function () {
    requireDriver(this);
    await runAgainst('not-ready-403');
    const failed = await until(shown, (item) => item?.text.includes('FAILED') === true);
    assert.match(failed?.look ?? '', /has-background-color/);
    assert.match(failed?.label ?? '', /Live check of .+: failed, on \d{4}-\d\d-\d\d at \d\d:\d\d\. /);

    await runAgainst('strict-intended');
    const passed = await until(shown, (item) => item?.text.includes('PASSED') === true);
    assert.doesNotMatch(passed?.look ?? '', /has-background-color/);
    assert.match(passed?.label ?? '', /: passed, on .* All 8 probes of scope connection passed/);

    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await evaluateInWorkbench(
      `document.getElementById('ssot-migrator.ssot-migrator.ssot.liveCheck').querySelector('a').click()`,
    );
    await until(panel, ({ headline }) => headline === 'PASSED');
  });
});
