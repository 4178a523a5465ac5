import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunView } from '../../../src/livecheck/panelProtocol.ts';
import { evaluateInWorkbench, press, requireDriver, typeText } from '../driver.ts';
import { pointTargetAt, until } from '../liveCheckPanel.ts';

/**
 * What the editor asks, in an input box or a list, once that has the keyboard: keys that come earlier are lost. A panel that is
 * just shown may have taken it, and a user clicks where the question is.
 */
const asked = `(() => {
  const widget = document.querySelector('.quick-input-widget');
  if (!widget || widget.style.display === 'none') return '';
  if (!widget.contains(document.activeElement)) widget.querySelector('input')?.focus();
  return widget.contains(document.activeElement) ? widget.innerText : '';
})()`;
const question = async (): Promise<string> => String(await evaluateInWorkbench(asked));

const asks = (words: RegExp): Promise<string> => until(question, (text) => words.test(text));

const kindOfInput = `document.querySelector('.quick-input-widget input[type=password]') !== null`;

/** Gives the target of the workspace's configuration an auth service. */
async function nameAuthService(url: string): Promise<void> {
  const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'ssot.config.json');
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const named = text.replace('"apiUrl"', `"authUrl": ${JSON.stringify(url)},\n        "apiUrl"`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(named));
}

async function withoutAuthService(): Promise<void> {
  const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'ssot.config.json');
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  await vscode.workspace.fs.writeFile(
    file,
    new TextEncoder().encode(text.replace(/"authUrl": "[^"]*",\s*/u, '')),
  );
}

const run = (): Thenable<RunView | undefined> => vscode.commands.executeCommand('ssot.runLiveCheck');

describe('the secrets of the live check', () => {
  afterEach(async function () {
    // A question that a failed test has left would hold up every run after it.
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await withoutAuthService();
    await vscode.commands.executeCommand('ssot.forgetStagingSecrets');
    await pointTargetAt('http://127.0.0.1:18080');
  });

  it('may be the bypass key of an auth service, which is asked for anew when the target moves', async function () {
    requireDriver(this);
    // Where names are resolved slowly, each request for one that is nowhere takes as long as a request may.
    this.timeout(240_000);
    await pointTargetAt('https://api.staging.invalid');
    await nameAuthService('https://auth.staging.invalid');
    const running = run();
    await asks(
      /Credentials for https:\/\/api\.staging\.invalid[^]*https:\/\/auth\.staging\.invalid issues tokens/,
    );
    await press('ArrowDown', 'Enter');
    await asks(/Bypass key of the end-to-end simulation of https:\/\/auth\.staging\.invalid/);
    assert.equal(await evaluateInWorkbench(kindOfInput), true);
    await typeText('a bypass key of this test');
    await press('Enter');
    await asks(/Remember on this machine/);
    await press('ArrowDown', 'Enter');
    const ended = await running;
    assert.equal(ended?.state, 'refused', 'no such auth service is there');
    assert.match(ended.message ?? '', /https:\/\/auth\.staging\.invalid|auth\.staging\.invalid/);
    assert.doesNotMatch(JSON.stringify(ended), /a bypass key of this test/);

    // It is stored now, and given to no other host.
    await pointTargetAt('https://api.staging.elsewhere.invalid');
    const moved = run();
    await asks(/Credentials for https:\/\/api\.staging\.elsewhere\.invalid/);
    await press('Escape');
    assert.equal(await moved, undefined);
  });
});
