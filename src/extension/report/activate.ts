import * as vscode from 'vscode';
import { registerCommand } from '../commands.ts';
import type { RunRecord } from '../liveCheck/runRecord.ts';
import type { Session } from '../session.ts';
import type { ReportGenerator } from './generateReport.ts';

/** “Generate Validation Report”. Nothing of it is loaded before it is asked for. */
export function registerReport(
  context: vscode.ExtensionContext,
  session: Session,
  lastRun: () => Promise<RunRecord | null>,
): vscode.Disposable {
  let loading: Promise<ReportGenerator> | undefined;
  return vscode.Disposable.from(
    registerCommand('ssot.generateReport', async (given) => {
      loading ??= import('../loadedLater.ts').then(({ createReportGenerator }) =>
        createReportGenerator(context, session, lastRun),
      );
      return (await loading).generate(given);
    }),
    { dispose: () => void loading?.then((loaded) => loaded.dispose()) },
  );
}
