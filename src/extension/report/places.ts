import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { reportName } from '../../report/validation/reportFiles.ts';
import type { ReportPlaces } from '../commands.ts';
import { askForStated, type Questions } from './askForStated.ts';

/** Asks for a deployment log and for what the author adds, either of which may be left out, and for where to write; undefined where a question was dismissed. */
export async function askForPlaces(createdAt: string): Promise<ReportPlaces | undefined> {
  const log = await askForLog();
  if (log === undefined) return undefined;
  const stated = await askForStated(editorQuestions);
  if (stated === undefined) return undefined;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const output = await vscode.window.showSaveDialog({
    title: 'Generate Validation Report',
    defaultUri: vscode.Uri.joinPath(folder, `${reportName(createdAt)}.md`),
    filters: { Markdown: ['md'] },
  });
  return output && { log, stated, output };
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

const title = 'Generate Validation Report';

/** The questions in the editor's own lists and boxes. */
const editorQuestions: Questions = {
  async tick(placeHolder, choices) {
    const items = choices.map(({ id, label, detail }) => ({ id, label, detail: detail ?? '' }));
    const picked = await vscode.window.showQuickPick(items, {
      title,
      placeHolder,
      canPickMany: true,
      ignoreFocusOut: true,
    });
    return picked?.map(({ id }) => id);
  },
  line: (prompt, placeHolder, wrong) =>
    vscode.window.showInputBox({
      title,
      prompt,
      placeHolder,
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? undefined : wrong(text)),
    }),
};
