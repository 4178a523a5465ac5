import * as vscode from 'vscode';
import type { TruthPlace } from '../../project/survey/surveyProtocol.ts';
import { analyzedDocuments, isAnalyzed, isToldOf } from '../analyzedFiles.ts';
import { commandTo } from '../commands.ts';
import { rangeIn } from '../notebooks/openNotebooks.ts';
import type { Session } from '../session.ts';
import { readSettings } from '../settings.ts';
import { orNothing } from '../orNothing.ts';
import { placeOfCommand } from './locations.ts';
import { useText } from './useText.ts';

/** How long changes are gathered before the counts are asked for again, in milliseconds. */
const gathering = 500;

interface TruthLens extends vscode.CodeLens {
  readonly document: vscode.TextDocument;
  readonly truth: TruthPlace;
}

/**
 * Says above canonical classes, the factory and copies of them how they are used. The places are known at once; the numbers
 * come when they are in sight, from an inventory that the analysis takes once.
 */
export function registerTruthLenses(session: Session): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let timer: NodeJS.Timeout | undefined;
  const gather = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changed.fire();
    }, gathering);
  };
  const provider: vscode.CodeLensProvider<TruthLens> = {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document, token) {
      if (!isAsked(session, document)) return [];
      const path = document.uri.fsPath;
      const truths = await orNothing(session.survey('truths', { path }, { document, token }));
      return (truths ?? []).flatMap((truth) => {
        const range = rangeIn(document, truth);
        return range ? [Object.assign(new vscode.CodeLens(range), { document, truth })] : [];
      });
    },
    async resolveCodeLens(lens, token) {
      const { document, truth, range } = lens;
      const asked = { path: document.uri.fsPath, id: truth.id };
      const use = await orNothing(session.survey('truthUse', asked, { token }));
      if (use)
        lens.command = commandTo(
          'ssot.showTruthUses',
          `SSOT: ${useText(use)}`,
          placeOfCommand(document, range.start),
          truth.id,
        );
      return lens;
    },
  };
  return vscode.Disposable.from(
    changed,
    { dispose: () => clearTimeout(timer) },
    vscode.languages.registerCodeLensProvider(analyzedDocuments, provider),
    session.onDidChange(gather),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (isAnalyzed(document)) gather();
    }),
    vscode.workspace.onDidSaveNotebookDocument(gather),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('ssot.codeLens')) changed.fire();
    }),
  );
}

/** While a scan goes on its files are read for that first; and where nothing has been asked of it, nobody starts it. */
function isAsked({ state }: Session, document: vscode.TextDocument): boolean {
  if (state.kind !== 'ready' || !isToldOf(document)) return false;
  // The settings of a cell are those of its notebook.
  return readSettings(vscode.Uri.file(document.uri.fsPath)).codeLens;
}
