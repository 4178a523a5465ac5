import * as vscode from 'vscode';
import {
  defaultScope,
  defaultUsers,
  fewestUsers,
  mostUsers,
  type LiveCheckSettings,
  type Scope,
} from '../../livecheck/protocol.ts';
import { everyWait } from '../../livecheck/timing.ts';

export type Preferences = Pick<LiveCheckSettings, 'scope' | 'timing'> &
  Required<Pick<LiveCheckSettings, 'users'>>;

/** The section of the settings that the preferences stand in. */
export const preferencesSection = 'ssot.liveCheck';

/** The user's settings of the live check (`ssot.liveCheck.*`), read anew before each run. */
export function readPreferences(): Preferences {
  const section = vscode.workspace.getConfiguration(preferencesSection);
  const scope = section.get('scope') === 'connection' ? 'connection' : defaultScope;
  const users = usersOf(section.get('users'));
  const set = section.inspect<number>('timeout');
  // Without the user's own value each wait keeps the limit that was chosen for it.
  const seconds = set?.workspaceFolderValue ?? set?.workspaceValue ?? set?.globalValue;
  return typeof seconds === 'number' && seconds > 0
    ? { scope, users, timing: everyWait(seconds * 1000) }
    : { scope, users };
}

/**
 * Changes a setting where it is set: what the workspace says there would win over the user's own. Where nothing is set, it is the
 * user's.
 */
export async function writePreference(
  change: { readonly scope: Scope } | { readonly users: number },
): Promise<void> {
  const section = vscode.workspace.getConfiguration(preferencesSection);
  for (const [name, value] of Object.entries(change)) {
    const set = section.inspect(name);
    const inWorkspace = set?.workspaceValue !== undefined;
    const { Global, Workspace } = vscode.ConfigurationTarget;
    await section.update(name, value, inWorkspace ? Workspace : Global);
  }
}

/** A number of users that a run can have, whatever the settings hold. */
const usersOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value)
    ? Math.min(Math.max(Math.round(value), fewestUsers), mostUsers)
    : defaultUsers;
