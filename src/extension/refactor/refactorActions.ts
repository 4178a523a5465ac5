import * as vscode from 'vscode';
import type { RefactorOffer } from '../../project/protocol.ts';
import { languages } from '../analyzedFiles.ts';
import { orNothing } from '../orNothing.ts';
import { commandTo } from '../commands.ts';
import { fixTitle } from '../fixTitles.ts';
import { toEditorEdits, toEngineRange } from '../ranges.ts';
import type { Session } from '../session.ts';
import { diagnosticSource } from '../toDiagnostic.ts';
import { importersCommand } from './importersCommands.ts';

const rewriteKind = vscode.CodeActionKind.RefactorRewrite.append('ssot');

/** A refactoring whose edits are written down only when it is chosen. */
class RefactorAction extends vscode.CodeAction {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly range: vscode.Range;
  readonly offer: RefactorOffer;

  constructor(document: vscode.TextDocument, range: vscode.Range, offer: RefactorOffer) {
    super(titleOf(offer), rewriteKind.append(offer.action));
    this.document = document;
    this.version = document.version;
    this.range = range;
    this.offer = offer;
  }
}

/**
 * `refactor.rewrite.ssot.import` and `refactor.rewrite.ssot.factory`, on what stands under the cursor, whether or not
 * there is a diagnostic. What cannot be done is shown as disabled to whoever asks for refactorings.
 */
export function registerRefactorActions(session: Session): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, context, token) =>
      orNothing(provide(session, document, range, context, token)),
    resolveCodeAction: async (action, token) => {
      if (!(action instanceof RefactorAction)) return action;
      return (await orNothing(resolve(session, action, token))) ?? action;
    },
  };
  return vscode.languages.registerCodeActionsProvider(
    languages.map((language) => ({ scheme: 'file', language })),
    provider,
    { providedCodeActionKinds: [rewriteKind.append('import'), rewriteKind.append('factory')] },
  );
}

async function provide(
  session: Session,
  document: vscode.TextDocument,
  range: vscode.Range,
  { only, triggerKind, diagnostics }: vscode.CodeActionContext,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  // The light bulb asks at every move of the cursor, and is there for what is wrong.
  const isAsked = only ? only.intersects(rewriteKind) : triggerKind === vscode.CodeActionTriggerKind.Invoke;
  if (!isAsked || session.state.kind === 'idle') return [];
  const { version } = document;
  const offers = await session.refactorings(document, toEngineRange(range), token);
  if (document.version !== version) return [];
  // Beside a quick fix of the same place, the same change would stand in the menu twice.
  const hasQuickFix = diagnostics.some(({ source }) => source === diagnosticSource);
  const isNews = ({ kind, scope }: RefactorOffer): boolean =>
    kind !== 'none' && !(hasQuickFix && scope === 'here');
  return offers
    .filter((offer) => only !== undefined || isNews(offer))
    .map((offer) => toAction(document, range, offer))
    .filter(({ kind }) => !only || (kind !== undefined && only.contains(kind)));
}

function toAction(
  document: vscode.TextDocument,
  range: vscode.Range,
  offer: RefactorOffer,
): vscode.CodeAction {
  const action = new RefactorAction(document, range, offer);
  const { kind, scope, target, title } = offer;
  if (kind === 'none') action.disabled = { reason: `Not possible: ${offer.reason ?? 'it needs a person'}` };
  else if (scope === 'all') {
    const limit = kind === 'unsafe' ? 'unsafe' : 'repair';
    action.command = commandTo(importersCommand[offer.action], action.title, {
      path: document.uri.fsPath,
      action: offer.action,
      target,
      limit,
      title,
    });
  }
  return action;
}

/** A disabled one is called what it would be, and has its reason beside it; one that asks something first says so. */
function titleOf(offer: RefactorOffer): string {
  const title = offer.kind === 'none' ? offer.title : fixTitle(offer);
  return offer.scope === 'all' ? `${title}…` : title;
}

/** Writes the edits down; works them out again where the document has changed since they were offered. */
async function resolve(
  session: Session,
  action: RefactorAction,
  token: vscode.CancellationToken,
): Promise<RefactorAction | undefined> {
  const { document, range } = action;
  let offer: RefactorOffer | undefined = action.offer;
  if (offer.scope === 'all' || offer.kind === 'none') return action;
  if (document.version !== action.version) {
    const again = await session.refactorings(document, toEngineRange(range), token);
    offer = again.find(({ title, kind }) => title === action.offer.title && kind === action.offer.kind);
  }
  if (offer?.textLength !== document.getText().length) return undefined;
  action.edit = new vscode.WorkspaceEdit();
  action.edit.set(document.uri, toEditorEdits(document, offer.edits));
  return action;
}
