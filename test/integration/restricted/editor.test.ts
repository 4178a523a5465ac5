import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  activated,
  allShown,
  applyPreferred,
  closeAll,
  golden,
  opened,
  until,
} from '../suite/editorState.ts';

describe('the editor in an untrusted workspace', () => {
  afterEach(closeAll);

  it('shows violations and fixes them: nothing of the workspace is run for it', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await activated();
    await until('the first scan', allShown, ({ length }) => length > 10);
    const editor = await opened('backend/parley/chat/rooms.py');
    assert.equal(await applyPreferred(editor), golden('rooms.py'));
  });
});
