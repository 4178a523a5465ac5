import * as vscode from 'vscode';
import type { ShimOffer, ShimsRequest } from '../../project/protocol.ts';
import type { Diffs } from '../batch/diffs.ts';
import { registerCommand } from '../commands.ts';
import { applyRefactoring } from '../refactor/applyRefactoring.ts';
import { orNothing } from '../orNothing.ts';
import { withRequestProgress } from '../requestProgress.ts';
import { chooseFiles } from '../refactor/chooseFiles.ts';
import type { Session } from '../session.ts';
import { many } from '../statusText.ts';
import { chooseDead, deleteFiles, restoreFiles, type DeletedFile } from './deadShims.ts';

/** The commands for legacy modules: into a deprecation shim while somebody imports them, and away when nobody does. */
export function registerShimCommands(
  session: Session,
  log: vscode.LogOutputChannel,
  diffs: Diffs,
): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('ssot.turnIntoShim', (uri) => turnIntoShims(session, log, diffs, uri)),
    registerCommand('ssot.removeDeadShim', (uri) => removeDeadShims(session, log, uri)),
  );
}

async function turnIntoShims(
  session: Session,
  log: vscode.LogOutputChannel,
  diffs: Diffs,
  uri: vscode.Uri | undefined,
): Promise<number> {
  const offers = await ask(session, 'shim', uri);
  if (!offers) return 0;
  const possible = offers.filter(({ reason }) => reason === null);
  if (possible.length === 0) return tell('nothing was changed', offers, log);
  const unsafe = new Set(possible.flatMap(({ path, isUnsafe }) => (isUnsafe ? [path] : [])));
  const files = possible.map(({ path, before, after, edits, kept }) => ({
    path,
    before,
    after,
    edits,
    fixed: kept,
  }));
  const choosing = chooseFiles(
    'Turn into a Deprecation Shim',
    files,
    ({ path }) => unsafe.has(path),
    diffs,
    'kept name',
  );
  // Of one file that was pointed at, the change is shown at once; whoever has chosen by then need not wait for it.
  if (uri && files[0]) diffs.show(files[0]).catch((error: unknown) => log.warn(String(error)));
  const chosen = await choosing;
  if (!chosen || chosen.length === 0) return 0;
  const { applied, skipped } = await applyRefactoring(chosen);
  const left = [...offers.filter(({ reason }) => reason !== null), ...skipped];
  tell(`${many(applied.length, 'deprecation shim')} made`, left, log);
  return applied.length;
}

async function removeDeadShims(
  session: Session,
  log: vscode.LogOutputChannel,
  uri: vscode.Uri | undefined,
): Promise<number> {
  const offers = await ask(session, 'remove', uri);
  if (!offers) return 0;
  const dead = offers.filter(({ reason }) => reason === null);
  if (dead.length === 0) return tell('no dead shim was found', offers, log);
  const chosen = await chooseDead(dead);
  if (!chosen || chosen.length === 0) return 0;
  const { deleted, skipped } = await deleteFiles(chosen, async (path) =>
    (await orNothing(session.shims({ task: 'remove', path })))?.find((offer) => offer.path === path),
  );
  const left = [...offers.filter(({ reason }) => reason !== null), ...skipped];
  tell(
    `${many(deleted.length, 'dead shim')} deleted; the configuration still calls them legacy`,
    left,
    log,
    deleted,
  );
  return deleted.length;
}

/** Undefined where it was cancelled, or the analysis stopped, which is told elsewhere. */
function ask(
  session: Session,
  task: ShimsRequest['task'],
  uri: vscode.Uri | undefined,
): Thenable<readonly ShimOffer[] | undefined> {
  return withRequestProgress('looking at who imports the legacy modules', (token) =>
    orNothing(session.shims({ task, ...(uri && { path: uri.fsPath }) }, token)),
  );
}

/**
 * @param deleted files that can be brought back
 * @returns 0: nothing was done where this is all that there is to say
 */
function tell(
  done: string,
  left: readonly { readonly path: string; readonly reason: string | null }[],
  log: vscode.LogOutputChannel,
  deleted: readonly DeletedFile[] = [],
): 0 {
  const staying = left.map(({ path, reason }) => `${vscode.workspace.asRelativePath(path)}: ${reason ?? ''}`);
  log.info(`${done}, ${many(staying.length, 'module')} left`);
  for (const each of staying) log.info(`  ${each}`);
  const [first] = staying;
  const others = staying.length > 1 ? `, and ${staying.length - 1} more` : '';
  const show = 'Show All';
  const restore = 'Restore';
  const buttons = [...(deleted.length === 0 ? [] : [restore]), ...(first === undefined ? [] : [show])];
  const message = first === undefined ? `${done}.` : `${done}. ${staying.length} left (${first}${others}).`;
  void vscode.window.showInformationMessage(`SSOT: ${message}`, ...buttons).then((chosen) => {
    if (chosen === show) log.show();
    else if (chosen === restore) void restoreFiles(deleted);
  });
  return 0;
}
