import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, allShown, closeAll, sample, settledAs, textsOf, until } from './editorState.ts';

const chat = 'backend/parley/chat';
const sockets = 'backend/parley/sockets';

describe('a module that is renamed in the editor', () => {
  before(activated);
  afterEach(closeAll);

  const importers = [
    'ssot.config.json',
    `${sockets}/__init__.py`,
    `${sockets}/connection_pool.py`,
    `${chat}/cleanup.py`,
    `${chat}/delivery.py`,
    `${chat}/digest.py`,
    `${chat}/uploads.py`,
    'backend/tests/test_deprecation.py',
  ];

  async function rename(from: string, to: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(sample(from), sample(to));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await vscode.workspace.saveAll(false);
  }

  /** Waits until a violation of a file names what is new, whoever shows it. */
  async function known(path: string, name: string): Promise<void> {
    const { session } = await activated();
    await until(
      `the analysis knows ${name}`,
      () => session.store.violationsOf(sample(path).fsPath).map(({ message }) => message),
      (messages) => messages.some((message) => message.includes(name)),
    );
  }

  it('takes its importers and the configuration along, and back', async () => {
    const before = await textsOf(importers);
    const problems = allShown();
    await rename(`${sockets}/websocket_manager.py`, `${sockets}/hub.py`);
    try {
      const after = await textsOf(importers);
      for (const path of importers) {
        const expected = before[path]
          ?.replaceAll('parley.sockets.websocket_manager', 'parley.sockets.hub')
          .replaceAll('from .websocket_manager import', 'from .hub import');
        assert.notEqual(after[path], before[path], path);
        assert.equal(after[path], expected, path);
      }
      await known(`${chat}/cleanup.py`, 'parley.sockets.hub');
      await settledAs(problems);
    } finally {
      await rename(`${sockets}/hub.py`, `${sockets}/websocket_manager.py`);
    }
    assert.deepEqual(await textsOf(importers), before);
    await known(`${chat}/cleanup.py`, 'parley.sockets.websocket_manager');
    await settledAs(problems);
  });

  it('takes the strings of mocks along in TypeScript', async () => {
    const paths = ['ssot.config.json', 'frontend/src/chat/reactions.test.ts'];
    const before = await textsOf(paths);
    await known(paths[1] ?? '', 'socketManager');
    await rename('frontend/src/legacy/socketManager.ts', 'frontend/src/legacy/oldManager.ts');
    try {
      const after = await textsOf(paths);
      assert.match(after[paths[0] ?? ''] ?? '', /"frontend\/src\/legacy\/oldManager"/);
      assert.match(after[paths[1] ?? ''] ?? '', /vi\.mock\('\.\.\/legacy\/oldManager'\)/);
      await known('frontend/src/chat/reactions.test.ts', 'oldManager');
    } finally {
      await rename('frontend/src/legacy/oldManager.ts', 'frontend/src/legacy/socketManager.ts');
    }
    assert.deepEqual(await textsOf(paths), before);
    await known(paths[1] ?? '', 'socketManager');
  });

  it('that no source names stays alone', async () => {
    const before = await textsOf([`${sockets}/__init__.py`]);
    await rename(`${sockets}/frames.py`, `${sockets}/wire.py`);
    try {
      assert.deepEqual(await textsOf([`${sockets}/__init__.py`]), before);
    } finally {
      await rename(`${sockets}/wire.py`, `${sockets}/frames.py`);
    }
  });
});
