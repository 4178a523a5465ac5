import * as vscode from 'vscode';
import type { FixAllAnswer } from '../project/protocol.ts';
import { AnalysisError } from './analysisClient.ts';
import { isAnalyzed } from './analyzedFiles.ts';
import { registerCommand } from './commands.ts';
import { toEditorEdits } from './ranges.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { many } from './statusText.ts';

/** How often a document that changes meanwhile is looked at again. */
const attempts = 3;

/** “Fix File”: applies what is surely right, as one step to undo, and says what is left and why. */
export function registerFixFileCommand(session: Session, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('ssot.fixFile', async (uri) => {
    const target = uri ?? vscode.window.activeTextEditor?.document.uri;
    const document = target && (await vscode.workspace.openTextDocument(target));
    if (!document || !isAnalyzed(document)) {
      void vscode.window.showInformationMessage(
        'SSOT: open a Python, TypeScript or JavaScript file first; that is what can be fixed.',
      );
      return 0;
    }
    const answer = await fix(session, document);
    if (!answer) {
      void vscode.window.showWarningMessage('SSOT: the file was not fixed, because it changed meanwhile.');
      return 0;
    }
    tell(document, answer, log);
    return answer.fixed;
  });
}

async function fix(session: Session, document: vscode.TextDocument): Promise<FixAllAnswer | undefined> {
  const { fixAllLimit } = readSettings(document.uri);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { version } = document;
    try {
      const answer = await session.fixAll(document, fixAllLimit);
      if (document.version !== version) continue;
      if (answer.edits.length === 0) return answer;
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, toEditorEdits(document, answer.edits));
      if (await vscode.workspace.applyEdit(edit)) return answer;
    } catch (error) {
      // It is told elsewhere that the analysis stopped.
      if (error instanceof AnalysisError && error.kind !== 'failed') return undefined;
      throw error;
    }
  }
  return undefined;
}

function tell(
  document: vscode.TextDocument,
  { fixed, left }: FixAllAnswer,
  log: vscode.LogOutputChannel,
): void {
  const path = vscode.workspace.asRelativePath(document.uri);
  const done = fixed === 0 ? 'nothing to fix surely' : `fixed ${many(fixed, 'violation')}`;
  log.info(`${path}: ${done}, ${left.length} left`);
  for (const { range, reason } of left) log.info(`  line ${range.start.line}: ${reason}`);
  const [first] = left;
  if (!first) {
    void vscode.window.showInformationMessage(`SSOT: ${done} in ${path}; nothing is left.`);
    return;
  }
  const why = `line ${first.range.start.line}: ${first.reason}`;
  const others = left.length > 1 ? `, and ${left.length - 1} more` : '';
  const show = 'Show All';
  void vscode.window
    .showInformationMessage(`SSOT: ${done} in ${path}. ${left.length} left (${why}${others}).`, show)
    .then((chosen) => {
      if (chosen === show) log.show();
    });
}
