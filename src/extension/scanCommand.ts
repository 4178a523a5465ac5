import * as vscode from 'vscode';
import type { ScanSummary } from '../project/protocol.ts';
import { orNothing } from './orNothing.ts';
import { registerCommand } from './commands.ts';
import type { Session } from './session.ts';
import { coversNothing, many } from './statusText.ts';

/** “Scan Workspace”: with progress and cancel, and a message that says what was found. */
export function registerScanCommand(session: Session): vscode.Disposable {
  return registerCommand('ssot.scanWorkspace', async () => {
    const summary = await scanWithProgress(session, vscode.ProgressLocation.Notification);
    // Not awaited: the command has done its work when the message is there, not when it is dismissed.
    if (summary) void tell(session, summary);
  });
}

/** Scans, and shows how far it is. Resolves with undefined where it was cancelled or replaced by another scan. */
export async function scanWithProgress(
  session: Session,
  location: vscode.ProgressLocation.Notification | vscode.ProgressLocation.Window,
): Promise<ScanSummary | undefined> {
  const cancellable = location === vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: 'SSOT: scanning', cancellable },
    async (progress, token) => {
      let reported = 0;
      const subscription = session.onDidChange(() => {
        if (session.state.kind !== 'scanning' || session.state.total === 0) return;
        const { done, total } = session.state;
        const percent = (100 * done) / total;
        progress.report({ message: `${done} of ${many(total, 'file')}`, increment: percent - reported });
        reported = percent;
      });
      try {
        return await orNothing(session.scan(token));
      } finally {
        subscription.dispose();
      }
    },
  );
}

async function tell(session: Session, summary: ScanSummary): Promise<void> {
  if (coversNothing(summary)) {
    const create = 'Create Configuration';
    const chosen = await vscode.window.showInformationMessage(
      'There is no ssot.config.json in this workspace, so nothing is a source of truth yet.',
      create,
    );
    if (chosen === create) await vscode.commands.executeCommand('ssot.createConfiguration');
    return;
  }
  const { violations, files, configurationProblems } = session.store.counts();
  const show = 'Show Problems';
  const seen = many(summary.filesSeen, 'file');
  const found =
    violations === 0
      ? `SSOT: no violations in ${seen}.`
      : `SSOT: ${many(violations, 'violation')} in ${many(files, 'file')}, of ${seen} scanned.`;
  const chosen =
    configurationProblems > 0
      ? await vscode.window.showWarningMessage(
          `${found} ${many(configurationProblems, 'problem')} in a configuration.`,
          show,
        )
      : await vscode.window.showInformationMessage(found, ...(violations > 0 ? [show] : []));
  if (chosen === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
