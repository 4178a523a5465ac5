import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { requireDriver, screenshot } from '../driver.ts';
import { tidy } from './tidy.ts';

describe('screenshots', () => {
  it('of the sample workspace, scanned, with a Python file that bypasses the source of truth', async function () {
    requireDriver(this);
    await tidy();
    await vscode.commands.executeCommand('workbench.view.explorer');
    const editor = await vscode.window.showTextDocument(await firstPythonFileWithProblems());
    const [problem] = vscode.languages.getDiagnostics(editor.document.uri);
    if (problem) editor.selection = new vscode.Selection(problem.range.start, problem.range.start);
    // The editor draws underlines and decorations a moment later.
    await delay(1500);
    await screenshot('workspace');
  });
});

/** Waits for the scan of the workspace. */
async function firstPythonFileWithProblems(): Promise<vscode.Uri> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const found = vscode.languages
      .getDiagnostics()
      .filter(([uri, problems]) => uri.path.endsWith('.py') && problems.length > 0)
      .map(([uri]) => uri.toString())
      .sort();
    if (found[0] !== undefined) return vscode.Uri.parse(found[0]);
    await delay(200);
  }
  throw new Error('no Python file of the sample has a problem after 30 s');
}
