import * as vscode from 'vscode';
import type { TargetChoice } from '../../livecheck/panelProtocol.ts';
import { readTarget } from '../../livecheck/target.ts';

/** Asks for the address of a backend; undefined where the question was dismissed. */
export async function askForUrl(): Promise<string | undefined> {
  const url = await vscode.window.showInputBox({
    title: 'Live WebSocket Check',
    prompt: 'Address of the backend. Give ws: or wss: with a path to check that WebSocket path alone.',
    placeHolder: 'https://api.staging.example',
    ignoreFocusOut: true,
    validateInput: (text) => {
      const reading = readTarget({ apiUrl: text });
      return reading.ok || text.trim() === '' ? undefined : reading.refusal.message;
    },
  });
  return url === undefined || url.trim() === '' ? undefined : url.trim();
}

type Pick = vscode.QuickPickItem & { readonly target: string | null };

/**
 * Asks which of several targets to check, the one that was chosen last on top. Gives a target's id, null for an address that
 * is yet to be entered, undefined where the question was dismissed.
 */
export async function pickTarget(
  targets: readonly TargetChoice[],
  last: string | null,
): Promise<string | null | undefined> {
  const ordered = [...targets].sort((a, b) => Number(b.id === last) - Number(a.id === last));
  const items: Pick[] = ordered.map(({ id, label, apiUrl, from }) => ({
    label,
    description: label === apiUrl ? '' : apiUrl,
    detail: from ?? 'entered here',
    target: id,
  }));
  items.push({ label: 'Enter a URL...', target: null });
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Run Live WebSocket Check',
    placeHolder: 'Which backend?',
    matchOnDescription: true,
  });
  return picked?.target;
}
