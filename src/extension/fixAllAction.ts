import * as vscode from 'vscode';
import { AnalysisError } from './analysisClient.ts';
import { languages } from './analyzedFiles.ts';
import { toEditorEdits } from './ranges.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('ssot');

/**
 * `source.fixAll.ssot`, for the source action menu and for saving. It is worked out at once and from the text as it
 * is: on saving, what was typed last has not become a diagnostic yet.
 */
export function registerFixAllAction(session: Session): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, _range, { only }, token) => {
      // A folder without a configuration has not started the analysis, and saving must not.
      if (!only?.contains(fixAllKind) || session.state.kind === 'idle') return [];
      const edit = await fixAllEdit(session, document, token);
      if (!edit) return [];
      const action = new vscode.CodeAction('Fix all SSOT violations that can be fixed surely', fixAllKind);
      action.edit = edit;
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider(
    languages.map((language) => ({ scheme: 'file', language })),
    provider,
    { providedCodeActionKinds: [fixAllKind] },
  );
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
    const { edits } = await session.fixAll(document, fixAllLimit, token);
    if (edits.length === 0 || document.version !== version) return undefined;
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, toEditorEdits(document, edits));
    return edit;
  } catch (error) {
    if (error instanceof AnalysisError) return undefined;
    throw error;
  }
}
