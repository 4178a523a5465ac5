import * as vscode from 'vscode';

/** One message for an analysis that failed again and again, with what can be done about it. */
export function tellThatAnalysisStopped(): void {
  const restart = 'Restart';
  const output = 'Show Output';
  void vscode.window
    .showErrorMessage('SSOT: the analysis failed several times and was stopped.', restart, output)
    .then(async (chosen) => {
      if (chosen === restart) await vscode.commands.executeCommand('ssot.restartAnalysis');
      if (chosen === output) await vscode.commands.executeCommand('ssot.showOutput');
    });
}
