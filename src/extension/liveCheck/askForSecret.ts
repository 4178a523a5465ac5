import * as vscode from 'vscode';

/** Asks for the secret of an origin and whether to keep it; null where one of the two questions was dismissed. */
export async function askForSecret(
  origin: string,
): Promise<{ readonly secret: string; readonly remember: boolean } | null> {
  const title = `Credentials for ${origin}`;
  const secret = await vscode.window.showInputBox({
    title,
    prompt: `JWT signing secret or a token for ${origin}. It is sent to no other origin.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Enter a signing secret or a token' : undefined),
  });
  if (secret === undefined) return null;
  const keep = {
    label: 'Remember on this machine',
    detail: `In the secret storage of the editor, for ${origin}`,
  };
  const use = { label: 'Use for one run', detail: 'Nothing is stored' };
  const choice = await vscode.window.showQuickPick([use, keep], { title, ignoreFocusOut: true });
  return choice === undefined ? null : { secret, remember: choice === keep };
}
