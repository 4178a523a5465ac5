import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import * as vscode from 'vscode';
import { press, requireDriver, workbenchText } from '../driver.ts';

const own = 'ssot-migrator.ssot-migrator';

describe('the editor under test', () => {
  it('is the version that was asked for, and 1.100 or newer', () => {
    const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
    assert.ok(major > 1 || minor >= 100, vscode.version);
    assert.ok(vscode.version.startsWith(env['SSOT_TEST_VERSION'] ?? ''), vscode.version);
  });

  it('has the extension under development', () => {
    const found = vscode.extensions.all.find(({ id }) => id === own);
    assert.ok(found, vscode.extensions.all.map(({ id }) => id).join(' '));
    assert.equal((found.packageJSON as { displayName?: string }).displayName, 'SSOT Migrator');
  });

  it('opens the copy of the sample workspace, trusted, and may write into it', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    assert.equal(vscode.workspace.isTrusted, true);
    const file = vscode.Uri.joinPath(folder.uri, 'written-by-the-suite.txt');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('once'));
    assert.equal(readFileSync(join(folder.uri.fsPath, 'written-by-the-suite.txt'), 'utf8'), 'once');
    await vscode.workspace.fs.delete(file);
  });

  it('takes keys and shows what they did', async function () {
    requireDriver(this);
    await press('F1');
    const shown = await workbenchText('.quick-input-widget');
    assert.match(shown, /\w/);
    await press('Escape');
  });
});
