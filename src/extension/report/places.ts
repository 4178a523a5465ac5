import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { reportName } from '../../report/validation/reportFiles.ts';
import type { ReportPlaces } from '../commands.ts';

/** Asks for a deployment log, which may be left out, and for where to write; undefined where a question was dismissed. */
export async function askForPlaces(createdAt: string): Promise<ReportPlaces | undefined> {
  const log = await askForLog();
  if (log === undefined) return undefined;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const output = await vscode.window.showSaveDialog({
    title: 'Generate Validation Report',
    defaultUri: vscode.Uri.joinPath(folder, `${reportName(createdAt)}.md`),
    filters: { Markdown: ['md'] },
  });
  return output && { log, output };
}

async function askForLog(): Promise<vscode.Uri | null | undefined> {
  const without = { label: 'Without a Deployment Log', detail: 'The report says that none was given.' };
  const choose = {
    label: 'Choose a Deployment Log…',
    detail: 'As gcloud logging read --format json writes it, lines of JSON, or plain text.',
  };
  const picked = await vscode.window.showQuickPick([without, choose], {
    placeHolder: 'What the deployment itself says is taken from its log',
  });
  if (picked !== choose) return picked && null;
  const [file] =
    (await vscode.window.showOpenDialog({ title: 'Deployment Log', canSelectMany: false })) ?? [];
  return file;
}
