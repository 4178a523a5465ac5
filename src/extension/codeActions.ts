import * as vscode from 'vscode';
import type { FixOffer } from '../project/protocol.ts';
import { isOpen, type Violation } from '../engine/violation.ts';
import { analyzedDocuments } from './analyzedFiles.ts';
import { diagnosticSource } from './toDiagnostic.ts';
import { commandTo, registerCommand } from './commands.ts';
import { fixTitle, preferredKind } from './fixTitles.ts';
import { orNothing } from './orNothing.ts';
import { rangeIn } from './notebooks/openNotebooks.ts';
import { toEngineRange } from './ranges.ts';
import { openOthers, toWorkspaceEdit } from './workspaceEdit.ts';
import type { Session } from './session.ts';
import { suppressionOf } from './suppression.ts';

/** A fix whose edits are written down only when it is chosen. */
class FixAction extends vscode.CodeAction {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly offer: FixOffer;

  constructor(document: vscode.TextDocument, offer: FixOffer) {
    const kind = vscode.CodeActionKind.QuickFix;
    super(fixTitle(offer), offer.kind === 'unsafe' ? kind.append('suggestion') : kind);
    this.document = document;
    this.version = document.version;
    this.offer = offer;
  }
}

/** The light bulb: fixes, suggestions, why there is none, and how to suppress. */
export function registerCodeActions(session: Session): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, context, token) =>
      orNothing(provide(session, document, range, context, token)),
    resolveCodeAction: async (action, token) => {
      if (!(action instanceof FixAction)) return action;
      const resolved = await orNothing(resolve(session, action, token));
      return resolved ?? action;
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(analyzedDocuments, provider, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    registerCommand('ssot.explainFix', async (explanation) => {
      await vscode.window.showInformationMessage(`SSOT: ${explanation}`);
    }),
  );
}

async function provide(
  session: Session,
  document: vscode.TextDocument,
  range: vscode.Range,
  { only, diagnostics }: vscode.CodeActionContext,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  if (only && !only.intersects(vscode.CodeActionKind.QuickFix)) return [];
  const touched = session.store
    .violationsOf(document.uri.fsPath)
    .filter((violation) => isOpen(violation) && rangeIn(document, violation)?.intersection(range));
  if (touched.length === 0) return [];
  const { version } = document;
  const offers = await session.fixes(document, toEngineRange(range), token);
  // The document went on meanwhile: the editor asks again for the new text.
  if (document.version !== version) return [];
  const diagnosticOf: DiagnosticLookup = (ruleId, at) =>
    diagnostics.filter((diagnostic) => at && isAbout(diagnostic, ruleId) && diagnostic.range.isEqual(at));
  const known = new Set(touched.map(({ fingerprint }) => fingerprint));
  const relevant = offers.filter((offer) => known.has(offer.violation));
  return [
    ...fixActions(document, relevant, diagnosticOf),
    ...suppressActions(document, touched, diagnosticOf),
  ];
}

type DiagnosticLookup = (ruleId: string, at: vscode.Range | undefined) => vscode.Diagnostic[];

function fixActions(
  document: vscode.TextDocument,
  offers: readonly FixOffer[],
  diagnosticOf: DiagnosticLookup,
): vscode.CodeAction[] {
  const preferred = preferredKind(offers);
  return offers.flatMap((offer) => {
    const about = diagnosticOf(offer.ruleId, rangeIn(document, offer));
    if (offer.kind === 'none') return noFixActions(offer, about);
    const action = new FixAction(document, offer);
    action.isPreferred = offer.kind === preferred;
    action.diagnostics = about;
    if (offer.kind !== 'unsafe' || offer.reason === null) return [action];
    return [
      action,
      explanation('Why is it only a suggestion?', `it may change behavior: ${offer.reason}.`, about),
    ];
  });
}

/** The disabled action answers a keybinding that fixes; the other is the one that the menu shows. */
function noFixActions(offer: FixOffer, about: vscode.Diagnostic[]): vscode.CodeAction[] {
  const reason = offer.reason ?? 'it needs a person';
  const disabled = new vscode.CodeAction(`Fix ${offer.ruleId}`, vscode.CodeActionKind.QuickFix);
  disabled.disabled = { reason: `There is no fix: ${reason}` };
  disabled.diagnostics = about;
  return [disabled, explanation(fixTitle(offer), `there is no fix: ${reason}.`, about)];
}

function explanation(title: string, text: string, about: vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix.append('explain'));
  action.command = commandTo('ssot.explainFix', title, text);
  action.diagnostics = about;
  return action;
}

function suppressActions(
  document: vscode.TextDocument,
  violations: readonly Violation[],
  diagnosticOf: DiagnosticLookup,
): vscode.CodeAction[] {
  const seen = new Set<string>();
  return violations.flatMap((violation) => {
    const { ruleId } = violation;
    const range = rangeIn(document, violation);
    if (!range) return [];
    const { line } = range.start;
    const key = `${ruleId}:${line}`;
    if (ruleId === 'unused-suppression' || seen.has(key)) return [];
    seen.add(key);
    const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const insertion = suppressionOf(document, line, ruleId, document.languageId, eol);
    if (!insertion) return [];
    const action = new vscode.CodeAction(
      `Suppress ${ruleId} with a reason`,
      vscode.CodeActionKind.QuickFix.append('suppress'),
    );
    const at = new vscode.Position(insertion.line, insertion.column);
    const snippet = new vscode.SnippetString().appendText(insertion.before);
    if (insertion.after !== undefined) snippet.appendTabstop(0).appendText(insertion.after);
    const edit = vscode.SnippetTextEdit.insert(at, snippet);
    edit.keepWhitespace = true;
    action.edit = new vscode.WorkspaceEdit();
    action.edit.set(document.uri, [edit]);
    action.diagnostics = diagnosticOf(ruleId, range);
    return [action];
  });
}

/** Writes the edits down; works them out again where a document is another than the one that they were offered for. */
async function resolve(
  session: Session,
  action: FixAction,
  token: vscode.CancellationToken,
): Promise<FixAction | undefined> {
  const { document } = action;
  let { offer } = action;
  let others = await openOthers(offer);
  if (document.version !== action.version || !others) {
    const again = await session.fixes(document, offer.cell?.range ?? offer.range, token);
    const same = again.find(
      ({ violation, kind }) => violation === action.offer.violation && kind === action.offer.kind,
    );
    if (!same) return undefined;
    offer = same;
    others = await openOthers(offer);
  }
  const edit = others && toWorkspaceEdit(document, offer, others);
  if (!edit) return undefined;
  action.edit = edit;
  return action;
}

/** The language service plugin's diagnostics have numbers for codes; those are told apart by their place alone. */
function isAbout({ source, code }: vscode.Diagnostic, ruleId: string): boolean {
  if (source !== diagnosticSource) return false;
  return typeof code === 'number' || (typeof code === 'object' && code.value === ruleId);
}
