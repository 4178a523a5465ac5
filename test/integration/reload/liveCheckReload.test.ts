import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { env } from 'node:process';
import * as vscode from 'vscode';
import { clickInWebview, sayReloading } from '../driver.ts';
import { backend, openRung, panel, pointTargetAt, until, type PanelText } from '../liveCheckPanel.ts';

/** What the window before the reload leaves for the one behind it, which runs the same suite from its beginning. */
const leftFile = `${env['SSOT_TEST_RESULTS']}.left.json`;

interface Left {
  readonly runId: string;
  /** The probes that had a result. */
  readonly passed: readonly string[];
}

const isRunning = ({ rungs }: PanelText, probe: string): boolean =>
  rungs.some((rung) => rung.probe === probe && rung.state === 'running');

/** Begins a check, and reloads the window in its midst; the extension host ends with it, and so does this promise never. */
async function reloadInTheMidst(): Promise<never> {
  // Without an application ping this one waits three seconds.
  const emulator = await backend('key-commit-demo');
  await pointTargetAt(emulator.url);
  void vscode.commands.executeCommand('ssot.runLiveCheck');
  const { runId, rungs } = await until(panel, (shown) => isRunning(shown, 'liveness'));
  const passed = rungs.filter(({ state }) => state === 'pass').map(({ probe }) => probe);
  assert.ok(passed.length > 2, `results before the reload: ${passed.join()}`);
  writeFileSync(leftFile, JSON.stringify({ runId, passed } satisfies Left));
  await sayReloading();
  await vscode.commands.executeCommand('workbench.action.reloadWindow');
  return new Promise(() => undefined);
}

describe('a live check whose window is reloaded in its midst', () => {
  let left: Left;
  let shown: PanelText;

  before(async () => {
    if (!existsSync(leftFile)) await reloadInTheMidst();
    left = JSON.parse(readFileSync(leftFile, 'utf8')) as Left;
    // Nobody opens the panel: the editor restores it, and that starts the extension.
    shown = await until(panel, ({ headline }) => headline !== '');
  });

  it('is shown again as a run that was cancelled, and never as one that passed', () => {
    assert.equal(shown.runId, left.runId);
    assert.equal(shown.run, 'cancelled');
    assert.equal(shown.headline, 'ENDED EARLY');
    assert.match(shown.sentence, /^The window was closed or reloaded while the check was running\./);
  });

  it('keeps what was found before, and skips the rest', () => {
    for (const { probe, state } of shown.rungs) {
      const expected = left.passed.includes(probe) ? /^pass$/ : /^(?:skipped|warn|fail)$/;
      assert.match(state, expected, probe);
    }
    assert.equal(shown.rungs.find(({ probe }) => probe === 'liveness')?.state, 'skipped');
  });

  it('still has the evidence', async () => {
    await openRung('handshake');
    const { evidence } = await until(panel, (text) => Number(text.evidence['handshake']) > 0);
    assert.ok(Number(evidence['handshake']) > 0);
  });

  it('can be run again to its end', async () => {
    const emulator = await backend('strict-intended');
    try {
      await pointTargetAt(emulator.url);
      // A run asks whom the panel shows.
      await until(panel, ({ target }) => target.includes(emulator.url));
      await clickInWebview('[data-key="run"]', { contains: 'Probes' });
      const ended = await until(panel, ({ run, runId }) => run === 'finished' && runId !== left.runId);
      assert.equal(ended.headline, 'PASSED');
      assert.equal(emulator.connections(), 0, 'a finished run leaves no socket');
    } finally {
      await emulator.close();
    }
  });
});
