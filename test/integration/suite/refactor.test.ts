import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { press, requireDriver, workbenchText } from '../driver.ts';
import {
  activated,
  allShown,
  closeAll,
  golden,
  opened,
  sample,
  settledAs,
  shown,
  textsOf,
  until,
} from './editorState.ts';

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

/** The text of the menu of refactorings. The editor drops a request for it when a provider is registered meanwhile. */
async function refactorMenu(tries = 4): Promise<string> {
  await vscode.commands.executeCommand('editor.action.refactor');
  try {
    return await workbenchText('.action-widget', 5000);
  } catch (error) {
    if (tries === 1) throw error;
    return refactorMenu(tries - 1);
  }
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
    // Those that are not possible are folded away.
    const menu = await refactorMenu();
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
