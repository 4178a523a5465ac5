import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeAll, golden, opened, sample, shown, until } from './editorState.ts';

const chat = 'backend/parley/chat';
const encoder = new TextEncoder();

/** Sets a setting of the workspace; undefined removes it. */
const set = (section: string, key: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Workspace);

/** Runs a test that saves a file, and puts the file back. */
async function restoring(path: string, run: (uri: vscode.Uri) => Promise<void>): Promise<void> {
  const uri = sample(path);
  const before = await vscode.workspace.fs.readFile(uri);
  const diagnostics = shown(uri).length;
  try {
    await run(uri);
  } finally {
    await closeAll();
    await vscode.workspace.fs.writeFile(uri, before);
    await until(
      'the file is as it was',
      () => shown(uri),
      ({ length }) => length === diagnostics,
    );
  }
}

describe('fixing a whole file', () => {
  before(activated);
  afterEach(async () => {
    await closeAll();
    await set('editor', 'codeActionsOnSave', undefined);
    await set('ssot', 'fixAll.includeRepairs', undefined);
  });

  it('applies what is safe, in one step to undo, and says how many', async () => {
    const editor = await opened(`${chat}/history.py`);
    const before = editor.document.getText();
    assert.equal(await vscode.commands.executeCommand('ssot.fixFile'), 1);
    assert.equal(editor.document.getText(), golden('history.py'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  it('leaves repairs to those who allow them', async () => {
    const editor = await opened(`${chat}/typing_indicator.py`);
    const before = editor.document.getText();
    assert.equal(await vscode.commands.executeCommand('ssot.fixFile'), 0);
    assert.equal(editor.document.getText(), before);
    await set('ssot', 'fixAll.includeRepairs', true);
    assert.equal(await vscode.commands.executeCommand('ssot.fixFile'), 1);
    assert.equal(editor.document.getText(), golden('typing_indicator.py'));
  });

  it('never applies a suggestion', async () => {
    await set('ssot', 'fixAll.includeRepairs', true);
    const editor = await opened(`${chat}/presence.py`);
    const before = editor.document.getText();
    assert.equal(await vscode.commands.executeCommand('ssot.fixFile'), 0);
    assert.equal(editor.document.getText(), before);
  });

  it('happens on saving where the user asks for it, to what was typed last', async () => {
    await set('editor', 'codeActionsOnSave', { 'source.fixAll.ssot': 'explicit' });
    await restoring(`${chat}/rooms.py`, async (uri) => {
      const fixed = golden('rooms.py');
      await vscode.workspace.fs.writeFile(uri, encoder.encode(fixed));
      const editor = await vscode.window.showTextDocument(uri);
      await until(
        'the file is clean',
        () => shown(uri),
        ({ length }) => length === 0,
      );
      const line = 'from parley.sockets import get_websocket_manager\n';
      await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), line));
      assert.ok(await editor.document.save());
      await until(
        'what was typed is fixed',
        () => shown(uri),
        ({ length }) => length === 0,
      );
      const saved = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      // The import that is there already takes the name in.
      assert.equal(
        saved,
        fixed.replace('import WebSocketManager\n', 'import WebSocketManager, get_websocket_manager\n'),
      );
    });
  });
});
