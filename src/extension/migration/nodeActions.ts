import * as vscode from 'vscode';
import type { FixOffer } from '../../project/protocol.ts';
import type { Violation } from '../../engine/violation.ts';
import { orNothing } from '../orNothing.ts';
import { commandTo, registerCommand } from '../commands.ts';
import { fixTitle } from '../fixTitles.ts';
import { toEditorRange, toEngineRange } from '../ranges.ts';
import type { Session } from '../session.ts';
import { suppressionOf } from '../suppression.ts';
import { showPlace } from '../truth/locations.ts';
import { openOthers, toWorkspaceEdit } from '../workspaceEdit.ts';
import type { ViolationNode } from './migrationTree.ts';
import { explanationOf } from './violationText.ts';

/** What the tree offers of one violation: to open it, to fix it, to say why it is there, and to suppress it. */
export function registerNodeActions(session: Session): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('ssot.openViolation', async (node) => {
      await open(node);
    }),
    registerCommand('ssot.fixViolation', (node) => fix(session, node)),
    registerCommand('ssot.explainViolation', (node) => explain(session, node)),
    registerCommand('ssot.suppressViolation', (node, reason) =>
      suppress(session, node, typeof reason === 'string' ? reason : undefined),
    ),
  );
}

/** The violation as it is known now: the tree's node may be of a moment ago. */
function currentOf(session: Session, { path, violation }: ViolationNode): Violation | undefined {
  const found = session.store
    .violationsOf(path)
    .find(({ fingerprint }) => fingerprint === violation.fingerprint);
  if (!found) tell('this violation is gone.');
  return found;
}

function open({ path, violation }: ViolationNode): Promise<vscode.TextDocument> {
  return showPlace({ path, ...violation });
}

/** How often a document that changes meanwhile is looked at again. */
const attempts = 3;

async function fix(session: Session, node: ViolationNode): Promise<boolean> {
  const violation = currentOf(session, node);
  if (!violation) return false;
  const document = await open({ ...node, violation });
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { version } = document;
    const offer = await offerOf(session, document, violation);
    if (document.version !== version) continue;
    if (!offer) break;
    if (offer.kind === 'none') {
      tell(`there is no fix: ${offer.reason ?? 'it needs a person'}.`);
      return false;
    }
    if (offer.kind === 'unsafe' && !(await isWanted(offer))) return false;
    const others = await openOthers(offer);
    const edit = others && toWorkspaceEdit(document, offer, others);
    if (edit && (await vscode.workspace.applyEdit(edit))) return true;
  }
  tell('it was not fixed: it is gone, or the file changed meanwhile.');
  return false;
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(`SSOT: ${message}`);
}

/** The fix of a violation, and where it is in the document as it is now: what the tree knows may be of a moment ago. */
async function offerOf(
  session: Session,
  document: vscode.TextDocument,
  { fingerprint }: Violation,
): Promise<FixOffer | undefined> {
  const all = toEngineRange(new vscode.Range(0, 0, document.lineCount, 0));
  const offers = await orNothing(session.fixes(document, all));
  return offers?.find(({ violation }) => violation === fingerprint);
}

/** What may change what the code does is applied only once the user has read so. */
async function isWanted(offer: FixOffer): Promise<boolean> {
  const apply = 'Apply';
  const chosen = await vscode.window.showWarningMessage(`SSOT: ${fixTitle(offer)}`, apply);
  return chosen === apply;
}

async function explain(session: Session, node: ViolationNode): Promise<void> {
  const violation = currentOf(session, node);
  if (!violation) return;
  const showRule = 'Show Rule';
  const chosen = await vscode.window.showInformationMessage(`SSOT: ${explanationOf(violation)}`, showRule);
  if (chosen !== showRule) return;
  const { command, arguments: given = [] } = commandTo('ssot.showRule', showRule, violation.ruleId);
  await vscode.commands.executeCommand(command, ...(given as unknown[]));
}

/** Writes a comment with a reason, which is asked for where it is not given. */
async function suppress(session: Session, node: ViolationNode, given: string | undefined): Promise<boolean> {
  const violation = currentOf(session, node);
  if (!violation) return false;
  const document = await open({ ...node, violation });
  const offer = await offerOf(session, document, violation);
  if (!offer) {
    tell('this violation is gone.');
    return false;
  }
  const { version } = document;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const { line } = toEditorRange(offer.range).start;
  const insertion = suppressionOf(document, line, violation.ruleId, document.languageId, eol);
  if (!insertion) {
    tell('no comment can stand above this line.');
    return false;
  }
  const isListed = insertion.after === undefined;
  const reason = isListed ? '' : (given ?? (await askForReason(violation)));
  if (reason === undefined) return false;
  const edit = new vscode.WorkspaceEdit();
  const at = new vscode.Position(insertion.line, insertion.column);
  edit.insert(document.uri, at, insertion.before + reason.trim() + (insertion.after ?? ''));
  if (document.version === version && (await vscode.workspace.applyEdit(edit))) return true;
  tell('it was not suppressed, because the file changed meanwhile.');
  return false;
}

function askForReason({ ruleId, message }: Violation): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: `Suppress ${ruleId}`,
    prompt: message,
    placeHolder: 'Why it is right here; may end with [until 2027-03-31] [owner @team]',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'A suppression needs a reason' : undefined),
  });
}
