import * as vscode from 'vscode';
import type { RequestProgress } from '../project/protocol.ts';
import { many } from './statusText.ts';

/** Shows how far a request of the analysis is, in a notification by which it can be cancelled. */
export function withRequestProgress<Answer>(
  title: string,
  ask: (token: vscode.CancellationToken, tell: (progress: RequestProgress) => void) => Promise<Answer>,
): Thenable<Answer> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: `SSOT: ${title}`, cancellable: true },
    (progress, token) => {
      let reported = 0;
      return ask(token, ({ done, total }) => {
        const percent = (100 * done) / total;
        progress.report({ message: `${done} of ${many(total, 'file')}`, increment: percent - reported });
        reported = percent;
      });
    },
  );
}
