import * as vscode from 'vscode';
import type { RefactorAction } from '../../engine/refactor/target.ts';
import type { RefactorImportersAnswer, RefactorImportersRequest } from '../../project/protocol.ts';
import { isAnalyzed } from '../analyzedFiles.ts';
import type { Diffs } from '../batch/diffs.ts';
import { orNothing } from '../orNothing.ts';
import { registerCommand } from '../commands.ts';
import { fixTitle } from '../fixTitles.ts';
import { toEngineRange } from '../ranges.ts';
import type { Session } from '../session.ts';
import { withRequestProgress } from '../requestProgress.ts';
import { many } from '../statusText.ts';
import { applyRefactoring, type Skipped } from './applyRefactoring.ts';
import { chooseFiles } from './chooseFiles.ts';

/** What is to be refactored in all importers, and what that is called. */
export interface ImportersRefactoring extends RefactorImportersRequest {
  readonly title: string;
}

export const importersCommand = {
  import: 'ssot.importInAllImporters',
  factory: 'ssot.useFactoryInAllImporters',
} as const satisfies Record<RefactorAction, string>;

/** The refactorings of all importers: worked out with progress, shown file by file, applied as one step to undo. */
export function registerImportersCommands(
  session: Session,
  log: vscode.LogOutputChannel,
  diffs: Diffs,
): vscode.Disposable {
  const run = async (action: RefactorAction, given?: ImportersRefactoring): Promise<number> => {
    const refactoring = given ?? (await underCursor(session, action));
    return refactoring ? refactorAll(session, log, diffs, refactoring) : 0;
  };
  return vscode.Disposable.from(
    registerCommand('ssot.importInAllImporters', (given) => run('import', given)),
    registerCommand('ssot.useFactoryInAllImporters', (given) => run('factory', given)),
  );
}

/** What the palette means: the thing under the cursor, asked for where there are several. */
async function underCursor(
  session: Session,
  action: RefactorAction,
): Promise<ImportersRefactoring | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isAnalyzed(editor.document)) {
    tellUser('open a file that imports or defines what is to move, and put the cursor on it.');
    return undefined;
  }
  const { document, selection } = editor;
  const all = await orNothing(session.refactorings(document, toEngineRange(selection)));
  const offers = all?.filter((offer) => offer.action === action && offer.scope === 'all') ?? [];
  const possible = offers.filter(({ kind }) => kind !== 'none');
  if (possible.length === 0) {
    const why = offers[0]?.reason;
    tellUser(
      why === undefined || why === null
        ? 'put the cursor on an import, a use or a definition of what a source of truth owns.'
        : `it cannot be done: ${why}.`,
    );
    return undefined;
  }
  const choices = possible.map((offer) => ({ label: fixTitle(offer), offer }));
  const chosen = choices.length === 1 ? choices[0] : await vscode.window.showQuickPick(choices);
  if (!chosen) return undefined;
  const { target, title, kind } = chosen.offer;
  const limit = kind === 'unsafe' ? 'unsafe' : 'repair';
  return { path: document.uri.fsPath, action, target, limit, title };
}

async function refactorAll(
  session: Session,
  log: vscode.LogOutputChannel,
  diffs: Diffs,
  { title, ...request }: ImportersRefactoring,
): Promise<number> {
  const answer = await withRequestProgress(title, (token, tellProgress) =>
    orNothing(session.refactorImporters(request, token, tellProgress)),
  );
  if (!answer) return 0;
  if (answer.files.length === 0) {
    tell(title, [], answer.left, [], log);
    return 0;
  }
  const files = await chooseFiles(title, answer.files, () => request.limit === 'unsafe', diffs);
  if (!files || files.length === 0) return 0;
  const { applied, skipped } = await applyRefactoring(files);
  tell(title, applied, answer.left, skipped, log);
  return applied.length;
}

function tell(
  title: string,
  applied: readonly { readonly path: string; readonly fixed: number }[],
  left: RefactorImportersAnswer['left'],
  skipped: readonly Skipped[],
  log: vscode.LogOutputChannel,
): void {
  const places = applied.reduce((sum, { fixed }) => sum + fixed, 0);
  const done =
    applied.length === 0
      ? 'nothing was changed'
      : `${many(places, 'place')} in ${many(applied.length, 'file')} changed`;
  const staying = [
    ...skipped.map(({ path, reason }) => `${vscode.workspace.asRelativePath(path)}: ${reason}`),
    ...left.map(
      ({ path, range, reason }) => `${vscode.workspace.asRelativePath(path)}:${range.start.line}: ${reason}`,
    ),
  ];
  log.info(`${title}: ${done}, ${staying.length} left`);
  for (const each of staying) log.info(`  ${each}`);
  const [first] = staying;
  const others = staying.length > 1 ? `, and ${staying.length - 1} more` : '';
  if (first === undefined) tellUser(`${done}; nothing is left.`);
  else tellUser(`${done}. ${staying.length} left (${first}${others}).`, log);
}

function tellUser(message: string, log?: vscode.LogOutputChannel): void {
  const show = 'Show All';
  void vscode.window.showInformationMessage(`SSOT: ${message}`, ...(log ? [show] : [])).then((chosen) => {
    if (chosen === show) log?.show();
  });
}
