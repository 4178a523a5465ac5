import * as vscode from 'vscode';
import type { FixOffer } from '../project/protocol.ts';
import type { PlaceInFile } from '../engine/placeIn.ts';
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
  const path = document.uri.fsPath;
  const isThere = (place: PlaceInFile): boolean =>
    rangeIn(document, place)?.intersection(range) !== undefined;
  const touched = session.store
    .violationsOf(path)
    .filter((violation) => isOpen(violation) && isThere(violation));
  const names = session.store.legacyNamesOf(path).filter(isThere);
  if (touched.length === 0 && names.length === 0) return [];
  const { version } = document;
  const offers = await session.fixes(document, toEngineRange(range), token);
  // The document went on meanwhile: the editor asks again for the new text.
  if (document.version !== version) return [];
  const diagnosticsOf: DiagnosticLookup = (ruleId, places) => {
    const ranges = places.map((place) => rangeIn(document, place));
    return diagnostics.filter(
      (diagnostic) => isAbout(diagnostic, ruleId) && ranges.some((at) => at?.isEqual(diagnostic.range)),
    );
  };
  // Where a legacy name is used, the fix is that of its import; one that stands in the import is about the same violation.
  const known = new Set([
    ...touched.map(({ fingerprint }) => fingerprint),
    ...names.map(({ violation }) => violation),
  ]);
  const relevant = offers.filter((offer) => known.has(offer.violation));
  const isHere = (offer: FixOffer): boolean =>
    touched.some(({ fingerprint }) => fingerprint === offer.violation);
  const here = relevant.filter(isHere);
  const elsewhere = relevant.filter((offer) => !isHere(offer));
  const about = (offer: FixOffer): vscode.Diagnostic[] =>
    diagnosticsOf(offer.ruleId, [offer, ...names.filter(({ violation }) => violation === offer.violation)]);
  // What is wrong in this place itself comes first, and alone is applied without being asked which.
  const preferred = preferredKind(here.length > 0 ? here : elsewhere);
  return [
    ...fixActions(document, here, preferred, about),
    ...fixActions(document, elsewhere, here.length > 0 ? undefined : preferred, about),
    ...suppressActions(document, touched, diagnosticsOf),
  ];
}

/** The diagnostics of a rule at some places, of those that the editor asks about. */
type DiagnosticLookup = (ruleId: string, places: readonly PlaceInFile[]) => vscode.Diagnostic[];

function fixActions(
  document: vscode.TextDocument,
  offers: readonly FixOffer[],
  preferred: FixOffer['kind'] | undefined,
  diagnosticsOf: (offer: FixOffer) => vscode.Diagnostic[],
): vscode.CodeAction[] {
  return offers.flatMap((offer) => {
    const about = diagnosticsOf(offer);
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
  diagnosticsOf: DiagnosticLookup,
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
    action.diagnostics = diagnosticsOf(ruleId, [violation]);
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
