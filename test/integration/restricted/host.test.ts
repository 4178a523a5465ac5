import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('an untrusted workspace', () => {
  it('opens in Restricted Mode', () => {
    assert.ok(vscode.workspace.workspaceFolders?.length);
    assert.equal(vscode.workspace.isTrusted, false);
  });
});
