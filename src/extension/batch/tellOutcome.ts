import * as vscode from 'vscode';
import type { FixLimit, PlanFixesAnswer } from '../../project/protocol.ts';
import type { FixKind } from '../../engine/violation.ts';
import { fixes } from '../migration/nodeText.ts';
import type { BatchTools } from './batchFix.ts';
import type { Plan } from './plan.ts';
import type { Selection } from './selection.ts';
import { showLeft } from './showLeft.ts';
import { summaryText, type BatchOutcome } from './summary.ts';

/** Says what was done and what is left, and offers to save, to take it back, and to look at what is left. */
export function tellOutcome(
  { log }: BatchTools,
  title: string,
  outcome: BatchOutcome,
  documents: readonly vscode.TextDocument[],
): void {
  const summary = summaryText(outcome);
  log.info(`${title}: ${summary}`);
  logLeft(log, outcome.left);
  const versions = new Map(documents.map((document) => [document, document.version]));
  const actions = new Map<string, () => unknown>();
  if (documents.some(({ isDirty }) => isDirty)) actions.set('Save All', () => saveAll(documents));
  if (documents.length > 0) actions.set('Undo', () => undo(versions));
  if (outcome.left.length > 0) actions.set('Show What Is Left', () => showLeft(outcome.left));
  tell(summary, actions);
}

/** Says that nothing can be fixed, and offers to plan with more kinds of fixes where there are some. */
export function tellThatNothingCanBeFixed(
  { log }: BatchTools,
  { title, files }: Selection,
  { left, limit }: Plan,
  available: Readonly<Record<FixKind, number>>,
): void {
  log.info(`${title}: nothing can be fixed`);
  logLeft(log, left);
  const actions = new Map<string, () => unknown>();
  const plan = (wider: FixLimit) => (): unknown =>
    vscode.commands.executeCommand('ssot.fix', { title, files, limit: wider });
  if (limit === 'safe' && available.repair > 0) actions.set('Include Repairs', plan('repair'));
  if (limit !== 'unsafe' && available.unsafe > 0) actions.set('Include Suggestions', plan('unsafe'));
  if (left.length > 0) actions.set('Show Why', () => showLeft(left));
  const what = limit === 'safe' ? 'nothing can be fixed safely' : 'nothing can be fixed';
  tell(`${title}: ${what}. There are ${fixes(available)}.`, actions);
}

/** Nobody waits for what the user says to it. */
function tell(message: string, actions: ReadonlyMap<string, () => unknown>): void {
  void vscode.window.showInformationMessage(`SSOT: ${message}`, ...actions.keys()).then((chosen) => {
    if (chosen !== undefined) void actions.get(chosen)?.();
  });
}

function logLeft(log: vscode.LogOutputChannel, left: PlanFixesAnswer['left']): void {
  for (const { path, range, ruleId, reason } of left)
    log.info(`  ${vscode.workspace.asRelativePath(path)}:${range.start.line}: ${ruleId}: ${reason}`);
}

async function saveAll(documents: readonly vscode.TextDocument[]): Promise<void> {
  for (const document of documents) if (document.isDirty) await document.save();
}

/** Takes the step back, unless something came after it that would be taken back instead. */
async function undo(versions: ReadonlyMap<vscode.TextDocument, number>): Promise<void> {
  const isLast = [...versions].every(
    ([document, version]) => document.version === version && !document.isClosed,
  );
  const [first] = versions.keys();
  if (!isLast || !first) {
    void vscode.window.showInformationMessage(
      'SSOT: something was changed since: undo it in one of the files, step by step.',
    );
    return;
  }
  await vscode.window.showTextDocument(first);
  await vscode.commands.executeCommand('undo');
}
