import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { evaluateInWebview, requireDriver } from '../driver.ts';
import { backend, openPanel, panel, pointTargetAt, until } from '../liveCheckPanel.ts';
import { shown } from '../liveCheckStatus.ts';

describe('the live check in a workspace that is not trusted', () => {
  it('does not run, and says why', async function () {
    requireDriver(this);
    assert.equal(vscode.workspace.isTrusted, false);
    const emulator = await backend('strict-intended');
    try {
      await pointTargetAt(emulator.url);
      assert.equal(await vscode.commands.executeCommand('ssot.runLiveCheck'), undefined);
      await vscode.commands.executeCommand('ssot.monitorLiveCheck');
      assert.equal(await shown(), null, 'nothing is monitored either');
      await openPanel();
      const text = await until(panel, ({ headline }) => headline !== '');
      assert.equal(text.headline, 'Not available');
      assert.match(text.sentence, /not trusted/);
      assert.equal(await evaluateInWebview(`document.querySelector('[data-key="run"]').disabled`), true);
    } finally {
      await emulator.close();
    }
  });
});
