import * as vscode from 'vscode';
import type { FixAllAnswer } from '../project/protocol.ts';
import { isAnalysisError } from './analysisClient.ts';
import { isAnalyzed } from './analyzedFiles.ts';
import { isNotebookCell, isNotebookFile } from './notebooks/openNotebooks.ts';
import { registerCommand } from './commands.ts';
import { toWorkspaceEdit } from './workspaceEdit.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { many } from './statusText.ts';

/** How often a document that changes meanwhile is looked at again. */
const attempts = 3;

/** “Fix File”: applies what is surely right, as one step to undo, and says what is left and why. */
export function registerFixFileCommand(session: Session, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('ssot.fixFile', async (uri) => {
    const target = uri ?? vscode.window.activeTextEditor?.document.uri;
    const document = target && (await documentOf(target));
    if (!document || !(isAnalyzed(document) || isNotebookCell(document))) {
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

/** The document of a file; of a notebook its first cell, through which all of it can be reached. */
async function documentOf(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  if (!isNotebookFile(uri)) return vscode.workspace.openTextDocument(uri);
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  return notebook.getCells().find(({ document }) => isNotebookCell(document))?.document;
}

async function fix(session: Session, document: vscode.TextDocument): Promise<FixAllAnswer | undefined> {
  const { fixAllLimit } = readSettings(document.uri);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { version } = document;
    try {
      const answer = await session.fixAll(document, fixAllLimit);
      if (document.version !== version) continue;
      if (answer.fixed === 0) return answer;
      const edit = toWorkspaceEdit(document, answer);
      if (edit && (await vscode.workspace.applyEdit(edit))) return answer;
    } catch (error) {
      // It is told elsewhere that the analysis stopped.
      if (isAnalysisError(error) && error.kind !== 'failed') return undefined;
      throw error;
    }
  }
  return undefined;
}

function placeOf({ range, cell }: FixAllAnswer['left'][number]): string {
  return cell ? `cell ${cell.index}, line ${cell.range.start.line}` : `line ${range.start.line}`;
}

function tell(
  document: vscode.TextDocument,
  { fixed, left }: FixAllAnswer,
  log: vscode.LogOutputChannel,
): void {
  const path = vscode.workspace.asRelativePath(document.uri);
  const done = fixed === 0 ? 'nothing to fix surely' : `fixed ${many(fixed, 'violation')}`;
  log.info(`${path}: ${done}, ${left.length} left`);
  for (const each of left) log.info(`  ${placeOf(each)}: ${each.reason}`);
  const [first] = left;
  if (!first) {
    void vscode.window.showInformationMessage(`SSOT: ${done} in ${path}; nothing is left.`);
    return;
  }
  const why = `${placeOf(first)}: ${first.reason}`;
  const others = left.length > 1 ? `, and ${left.length - 1} more` : '';
  const show = 'Show All';
  void vscode.window
    .showInformationMessage(`SSOT: ${done} in ${path}. ${left.length} left (${why}${others}).`, show)
    .then((chosen) => {
      if (chosen === show) log.show();
    });
}
