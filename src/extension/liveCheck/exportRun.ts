import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { runDocument, runFileName, type Tool } from './runDocument.ts';
import type { RunRecord } from './runRecord.ts';

/** Saves a run as JSON where the user says; nothing where the question was dismissed. Rejects where it cannot be written. */
export async function exportRun(record: RunRecord | null, tool: Tool): Promise<void> {
  if (record === null) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const file = await vscode.window.showSaveDialog({
    title: 'Export Live Check',
    defaultUri: vscode.Uri.joinPath(folder, runFileName(record.view.startedAt)),
    filters: { JSON: ['json'] },
  });
  if (file === undefined) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(runDocument(record, tool)));
  const name = vscode.workspace.asRelativePath(file);
  const open = 'Open';
  if ((await vscode.window.showInformationMessage(`The run was saved as ${name}.`, open)) === open)
    await vscode.window.showTextDocument(file);
}
