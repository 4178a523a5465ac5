import * as vscode from 'vscode';
import type { CanonicalPlace } from '../../project/survey/surveyProtocol.ts';
import { registerCommand, type PlaceOfCommand } from '../commands.ts';
import type { Session } from '../session.ts';
import { many } from '../statusText.ts';
import { isToldOf } from '../analyzedFiles.ts';
import { askedAt, locationOf, peek } from './locations.ts';
import { isOnLegacyName } from './onLegacyName.ts';
import { orNothing } from '../orNothing.ts';
import { withRequestProgress } from '../requestProgress.ts';

/** A context key of the editor's menu. */
const onLegacyName = 'ssot.onLegacyName';

/** “Go to Canonical”, “Find All Legacy Uses”, and what the code lenses lead to. */
export function registerTruthCommands(session: Session): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand('ssot.goToCanonical', (place) => goToCanonical(session, place)),
    registerCommand('ssot.findLegacyUses', (place) => findLegacyUses(session, place)),
    registerCommand('ssot.showTruthUses', async ({ uri, line, character }, id) => {
      const at = vscode.Uri.parse(uri);
      const uses = await withRequestProgress('counting uses', (token, progress) =>
        orNothing(session.survey('truthUses', { path: at.fsPath, id }, { token, progress })),
      );
      if (!uses) return;
      if (uses.length === 0) tellUser('nothing in this project imports or constructs it.');
      else await peek(at, new vscode.Position(line, character), uses);
    }),
  );
}

/** Keeps the editor's menu to what the cursor stands on. */
export function followLegacyNames(session: Session): vscode.Disposable {
  let told = false;
  const tell = (): void => {
    const editor = vscode.window.activeTextEditor;
    const isOn = editor ? isOnLegacyName(session, editor.document, editor.selection.active) : false;
    if (isOn === told) return;
    told = isOn;
    void vscode.commands.executeCommand('setContext', onLegacyName, isOn);
  };
  return vscode.Disposable.from(
    session.onDidChange(tell),
    vscode.window.onDidChangeActiveTextEditor(tell),
    vscode.window.onDidChangeTextEditorSelection(tell),
  );
}

interface There {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
}

/** The place that a command is about: the one that is given, else the cursor. */
async function placeOf(given: PlaceOfCommand | undefined): Promise<There | undefined> {
  if (given) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(given.uri));
    return { document, position: new vscode.Position(given.line, given.character) };
  }
  const editor = vscode.window.activeTextEditor;
  if (editor && isToldOf(editor.document))
    return { document: editor.document, position: editor.selection.active };
  tellUser('open a file, and put the cursor on a name of a source of truth.');
  return undefined;
}

async function goToCanonical(session: Session, given: PlaceOfCommand | undefined): Promise<void> {
  const there = await placeOf(given);
  if (!there) return;
  const { document, position } = there;
  const answer = await orNothing(session.survey('legacyName', askedAt(document, position), { document }));
  if (answer === undefined) return;
  if (answer === null) {
    tellUser('no name of a source of truth stands under the cursor.');
    return;
  }
  if (answer.canonical.length === 0) {
    tellUser(`there is nowhere to go: ${answer.nowhere ?? 'the canonical module has no such name'}.`);
    return;
  }
  const place = await chosen(answer.canonical);
  if (!place) return;
  const { uri, range } = locationOf(place);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(range.start, range.start) });
}

/** An import of several names has several places. */
async function chosen(places: readonly CanonicalPlace[]): Promise<CanonicalPlace | undefined> {
  if (places.length < 2) return places[0];
  const items = places.map((place) => ({
    label: place.name.slice(place.name.lastIndexOf('.') + 1),
    description: vscode.workspace.asRelativePath(place.path),
    place,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Which canonical definition' });
  return picked?.place;
}

async function findLegacyUses(session: Session, given: PlaceOfCommand | undefined): Promise<number> {
  const there = await placeOf(given);
  if (!there) return 0;
  const { document, position } = there;
  const asked = askedAt(document, position);
  const answer = await withRequestProgress('finding legacy uses', (token, progress) =>
    orNothing(session.survey('legacyUses', asked, { token, progress, document })),
  );
  if (!answer) return 0;
  const { names, uses } = answer;
  if (names.length === 0) tellUser('no name of a source of truth stands under the cursor.');
  else if (uses.length === 0) tellUser(`nothing is left of ${names.join(', ')}.`);
  else {
    await peek(document.uri, position, uses);
    vscode.window.setStatusBarMessage(
      `SSOT: ${many(uses.length, 'legacy use')} of ${names.join(', ')}`,
      5000,
    );
  }
  return uses.length;
}

function tellUser(message: string): void {
  void vscode.window.showInformationMessage(`SSOT: ${message}`);
}
