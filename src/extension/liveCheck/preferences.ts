import * as vscode from 'vscode';
import { defaultScope, type LiveCheckSettings } from '../../livecheck/protocol.ts';
import { everyWait } from '../../livecheck/timing.ts';

export type Preferences = Pick<LiveCheckSettings, 'scope' | 'timing'>;

/** The user's settings of the live check (`ssot.liveCheck.*`), read anew before each run. */
export function readPreferences(): Preferences {
  const section = vscode.workspace.getConfiguration('ssot.liveCheck');
  const scope = section.get('scope') === 'connection' ? 'connection' : defaultScope;
  const set = section.inspect<number>('timeout');
  // Without the user's own value each wait keeps the limit that was chosen for it.
  const seconds = set?.workspaceFolderValue ?? set?.workspaceValue ?? set?.globalValue;
  return typeof seconds === 'number' && seconds > 0
    ? { scope, timing: everyWait(seconds * 1000) }
    : { scope };
}
