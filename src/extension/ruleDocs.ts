import * as vscode from 'vscode';
import type { RuleId } from '../engine/config/schema.ts';
import { registerCommand } from './commands.ts';

/** A link that opens a rule's page in the editor: it needs no network, and fits the version that is installed. */
export function ruleLink(rule: RuleId): vscode.Uri {
  const args = encodeURIComponent(JSON.stringify([rule]));
  return vscode.Uri.parse(`command:ssot.showRule?${args}`);
}

/** Opens the page of a rule as rendered Markdown; as text where no preview is installed. */
export function registerShowRule(extension: vscode.Uri): vscode.Disposable {
  return registerCommand('ssot.showRule', async (rule) => {
    // Links can be made by anybody: only a rule's own page is opened.
    if (!/^[a-z]+(-[a-z]+)*$/.test(rule)) return;
    const page = vscode.Uri.joinPath(extension, 'media', 'rules', `${rule}.md`);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', page);
    } catch {
      await vscode.window.showTextDocument(page, { preview: true });
    }
  });
}
