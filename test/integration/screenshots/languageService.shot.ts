import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { press, requireDriver, screenshot, workbenchText } from '../driver.ts';
import { activated, closeAll, sample, struckThrough, until } from '../suite/editorState.ts';
import { tidy } from './tidy.ts';

/** Opens a file, and waits until the language service plugin serves it. */
async function served(path: string): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('vscode.open', sample(path));
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Error(`${path} has no editor`);
  await until(
    'the plugin tells of it',
    () => vscode.languages.getDiagnostics(editor.document.uri).map(({ code }) => typeof code),
    (codes) => codes.includes('number'),
    60_000,
  );
  return editor;
}

describe('screenshots of what the language service plugin adds', () => {
  before(activated);
  beforeEach(async function () {
    requireDriver(this);
    await tidy();
  });
  afterEach(closeAll);

  it('with the hover on a legacy name', async () => {
    const editor = await served('frontend/src/chat/roomView.ts');
    await until(
      'it is struck through',
      () => struckThrough(editor.document),
      (text) => text.includes('client: ~SocketClient~'),
    );
    const at = editor.document.positionAt(editor.document.getText().indexOf('client: ') + 12);
    editor.selection = new vscode.Selection(at, at);
    await delay(300);
    await vscode.commands.executeCommand('editor.action.showHover');
    await until(
      'the hover says both',
      () => workbenchText('.monaco-hover:not(.hidden)', 2000).catch(() => ''),
      (text) => text.includes('is legacy') && text.includes('The fix is safe'),
    );
    await delay(500);
    await screenshot('editor-hover');
    await press('Escape');
  });

  it('with completions', async () => {
    const editor = await served('frontend/src/chat/notifier.ts');
    const { document } = editor;
    const typed = 'export const client = Socket';
    await editor.edit((edit) => edit.insert(new vscode.Position(document.lineCount, 0), `\n${typed}`));
    const end = document.lineAt(document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(end, end);
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await until(
      'the legacy name is offered',
      () => workbenchText('.suggest-widget', 2000).catch(() => ''),
      (text) => text.includes('legacy/socketManager'),
    );
    await delay(500);
    await screenshot('editor-completions');
    await press('Escape');
  });
});
