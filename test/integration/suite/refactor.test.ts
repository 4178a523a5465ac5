import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { press, requireDriver, workbenchText } from '../driver.ts';
import { activated, allShown, closeAll, golden, opened, sample, shown, until } from './editorState.ts';

const chat = 'backend/parley/chat';
const sockets = 'backend/parley/sockets';

/** Our refactorings at the first occurrence of a text, as the Refactor menu lists them. */
async function refactoringsAt(
  { document }: vscode.TextEditor,
  text: string,
  kind = 'refactor',
): Promise<vscode.CodeAction[]> {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not there`);
  const at = document.positionAt(offset + 1);
  const found = await until(
    'refactorings',
    () => codeActions(document.uri, new vscode.Range(at, at), kind),
    (actions) => actions !== undefined,
  );
  return (found ?? []).filter((action) => action.kind?.value.startsWith('refactor.rewrite.ssot.'));
}

/** Undefined where the editor cancelled the request: another extension registered a provider meanwhile. */
async function codeActions(
  uri: vscode.Uri,
  range: vscode.Range,
  kind: string,
): Promise<vscode.CodeAction[] | undefined> {
  try {
    return await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, 100);
  } catch (error) {
    if (error instanceof Error && error.message === 'Canceled') return undefined;
    throw error;
  }
}

function byTitle(actions: readonly vscode.CodeAction[], title: RegExp): vscode.CodeAction {
  const found = actions.find((action) => title.test(action.title));
  assert.ok(found, `${String(title)} is not among\n${actions.map((action) => action.title).join('\n')}`);
  return found;
}

/** The texts of files, by their paths, as the editor has them. */
async function textsOf(paths: readonly string[]): Promise<Record<string, string>> {
  const documents = await Promise.all(paths.map((path) => vscode.workspace.openTextDocument(sample(path))));
  return Object.fromEntries(documents.map((document, at) => [paths[at] ?? '', document.getText()]));
}

/** Puts files back on disk, once nothing of them is unsaved. */
async function restore(texts: Record<string, string>): Promise<void> {
  await closeAll();
  for (const [path, text] of Object.entries(texts))
    await vscode.workspace.fs.writeFile(sample(path), new TextEncoder().encode(text));
  await until(
    'the editor has read them',
    () => textsOf(Object.keys(texts)),
    (read) => Object.entries(texts).every(([path, text]) => read[path] === text),
  );
}

/** Waits until the analysis has nothing to say of files any more. */
async function clean(paths: readonly string[]): Promise<void> {
  await until(
    'nothing is found',
    () => paths.flatMap((path) => shown(sample(path))),
    ({ length }) => length === 0,
  );
}

/** Waits until the analysis has taken in what happened, and shows the same problems as before. */
async function settledAs(problems: readonly string[]): Promise<void> {
  const lacking = (a: readonly string[], b: readonly string[]): string[] =>
    a.filter((each) => !b.includes(each));
  await until(
    'the same problems',
    () => [lacking(problems, allShown()), lacking(allShown(), problems)],
    (difference) => difference.flat().length === 0,
  );
}

describe('refactorings', () => {
  before(activated);
  afterEach(closeAll);

  it('are offered on a use, where there is no diagnostic', async () => {
    const editor = await opened(`${chat}/rooms.py`);
    const use = 'WebSocketManager, text';
    assert.deepEqual(
      shown(editor.document.uri).filter(({ range }) => range.end.line > 2),
      [],
    );
    const action = byTitle(
      await refactoringsAt(editor, use),
      /^Import WebSocketManager from the canonical module$/,
    );
    assert.equal(action.kind?.value, 'refactor.rewrite.ssot.import');
    assert.ok(action.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.equal(editor.document.getText(), golden('rooms.py'));
    await vscode.commands.executeCommand('undo');
    await until(
      'undo brings it back',
      () => shown(editor.document.uri),
      ({ length }) => length === 1,
    );
  });

  it('call the factory, with what the call needs', async () => {
    const editor = await opened(`${chat}/delivery.py`);
    const action = byTitle(await refactoringsAt(editor, 'WebSocketManager('), /^Use the canonical factory/);
    assert.equal(action.kind?.value, 'refactor.rewrite.ssot.factory');
    assert.ok(action.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.equal(editor.document.getText(), golden('delivery.py'));
  });

  it('are offered for TypeScript alike', async () => {
    const editor = await opened('frontend/src/chat/reactions.ts');
    const action = byTitle(await refactoringsAt(editor, 'getSocketClient('), /^Import getSocketClient from/);
    assert.ok(action.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.equal(editor.document.getText(), golden('reactions.ts'));
  });

  it('that are not possible are disabled in the menu', async function () {
    requireDriver(this);
    const editor = await opened(`${chat}/cleanup.py`);
    const at = editor.document.positionAt(editor.document.getText().indexOf('WebSocketManager(') + 1);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.refactor');
    // Those that are not possible are folded away.
    const menu = await workbenchText('.action-widget', 20_000);
    await press('Escape');
    assert.match(menu, /Use the canonical factory .* in all importers .*…[\s\S]*Show Disabled/);
  });

  it('that may change behavior say so, and are entries of their own', async () => {
    const editor = await opened(`${chat}/presence.py`);
    const action = byTitle(
      await refactoringsAt(editor, 'parley.sockets.manager import'),
      /^Suggestion: Import/,
    );
    assert.match(action.title, /may change behavior/);
  });

  it('are none on what no source owns', async () => {
    const editor = await opened(`${chat}/history.py`);
    assert.deepEqual(await refactoringsAt(editor, 'encode_frame'), []);
  });

  it('change all importers of a name, file by file as they are ticked', async () => {
    const paths = [`${chat}/rooms.py`, `${chat}/history.py`];
    const before = await textsOf(paths);
    const problems = allShown();
    try {
      const editor = await vscode.window.showTextDocument(sample(`${sockets}/__init__.py`));
      const action = byTitle(
        await refactoringsAt(editor, 'WebSocketManager, get'),
        /^Import WebSocketManager .* in all importers…$/,
      );
      assert.ok(action.command);
      const { command, arguments: given = [] } = action.command;
      const done = vscode.commands.executeCommand<number>(command, ...(given as unknown[]));
      const accepted = until(
        'the list is accepted',
        async () => {
          await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
          const { [paths[0] ?? '']: text } = await textsOf(paths.slice(0, 1));
          return text;
        },
        (text) => text !== before[paths[0] ?? ''],
      );
      assert.equal(await done, 2);
      await accepted;
      assert.deepEqual(await textsOf(paths), {
        [`${chat}/rooms.py`]: golden('rooms.py'),
        [`${chat}/history.py`]: golden('history.py'),
      });
      await clean(paths);
    } finally {
      await restore(before);
      await settledAs(problems);
    }
  });

  it('of all importers are one step to undo', async () => {
    const paths = [`${chat}/rooms.py`, `${chat}/history.py`];
    const before = await textsOf(paths);
    const problems = allShown();
    try {
      const editor = await opened(`${chat}/rooms.py`);
      const at = editor.document.positionAt(editor.document.getText().indexOf('WebSocketManager') + 1);
      editor.selection = new vscode.Selection(at, at);
      const done = vscode.commands.executeCommand<number>('ssot.importInAllImporters');
      await until(
        'it is changed',
        async () => {
          await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
          return editor.document.getText();
        },
        (text) => text === golden('rooms.py'),
      );
      assert.equal(await done, 2);
      await clean(paths);
      await vscode.window.showTextDocument(editor.document);
      await vscode.commands.executeCommand('undo');
      await until(
        'all of it is undone',
        () => textsOf(paths),
        (texts) => paths.every((path) => texts[path] === before[path]),
      );
    } finally {
      await restore(before);
      await settledAs(problems);
    }
  });
});

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
