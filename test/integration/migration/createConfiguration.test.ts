import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, allShown, closeAll, sample, settledAs } from '../suite/editorState.ts';

describe('Create Configuration', () => {
  let problems: readonly string[];
  before(async () => {
    await activated();
    problems = allShown();
  });
  afterEach(closeAll);

  it('opens the configuration that is there', async () => {
    await vscode.commands.executeCommand('ssot.createConfiguration');
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.uri.scheme, 'file');
    assert.match(document.uri.path, /\/ssot\.config\.json$/);
  });

  it('proposes one from the code where there is none, to be read before it is saved', async () => {
    const uri = sample('ssot.config.json');
    const own = await vscode.workspace.fs.readFile(uri);
    await vscode.workspace.fs.delete(uri);
    try {
      await vscode.commands.executeCommand('ssot.createConfiguration');
      const { document } = vscode.window.activeTextEditor!;
      assert.equal(document.uri.scheme, 'untitled');
      assert.ok(document.isDirty);
      assert.equal(document.languageId, 'jsonc');
      const text = document.getText();
      assert.match(text, /Proposed from \d+ files/);
      assert.match(text, /"module": "frontend\/src\/realtime\/socketClient"/);
      // What somebody has begun to correct is not proposed again.
      await vscode.window.activeTextEditor!.edit((edit) => {
        edit.insert(new vscode.Position(0, 0), '// mine\n');
      });
      await vscode.commands.executeCommand('ssot.createConfiguration');
      assert.match(vscode.window.activeTextEditor!.document.getText(), /^\/\/ mine\n/);
    } finally {
      await closeAll();
      await vscode.workspace.fs.writeFile(uri, own);
      await settledAs(problems);
    }
  });
});
