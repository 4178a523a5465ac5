import * as vscode from 'vscode';
import type { Proposal } from '../engine/proposal/proposal.ts';
import { configurationName } from './analyzedFiles.ts';
import { registerCommand } from './commands.ts';
import type { Session } from './session.ts';
import { withRequestProgress } from './requestProgress.ts';
import { many } from './statusText.ts';

/** Where the values go that only a person knows; Tab leads from one to the next. */
const skeleton = `{
  // One entry per thing that must have one home. Files under "owners" implement it and are never rewritten.
  "sources": [
    {
      "id": "\${1:websocket-manager}",
      "language": "\${2|python,typescript|}",
      "module": "\${3:app.sockets.websocket_manager}",
      "factory": { "name": "\${4:get_websocket_manager}", "context": "\${5:user_context}" },
      "classes": ["\${6:WebSocketManager}"],
      "legacyModules": ["\${7:app.sockets.manager}"],
      "owners": ["\${8:app/sockets/**}"]
    }
  ],
  "phases": [
    { "id": "1", "title": "Consolidate import paths", "rules": ["legacy-import", "broken-import", "legacy-string-reference"] },
    { "id": "2", "title": "Use the factory", "rules": ["direct-construction", "factory-misuse"] },
    { "id": "3", "title": "Remove duplicates and shims", "rules": ["look-alike-class", "unused-suppression"] }
  ]
}
`;

/**
 * “Create Configuration”: opens the folder's configuration, or what its code suggests as one, to be read, corrected and saved.
 * Where nothing is suggested that is a skeleton.
 */
export function registerCreateConfiguration(session: Session): vscode.Disposable {
  return registerCommand('ssot.createConfiguration', async () => {
    const folder = await chooseFolder();
    if (!folder) return;
    const uri = vscode.Uri.joinPath(folder, configurationName);
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (exists) {
      await vscode.window.showTextDocument(uri);
      return;
    }
    const untitled = uri.with({ scheme: 'untitled' });
    if (vscode.workspace.textDocuments.some((each) => each.uri.toString() === untitled.toString())) {
      // It was proposed before, and somebody may have begun to correct it.
      await vscode.window.showTextDocument(untitled);
      return;
    }
    const proposal = await propose(session, folder.fsPath);
    if (proposal === 'cancelled') return;
    const editor = await vscode.window.showTextDocument(untitled);
    if (editor.document.getText() !== '') return;
    await vscode.languages.setTextDocumentLanguage(editor.document, 'jsonc');
    const insertion = { undoStopBefore: false, undoStopAfter: true };
    if (!proposal) {
      await editor.insertSnippet(new vscode.SnippetString(skeleton), new vscode.Position(0, 0), insertion);
      return;
    }
    const { renderProposedConfig } = await import('../report/proposalConfig.ts');
    const text = renderProposedConfig(proposal);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), text);
    }, insertion);
    const start = new vscode.Position(0, 0);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, start));
    void vscode.window.showInformationMessage(
      `SSOT: proposed ${many(proposal.sources.length, 'source')} of truth from ${many(proposal.filesSeen, 'file')}. Read it, correct it, and save it.`,
    );
  });
}

/** What the code suggests; undefined where that is nothing, or where it could not be looked at. */
async function propose(session: Session, root: string): Promise<Proposal | undefined | 'cancelled'> {
  return withRequestProgress('looking for sources of truth', async (token, progress) => {
    try {
      const proposal = await session.survey('proposal', { root }, { token, progress });
      return proposal.sources.length > 0 ? proposal : undefined;
    } catch (error) {
      if (token.isCancellationRequested) return 'cancelled';
      void vscode.window.showWarningMessage(
        `SSOT: the code could not be looked at, and here is an empty template: ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    }
  });
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage('SSOT: open a folder first; its configuration goes into it.');
    return undefined;
  }
  if (folders.length === 1) return folders[0]?.uri;
  const chosen = await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Where the configuration goes' });
  return chosen?.uri;
}
