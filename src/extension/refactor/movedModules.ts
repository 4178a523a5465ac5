import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { MoveModulesAnswer } from '../../project/protocol.ts';
import { isAnalysisError } from '../analysisClient.ts';
import { rangeEdits } from '../ranges.ts';
import type { Session } from '../session.ts';
import { readSettings } from '../settings.ts';
import { many } from '../statusText.ts';

/**
 * How long a move waits at most for what follows it, in milliseconds. The editor shows that it waits, lets the user
 * cancel, and has a limit of its own: a minute, unless `files.participants.timeout` says otherwise.
 */
const patience = 15_000;

/**
 * When a canonical or legacy module is renamed or moved in the editor, its references and the configuration follow, as
 * part of the same step to undo.
 */
export function followMovedModules(session: Session, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.workspace.onWillRenameFiles((event) => {
    const moves = event.files
      .filter(({ oldUri, newUri }) => oldUri.scheme === 'file' && newUri.scheme === 'file')
      .filter(({ oldUri }) => readSettings(oldUri).updateOnModuleMove && readSettings(oldUri).enable)
      .map(({ oldUri, newUri }) => ({ from: oldUri.fsPath, to: newUri.fsPath }));
    // A folder without a configuration has not started the analysis, and moving a file must not.
    if (moves.length === 0 || session.state.kind === 'idle' || session.state.kind === 'stopped') return;
    event.waitUntil(editFor(session, moves, event.token, log));
  });
}

async function editFor(
  session: Session,
  moves: readonly { readonly from: string; readonly to: string }[],
  token: vscode.CancellationToken,
  log: vscode.LogOutputChannel,
): Promise<vscode.WorkspaceEdit | undefined> {
  const versions = new Map(vscode.workspace.textDocuments.map((document) => [document, document.version]));
  const answer = await inTime(session, moves, token);
  if (!answer) return undefined;
  const changed = new Set(
    [...versions].flatMap(([{ uri, version }, before]) => (version === before ? [] : [uri.fsPath])),
  );
  const edit = new vscode.WorkspaceEdit();
  for (const { path, edits } of answer.files)
    if (!changed.has(path)) edit.set(vscode.Uri.file(path), rangeEdits(edits));
  tell(answer, changed, log);
  return edit.size > 0 ? edit : undefined;
}

/** Undefined where there is nothing to do, or too much for the time there is. */
async function inTime(
  session: Session,
  moves: readonly { readonly from: string; readonly to: string }[],
  token: vscode.CancellationToken,
): Promise<MoveModulesAnswer | undefined> {
  const cancellation = new vscode.CancellationTokenSource();
  const subscription = token.onCancellationRequested(() => cancellation.cancel());
  const timer = new AbortController();
  try {
    const late = delay(Math.min(patience, editorsPatience()), 'late' as const, { signal: timer.signal });
    const answer = await Promise.race([session.moveModules(moves, cancellation.token), late]);
    if (answer !== 'late') return answer;
    void vscode.window.showWarningMessage(
      'SSOT: what refers to the moved module was not updated, because that took too long. The Problems panel shows what is broken once the workspace is scanned again.',
    );
    return undefined;
  } catch (error) {
    // It is told elsewhere that the analysis stopped.
    if (isAnalysisError(error) && error.kind !== 'failed') return undefined;
    throw error;
  } finally {
    timer.abort();
    subscription.dispose();
    cancellation.cancel();
    cancellation.dispose();
  }
}

/** A little less than the time after which the editor goes on without us, and says nothing. */
function editorsPatience(): number {
  const limit = vscode.workspace.getConfiguration('files').get('participants.timeout', 60_000);
  return Math.max(limit - 500, 0);
}

function tell(
  { files, left, refused }: MoveModulesAnswer,
  changed: ReadonlySet<string>,
  log: vscode.LogOutputChannel,
): void {
  const where = (path: string): string => vscode.workspace.asRelativePath(path);
  const open = [
    ...refused.map((reason) => `nothing follows the move: ${reason}`),
    ...files
      .filter(({ path }) => changed.has(path))
      .map(({ path }) => `${where(path)}: it was typed in meanwhile`),
    ...left.map(({ path, range, reason }) => `${where(path)}:${range.start.line}: ${reason}`),
  ];
  if (files.length > 0) log.info(`${many(files.length, 'file')} followed a module that moved`);
  for (const each of open) log.warn(`  ${each}`);
  const [first] = open;
  if (first === undefined) return;
  const others = open.length > 1 ? `, and ${open.length - 1} more` : '';
  const show = 'Show All';
  void vscode.window
    .showWarningMessage(`SSOT: not everything followed the module that moved (${first}${others}).`, show)
    .then((chosen) => {
      if (chosen === show) log.show();
    });
}
