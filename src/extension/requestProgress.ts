import * as vscode from 'vscode';
import type { RequestProgress } from '../project/protocol.ts';
import { many } from './statusText.ts';

/**
 * Shows how far a request of the analysis is, in a notification by which it can be cancelled.
 *
 * @param unit what is counted
 */
export function withRequestProgress<Answer>(
  title: string,
  ask: (token: vscode.CancellationToken, tell: (progress: RequestProgress) => void) => Promise<Answer>,
  unit = 'file',
): Thenable<Answer> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: `SSOT: ${title}`, cancellable: true },
    (progress, token) => {
      let reported = 0;
      return ask(token, ({ done, total }) => {
        const percent = (100 * done) / Math.max(1, total);
        progress.report({ message: `${done} of ${many(total, unit)}`, increment: percent - reported });
        reported = percent;
      });
    },
  );
}
