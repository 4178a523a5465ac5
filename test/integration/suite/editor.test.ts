import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  actionsAt,
  activated,
  allShown,
  applyPreferred,
  closeAll,
  golden,
  lastStruck,
  opened,
  ruleOf,
  sample,
  shown,
  struckThrough,
  until,
} from './editorState.ts';

const chat = 'backend/parley/chat';

describe('violations in the editor', () => {
  before(activated);
  afterEach(closeAll);

  it('are in the Problems panel for every file, though none is open', async () => {
    const found = await until('the first scan', allShown, ({ length }) => length > 10);
    for (const expected of [
      `${chat}/rooms.py legacy-import`,
      `${chat}/typing_indicator.py legacy-import`,
      `${chat}/history.py legacy-import`,
      `${chat}/presence.py legacy-import`,
      `${chat}/reactions.py legacy-import`,
      `${chat}/delivery.py direct-construction`,
      `${chat}/cleanup.py direct-construction`,
      `${chat}/uploads.py broken-import`,
      `${chat}/moderation.py unused-suppression`,
      'frontend/src/chat/roomView.ts legacy-import',
      'frontend/src/chat/composer.ts direct-construction',
      'frontend/src/chat/memberList.ts legacy-import',
    ])
      assert.ok(found.includes(expected), `${expected} is not among\n${found.join('\n')}`);
  });

  it('are neither in the files that own a source nor where a test wants the failure', () => {
    const wrong = allShown().filter((each) =>
      /\/sockets\/|\/realtime\/|\/legacy\/|test_deprecation/.test(each),
    );
    assert.deepEqual(wrong, []);
  });

  it('say the rule, with a link to its page', async () => {
    const editor = await opened(`${chat}/rooms.py`);
    const [diagnostic] = shown(editor.document.uri);
    assert.ok(diagnostic && typeof diagnostic.code === 'object');
    assert.equal(diagnostic.code.value, 'legacy-import');
    assert.equal(diagnostic.code.target.toString(true), 'command:ssot.showRule?["legacy-import"]');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.match(diagnostic.message, /the source of truth is parley\.sockets\.websocket_manager/);
  });

  it('tell on hover how sure the fix of a legacy symbol is', async () => {
    const { document } = await opened('frontend/src/chat/reactions.ts');
    const [diagnostic] = shown(document.uri);
    const specifier = document.getText().indexOf("'", document.offsetAt(diagnostic!.range.start)) + 2;
    await until(
      'the language service plugin answers',
      async () =>
        await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          document.positionAt(specifier),
        ),
      (hovers) =>
        hovers
          .flatMap(({ contents }) => contents)
          .some(
            (content) =>
              content instanceof vscode.MarkdownString && content.value.includes('SSOT: The fix is safe'),
          ),
    );
  });

  for (const [path, expected] of [
    [
      `${chat}/history.py`,
      /^from parley\.sockets import ~WebSocketManager~, encode_frame\n[^~]*manager: ~WebSocketManager~, [^~]*$/m,
    ],
    [
      'frontend/src/chat/roomView.ts',
      /^import \{ ~SocketClient~, reconnectDelay \} from [^~]*client: ~SocketClient~, [^~]*$/m,
    ],
  ] as const)
    it(`strike the legacy names through, and nothing else of their statement: ${path}`, async () => {
      // As a user opens it: what the API opens stays open for minutes.
      await vscode.commands.executeCommand('vscode.open', sample(path));
      const editor = vscode.window.activeTextEditor!;
      const { document } = editor;
      await until(
        'the names are struck through',
        () => struckThrough(document),
        (text) => expected.test(text),
      );
      const [violation] = shown(document.uri);
      assert.deepEqual(violation?.tags ?? [], []);
      assert.ok(document.getText(violation?.range).startsWith(path.endsWith('.py') ? 'from ' : 'import '));
      const actions = (await actionsAt(editor)).map(({ title }) => title);
      assert.deepEqual(actions, [...new Set(actions)]);
      // A use is far from its import, and has the same fix.
      const there = await actionsAt(editor, lastStruck(document));
      assert.deepEqual(
        there.map(({ title }) => title),
        actions.filter((title) => !title.startsWith('Suppress ')),
      );
    });

  for (const [path, name] of [
    [`${chat}/rooms.py`, 'rooms.py'],
    [`${chat}/history.py`, 'history.py'],
    [`${chat}/reactions.py`, 'reactions.py'],
    [`${chat}/typing_indicator.py`, 'typing_indicator.py'],
    [`${chat}/invitations.py`, 'invitations.py'],
    [`${chat}/delivery.py`, 'delivery.py'],
    ['frontend/src/chat/reactions.ts', 'reactions.ts'],
  ] as const)
    it(`are gone after the preferred fix: ${path}`, async () => {
      const editor = await opened(path);
      assert.equal(await applyPreferred(editor), golden(name));
      await until(
        'the diagnostic goes',
        () => shown(editor.document.uri).map(ruleOf),
        ({ length }) => length === 0,
      );
      await vscode.commands.executeCommand('undo');
      await until(
        'undo brings it back',
        () => shown(editor.document.uri),
        ({ length }) => length === 1,
      );
    });

  it('of another class are only suggested, with the difference in the title', async () => {
    const actions = await actionsAt(await opened(`${chat}/presence.py`));
    const fixes = actions.filter(({ edit, title }) => edit && !title.startsWith('Suppress'));
    assert.equal(fixes.length, 1, actions.map(({ title }) => title).join('\n'));
    assert.match(
      fixes[0]?.title ?? '',
      /^Suggestion: Import WebSocketManager .*may change behavior: .*different/,
    );
    assert.ok(!actions.some(({ isPreferred }) => isPreferred));
  });

  it('without a fix say why', async () => {
    const actions = await actionsAt(await opened(`${chat}/cleanup.py`));
    const reason = /no user_context is in scope/;
    const explain = actions.find(({ command }) => command?.command === 'ssot.explainFix');
    assert.match(String(explain?.command?.arguments?.[0]), reason);
    assert.ok(!actions.some(({ isPreferred }) => isPreferred));
    assert.ok(!actions.some(({ edit, title }) => edit && !title.startsWith('Suppress')));
  });

  it('can be suppressed, with the cursor where the reason goes', async () => {
    const editor = await opened(`${chat}/uploads.py`);
    const line = shown(editor.document.uri)[0]?.range.start.line ?? 0;
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await vscode.commands.executeCommand('editor.action.codeAction', {
      kind: 'quickfix.suppress',
      apply: 'first',
    });
    const comment = '# ssot-disable-next-line broken-import -- ';
    await until(
      'the comment is there',
      () => editor.document.lineAt(line).text,
      (text) => text === comment,
    );
    assert.deepEqual(editor.selection.active, new vscode.Position(line, comment.length));
    await until(
      'a suppression without a reason is reported',
      () => shown(editor.document.uri).map(ruleOf).sort(),
      (rules) => rules.join() === 'broken-import,unused-suppression',
    );
    await vscode.commands.executeCommand('type', { text: 'compression comes with the next release' });
    await until(
      'it is suppressed',
      () => shown(editor.document.uri).map(ruleOf),
      ({ length }) => length === 0,
    );
  });

  it('follow what is typed', async () => {
    const editor = await opened(`${chat}/rooms.py`);
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(2, 0), 'from parley.sockets.manager import WebSocketManager as Old\n'),
    );
    await until(
      'two are shown',
      () => shown(editor.document.uri),
      ({ length }) => length === 2,
    );
  });

  it('stay when their file is closed, as the file on disk has them', async () => {
    const editor = await opened(`${chat}/rooms.py`);
    const { uri } = editor.document;
    await editor.edit((edit) => edit.delete(new vscode.Range(2, 0, 3, 0)));
    await until(
      'none is shown',
      () => shown(uri),
      ({ length }) => length === 0,
    );
    await closeAll();
    await until(
      'the one on disk is shown',
      () => shown(uri),
      ({ length }) => length === 1,
    );
  });
});
