import * as vscode from 'vscode';
import { isLoopback } from '../../livecheck/target.ts';

/** What the user gave for an origin. */
export interface SecretAnswer {
  readonly secret: string;
  /** Whether it is kept on this machine. */
  readonly remember: boolean;
  /** The auth service whose bypass key the secret is; absent for a signing secret and for a token. */
  readonly authOrigin?: string;
}

/**
 * Asks for the secret of an origin and whether to keep it; null where a question was dismissed. Where the target names an auth
 * service, the bypass key of its end-to-end simulation may be given in the place of a signing secret.
 */
export async function askForSecret(origin: string, authOrigin: string | null): Promise<SecretAnswer | null> {
  const title = `Credentials for ${origin}`;
  const service =
    authOrigin !== null && isSafe(authOrigin) ? await askForKind(title, origin, authOrigin) : null;
  if (service === undefined) return null;
  const wanted = service === null ? 'a signing secret or a token' : 'the bypass key';
  const prompt =
    service === null
      ? `JWT signing secret or a token for ${origin}. It is sent to no other origin.`
      : `Bypass key of the end-to-end simulation of ${service}. It is sent to no other origin.`;
  const secret = await vscode.window.showInputBox({
    title,
    prompt,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? `Enter ${wanted}` : undefined),
  });
  if (secret === undefined) return null;
  const keep = {
    label: 'Remember on this machine',
    detail: `In the secret storage of the editor, for ${origin}`,
  };
  const use = { label: 'Use for one run', detail: 'Nothing is stored' };
  const choice = await vscode.window.showQuickPick([use, keep], { title, ignoreFocusOut: true });
  if (choice === undefined) return null;
  return { secret, remember: choice === keep, ...(service === null ? {} : { authOrigin: service }) };
}

/** A key is never sent unencrypted but on this machine, so that it is not asked for either. */
function isSafe(authOrigin: string): boolean {
  const { protocol, hostname } = new URL(authOrigin);
  return protocol === 'https:' || isLoopback(hostname);
}

/** The auth service whose key is to be entered, null for a secret of the user's own, undefined where it was dismissed. */
async function askForKind(
  title: string,
  origin: string,
  authOrigin: string,
): Promise<string | null | undefined> {
  const own = {
    label: 'Signing Secret or Token',
    detail: `For ${origin} alone`,
    service: null,
  };
  const key = {
    label: 'Bypass Key of the Auth Service',
    detail: `${authOrigin} issues tokens for it, which go to ${origin}; the key goes to no other place`,
    service: authOrigin,
  };
  const placeHolder = 'What the token is made of';
  return (await vscode.window.showQuickPick([own, key], { title, placeHolder, ignoreFocusOut: true }))
    ?.service;
}
