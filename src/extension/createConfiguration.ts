import * as vscode from 'vscode';
import { configurationName } from './analyzedFiles.ts';
import { registerCommand } from './commands.ts';

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

/** “Create Configuration”: opens the folder's configuration, or a skeleton of one that is saved when it is right. */
export function registerCreateConfiguration(): vscode.Disposable {
  return registerCommand('ssot.createConfiguration', async () => {
    const folder = await chooseFolder();
    if (!folder) return;
    const uri = vscode.Uri.joinPath(folder, configurationName);
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    const shown = exists ? uri : uri.with({ scheme: 'untitled' });
    const editor = await vscode.window.showTextDocument(shown);
    if (exists || editor.document.getText() !== '') return;
    await vscode.languages.setTextDocumentLanguage(editor.document, 'jsonc');
    await editor.insertSnippet(new vscode.SnippetString(skeleton), new vscode.Position(0, 0), {
      undoStopBefore: false,
      undoStopAfter: true,
    });
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
