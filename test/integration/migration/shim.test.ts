import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { click, hasDriver, requireDriver, workbenchText } from '../driver.ts';
import { activated, allShown, closeAll, sample, settledAs, textsOf, until } from '../suite/editorState.ts';

const pool = 'backend/parley/sockets/connection_pool.py';
const importer = 'backend/parley/chat/reactions.py';

const shim = `"""An older name for the manager, kept for those who still use it."""

import warnings

from parley.sockets.websocket_manager import WebSocketManager as ConnectionPool

__all__ = ["ConnectionPool"]

warnings.warn(
    "parley.sockets.connection_pool is deprecated; "
    "import from parley.sockets.websocket_manager",
    DeprecationWarning,
    stacklevel=2,
)
`;

/** Accepts the list that a command shows, until what it does has come about. Where it ends without that, says what it told. */
async function accepted(what: string, done: Thenable<number>, isDone: () => Promise<boolean>): Promise<void> {
  let ended: number | undefined;
  done.then(
    (count) => (ended = count),
    () => (ended = 0),
  );
  await until(
    what,
    async () => {
      const hasEnded = ended !== undefined;
      if (await isDone()) return true;
      if (hasEnded) assert.fail(`${what}: the command ended with ${ended}, and told “${await told()}”`);
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return false;
    },
    (isThere) => isThere,
  );
}

/** What the notifications say. */
async function told(): Promise<string> {
  if (!hasDriver) return 'what nobody can read here';
  await vscode.commands.executeCommand('notifications.showList');
  return workbenchText('.notifications-center', 2000).catch(() => 'nothing');
}

async function textOf(path: string): Promise<string> {
  return (await textsOf([path]))[path] ?? '';
}

async function isThere(path: string): Promise<boolean> {
  return vscode.workspace.fs.stat(sample(path)).then(
    () => true,
    () => false,
  );
}

async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(sample(path), new TextEncoder().encode(text));
}

describe('legacy modules', () => {
  before(activated);
  afterEach(closeAll);

  it('become deprecation shims, shown beside what they were, in one step to undo', async () => {
    const before = await textOf(pool);
    const problems = allShown();
    try {
      const done = vscode.commands.executeCommand<number>('ssot.turnIntoShim', sample(pool));
      await until(
        'the change is shown',
        () => vscode.window.tabGroups.activeTabGroup.activeTab?.input,
        (input) => input instanceof vscode.TabInputTextDiff,
      );
      await accepted('it is a shim', done, async () => (await textOf(pool)) === shim);
      assert.equal(await done, 1);
      // Who imports it is told so as before.
      await settledAs(problems);
      await vscode.window.showTextDocument(sample(pool));
      await vscode.commands.executeCommand('undo');
      await until(
        'it is undone',
        () => textOf(pool),
        (text) => text === before,
      );
    } finally {
      await closeAll();
      await write(pool, before);
      await settledAs(problems);
    }
  });

  it('that nobody imports any more are deleted, and brought back by the message', async function () {
    requireDriver(this);
    const [before, poolBefore] = [await textOf(importer), await textOf(pool)];
    const problems = allShown();
    await closeAll();
    try {
      await write(importer, '"""Reactions are somewhere else now."""\n');
      await until(
        'the importer has no problem any more',
        () => vscode.languages.getDiagnostics(sample(importer)),
        ({ length }) => length === 0,
      );
      const done = vscode.commands.executeCommand<number>('ssot.removeDeadShim', sample(pool));
      await accepted('it is deleted', done, async () => !(await isThere(pool)));
      assert.equal(await done, 1);
      // A toast may be gone by now; the list keeps what it said.
      await vscode.commands.executeCommand('notifications.showList');
      await click('.notifications-center .monaco-button:has-text("Restore")');
      await until(
        'the file is back',
        () => isThere(pool),
        (there) => there,
      );
      assert.equal(await textOf(pool), poolBefore);
    } finally {
      await closeAll();
      await write(importer, before);
      await write(pool, poolBefore);
      await settledAs(problems);
    }
  });

  it('that are needed are neither', async () => {
    const manager = 'backend/parley/sockets/__init__.py';
    assert.equal(await vscode.commands.executeCommand('ssot.turnIntoShim', sample(manager)), 0);
    assert.equal(await vscode.commands.executeCommand('ssot.removeDeadShim', sample(pool)), 0);
    assert.ok(await isThere(pool));
  });
});
