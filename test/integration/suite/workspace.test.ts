import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { activated, allShown, closeAll, opened, sample, shown, until } from './editorState.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

describe('the analysis of the workspace', () => {
  let api: ExtensionApi;
  let everything: string[];

  before(async () => {
    api = await activated();
    console.log(`      activate() took ${api.activationMs.toFixed(1)} ms`);
    // A document whose tab was closed just now may still be shown by who served it.
    everything = await until(
      'what is shown is what was found',
      allShown,
      ({ length }) => length > 10 && length === api.session.store.counts().violations,
    );
  });
  afterEach(closeAll);

  const difference = (): string[] => {
    const found = allShown();
    return [
      ...everything.filter((each) => !found.includes(each)).map((each) => `- ${each}`),
      ...found.filter((each) => !everything.includes(each)).map((each) => `+ ${each}`),
    ];
  };
  const none = (found: string[]): boolean => found.length === 0;

  it('is counted in the status bar, whose click opens the Problems panel', () => {
    const { violations } = api.session.store.counts();
    assert.equal(violations, everything.length);
    const { shown: status } = api.statusBar;
    assert.ok(status);
    assert.equal(status.text, `$(git-merge) SSOT: ${violations}`);
    assert.equal(status.command?.id, 'workbench.actions.view.problems');
  });

  it('is the same after a scan that the user asks for', async () => {
    await vscode.commands.executeCommand('ssot.scanWorkspace');
    await until('the same diagnostics', difference, none);
    // A configuration that another test touched may have begun one more scan.
    await until(
      'it is ready',
      () => api.session.state.kind,
      (kind) => kind === 'ready',
    );
  });

  it('is the same after a restart', async () => {
    await vscode.commands.executeCommand('ssot.restartAnalysis');
    await until(
      'it is ready',
      () => api.session.state.kind,
      (kind) => kind === 'ready',
    );
    await until('the same diagnostics', difference, none);
  });

  it('follows files that are made and deleted on disk', async () => {
    const uri = sample('backend/parley/chat/newcomer.py');
    await vscode.workspace.fs.writeFile(
      uri,
      encoder.encode('from parley.sockets import WebSocketManager\n\nprint(WebSocketManager)\n'),
    );
    await until(
      'the new file has one',
      () => shown(uri),
      ({ length }) => length === 1,
    );
    await vscode.workspace.fs.delete(uri);
    await until(
      'it has none',
      () => shown(uri),
      ({ length }) => length === 0,
    );
  });

  it('shows a broken configuration at the key, stops what it covers, and comes back', async () => {
    const uri = sample('ssot.config.json');
    const right = await vscode.workspace.fs.readFile(uri);
    const broken = decoder
      .decode(right)
      .replace('"classes": ["WebSocketManager"]', '"classes": "WebSocketManager"');
    try {
      await vscode.workspace.fs.writeFile(uri, encoder.encode(broken));
      const [problem] = await until(
        'it is marked',
        () => shown(uri),
        ({ length }) => length === 1,
      );
      const document = await vscode.workspace.openTextDocument(uri);
      assert.equal(problem && document.getText(problem.range), '"WebSocketManager"');
      assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
      await until(
        'the status warns',
        () => api.statusBar.shown?.look,
        (look) => look === 'warning',
      );
    } finally {
      await vscode.workspace.fs.writeFile(uri, right);
    }
    await until(
      'the problem goes',
      () => shown(uri),
      ({ length }) => length === 0,
    );
    await until('the same diagnostics', difference, none);
    await until(
      'the status counts',
      () => api.statusBar.shown?.look,
      (look) => look === 'plain',
    );
  });

  it('can be turned off, and on again', async () => {
    // Open, so that the language service plugin has to fall silent as well.
    await opened('frontend/src/chat/reactions.ts');
    const section = vscode.workspace.getConfiguration('ssot');
    try {
      await section.update('enable', false, vscode.ConfigurationTarget.Workspace);
      await until('nothing is shown', allShown, none);
    } finally {
      await section.update('enable', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until('the same diagnostics', difference, none);
  });

  it('shows each violation of an open TypeScript document once, whoever produces it', async () => {
    const editor = await opened('frontend/src/chat/roomView.ts');
    const path = editor.document.uri.fsPath;
    const produced = (): string => `${api.tsPlugin.serves(path)} ${shown(editor.document.uri).length}`;
    // Whether the plugin serves it depends on the editor's TypeScript; that there is one diagnostic does not.
    await until('there is one', produced, (state) => /^(true|false) 1$/.test(state));
    assert.equal(shown(editor.document.uri).length, 1);
  });

  it('has a command for all that its links and buttons name', async () => {
    const known = await vscode.commands.getCommands(true);
    const { contributes } = vscode.extensions.getExtension('ssot-migrator.ssot-migrator')!.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    const missing = contributes.commands.map(({ command }) => command).filter((id) => !known.includes(id));
    assert.deepEqual(missing, []);
    assert.ok(known.includes('workbench.actions.view.problems'));
  });
});
