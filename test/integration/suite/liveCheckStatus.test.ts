import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { evaluateInWorkbench, requireDriver } from '../driver.ts';
import { backend, panel, pointTargetAt, until } from '../liveCheckPanel.ts';
import { shown } from '../liveCheckStatus.ts';

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

describe('the monitor of the live check', () => {
  it('runs at once, stands in the status bar, and is stopped', async function () {
    requireDriver(this);
    const emulator = await backend('key-commit-relaxed');
    try {
      await pointTargetAt(emulator.url);
      await vscode.commands.executeCommand('ssot.monitorLiveCheck');
      const seen = await until(shown, (item) => item?.label.includes('0 of 1 run passed (0%).') === true);
      assert.match(seen?.label ?? '', /Monitoring .+ every 5 minutes, since \d\d:\d\d\. /);
      assert.match(seen?.label ?? '', /Close codes: 1000 \(normal closure\) ×\d/);
      assert.match(seen?.text ?? '', /FAILED/);
      await vscode.commands.executeCommand('ssot.stopLiveCheckMonitor');
      await until(shown, (item) => item?.label.includes('Monitoring') === false);
      assert.equal(emulator.connections(), 0);
    } finally {
      await vscode.commands.executeCommand('ssot.stopLiveCheckMonitor');
      await emulator.close();
    }
  });
});
