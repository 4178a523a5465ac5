import * as vscode from 'vscode';
import { isAnalysisError } from './analysisClient.ts';
import { analyzedDocuments } from './analyzedFiles.ts';
import { toWorkspaceEdit } from './workspaceEdit.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('ssot');
/** The second is what the editor asks a notebook for as a whole, when it is saved. */
const kinds = [fixAllKind, vscode.CodeActionKind.Empty.append(`notebook.${fixAllKind.value}`)];

/**
 * `source.fixAll.ssot`, for the source action menu and for saving. It is worked out at once and from the text as it
 * is: on saving, what was typed last has not become a diagnostic yet.
 */
export function registerFixAllAction(session: Session): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, _range, { only }, token) => {
      // A folder without a configuration has not started the analysis, and saving must not.
      const kind = kinds.find((each) => only?.contains(each));
      if (!kind || session.state.kind === 'idle') return [];
      const edit = await fixAllEdit(session, document, token);
      if (!edit) return [];
      const action = new vscode.CodeAction('Fix all SSOT violations that can be fixed surely', kind);
      action.edit = edit;
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider(analyzedDocuments, provider, {
    providedCodeActionKinds: kinds,
  });
}

/** A save must not fail because the analysis did: then nothing is fixed. */
async function fixAllEdit(
  session: Session,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.WorkspaceEdit | undefined> {
  const { fixAllLimit } = readSettings(document.uri);
  const { version } = document;
  try {
    const answer = await session.fixAll(document, fixAllLimit, token);
    if (answer.fixed === 0 || document.version !== version) return undefined;
    return toWorkspaceEdit(document, answer);
  } catch (error) {
    if (isAnalysisError(error)) return undefined;
    throw error;
  }
}
