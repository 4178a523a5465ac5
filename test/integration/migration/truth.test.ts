import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { requireDriver, workbenchText } from '../driver.ts';
import { activated, closeAll, opened, sample, until } from '../suite/editorState.ts';

const manager = 'backend/parley/sockets/websocket_manager.py';

/** The code lenses of a file with what they say, once the counts have come. */
async function lenses(uri: vscode.Uri): Promise<Record<string, vscode.Command>> {
  // Of a document that is not open nobody may ask.
  const document = await vscode.workspace.openTextDocument(uri);
  const found = await until(
    'the code lenses',
    async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        100,
      );
      return all.filter(({ command }) => command?.title.startsWith('SSOT:'));
    },
    ({ length }) => length > 0,
  );
  return Object.fromEntries(
    found.flatMap(({ range, command }) => (command ? [[document.getText(range), command]] : [])),
  );
}

function cursorAt(editor: vscode.TextEditor, text: string): void {
  const offset = editor.document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not there`);
  const at = editor.document.positionAt(offset + 1);
  editor.selection = new vscode.Selection(at, at);
}

describe('the source of truth in the editor', () => {
  before(activated);
  afterEach(closeAll);

  it('says above the canonical class and the factory how they are used', async () => {
    const found = await lenses(sample(manager));
    assert.deepEqual(Object.keys(found).sort(), ['WebSocketManager', 'get_websocket_manager']);
    assert.match(
      found['WebSocketManager']?.title ?? '',
      /^SSOT: \d+ imports, \d+% canonical; \d+ constructions?$/,
    );
    assert.match(
      found['get_websocket_manager']?.title ?? '',
      /^SSOT: \d+ imports?, \d+% canonical; \d+ calls?$/,
    );
  });

  it('says so above a copy, and leads to who uses it', async function () {
    const uri = sample('backend/parley/sockets/manager.py');
    const found = await lenses(uri);
    const [command] = Object.values(found);
    assert.match(command?.title ?? '', /^SSOT: double: \d+ import/);
    requireDriver(this);
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand(
      command?.command ?? '',
      ...((command?.arguments ?? []) as unknown[]),
    );
    assert.match(await workbenchText('.peekview-widget'), /Locations \(\d+\)/);
    await vscode.commands.executeCommand('closeReferenceSearch');
  });

  it('counts again when a file was saved', async () => {
    const uri = sample('backend/parley/chat/more.py');
    const before = (await lenses(sample(manager)))['get_websocket_manager']?.title ?? '';
    const line = 'from parley.sockets.websocket_manager import get_websocket_manager\n';
    try {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(line));
      const count = (title: string): number => Number(/(\d+) import/.exec(title)?.[1]);
      await until(
        'one import more',
        async () => count((await lenses(sample(manager)))['get_websocket_manager']?.title ?? ''),
        (now) => now === count(before) + 1,
      );
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('goes from a legacy name to the canonical definition', async () => {
    const editor = await opened('backend/parley/chat/rooms.py');
    cursorAt(editor, 'WebSocketManager');
    await vscode.commands.executeCommand('ssot.goToCanonical');
    const there = vscode.window.activeTextEditor;
    assert.equal(there?.document.uri.fsPath, sample(manager).fsPath);
    assert.match(there.document.lineAt(there.selection.active.line).text, /^class WebSocketManager/);
  });

  it('stays where it is on a name that is nobody’s', async () => {
    const editor = await opened('backend/parley/chat/rooms.py');
    editor.selection = new vscode.Selection(0, 5, 0, 5);
    await vscode.commands.executeCommand('ssot.goToCanonical');
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
    assert.equal(await vscode.commands.executeCommand('ssot.findLegacyUses'), 0);
  });

  it('finds all legacy uses of a name', async function () {
    const editor = await opened('backend/parley/chat/rooms.py');
    cursorAt(editor, 'WebSocketManager');
    const count = await vscode.commands.executeCommand<number>('ssot.findLegacyUses');
    assert.ok(count > 1, `${count} uses`);
    requireDriver(this);
    assert.match(await workbenchText('.peekview-widget'), /Locations \(\d+\)/);
    await vscode.commands.executeCommand('closeReferenceSearch');
  });

  it('says in a hover what a legacy name of Python is and what replaces it', async () => {
    const { document } = await opened('backend/parley/chat/rooms.py');
    const at = document.positionAt(document.getText().indexOf('WebSocketManager') + 1);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
      .join('\n');
    assert.match(
      text,
      /SSOT: in place of `WebSocketManager`, take `WebSocketManager` from `parley\.sockets\.websocket_manager`/,
    );
    assert.match(
      text,
      /`WebSocketManager` here is the class `WebSocketManager` in `backend\/parley\/sockets\//,
    );
    assert.match(text, /\[Go to Canonical\]\(command:ssot\.goToCanonical\?/);
  });
});
