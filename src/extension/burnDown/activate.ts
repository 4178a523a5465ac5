import * as vscode from 'vscode';
import { registerCommand } from '../commands.ts';
import type { Session } from '../session.ts';
import type { BurnDown } from './burnDown.ts';

/** “Show Burn-Down”. Nothing of it is loaded before it is asked for. */
export function registerBurnDown(context: vscode.ExtensionContext, session: Session): vscode.Disposable {
  let loading: Promise<BurnDown> | undefined;
  return vscode.Disposable.from(
    registerCommand('ssot.showBurnDown', async () => {
      loading ??= import('./burnDown.ts').then(({ createBurnDown }) => createBurnDown(context, session));
      await (await loading).show();
    }),
    { dispose: () => void loading?.then((loaded) => loaded.dispose()) },
  );
}
