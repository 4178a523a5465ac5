import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { evaluateInWorkbench, requireDriver } from '../driver.ts';
import { compareWithGoldens } from '../goldenProjects.ts';
import { sample, until } from '../suite/editorState.ts';

describe('the golden files in an editor with TypeScript 7', function () {
  it('has TypeScript 7 and no server that loads plugins', async () => {
    const uri = sample('wrong.ts');
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode(`export const wrong: number = 'text';\n`),
    );
    await vscode.window.showTextDocument(uri);
    await until(
      'TypeScript 7 finds an error of types',
      () => vscode.languages.getDiagnostics(uri).map(({ message, source }) => `${source}: ${message}`),
      (found) => found.some((each) => each.includes(`'string' is not assignable to type 'number'`)),
    );
    assert.ok(!(await vscode.commands.getCommands(true)).includes('typescript.tsserverRequest'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(uri);
  });

  compareWithGoldens.call(this, 'editor without the plugin', 6);

  it('announces no error', async function () {
    requireDriver(this);
    const errors = await evaluateInWorkbench(
      `[...document.querySelectorAll('.notification-list-item')]
        .filter((each) => each.querySelector('.codicon-error, .codicon-warning'))
        .map((each) => each.textContent)`,
    );
    assert.deepEqual(errors, []);
  });
});
