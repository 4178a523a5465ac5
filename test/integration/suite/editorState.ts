/** What the editor's suites share: the sample's files, what is shown of them, and waiting without guessing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ruleIds } from '../../../src/engine/config/schema.ts';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { codeOf } from '../../../src/tsplugin/codes.ts';

export const extensionId = 'ssot-migrator.ssot-migrator';

/** The extension's API, after its first scan. */
export async function activated(): Promise<ExtensionApi> {
  const extension = vscode.extensions.getExtension<ExtensionApi>(extensionId);
  assert.ok(extension, 'the extension is not there');
  const api = await extension.activate();
  await api.settled;
  return api;
}

/** A file of the workspace, by its path from the root. */
export function sample(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, path);
}

/** What a file of the sample must become. */
export function golden(name: string): string {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension);
  return readFileSync(join(extension.extensionPath, 'test', 'integration', 'golden', name), 'utf8');
}

/** The violations that one file shows, whoever of us made the diagnostics. */
export function shown(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(isViolation);
}

/** Our diagnostics but for the hints that strike a legacy name through: the editor lists those nowhere. */
export function isViolation({ source, severity }: vscode.Diagnostic): boolean {
  return source === 'ssot' && severity !== vscode.DiagnosticSeverity.Hint;
}

/** The text of a document with what is struck through in it between tildes. */
export function struckThrough(document: vscode.TextDocument): string {
  return struckRanges(document)
    .map(({ start, end }) => [document.offsetAt(start), document.offsetAt(end)] as const)
    .sort(([a], [b]) => b - a)
    .reduce(
      (text, [start, end]) => `${text.slice(0, start)}~${text.slice(start, end)}~${text.slice(end)}`,
      document.getText(),
    );
}

/** Where the last name stands that is struck through. */
export function lastStruck(document: vscode.TextDocument): vscode.Range | undefined {
  return struckRanges(document)
    .sort((a, b) => a.start.compareTo(b.start))
    .at(-1);
}

function struckRanges(document: vscode.TextDocument): vscode.Range[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ tags }) => tags?.includes(vscode.DiagnosticTag.Deprecated))
    .map(({ range }) => range);
}

/** All of ours in the window, as `path rule` in the order of paths; a path is relative to the workspace. */
export function allShown(): string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, found]) =>
      found
        .filter(isViolation)
        .map((diagnostic) => `${vscode.workspace.asRelativePath(uri)} ${ruleOf(diagnostic)}`),
    )
    .sort();
}

/** The rule behind a diagnostic; the language service plugin has a number for each. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  const value = typeof code === 'object' ? code.value : code;
  return ruleIds.find((rule) => codeOf[rule] === value) ?? String(value);
}

/** Polls until `read` gives a value that `holds`, and answers it; fails with the last value. */
export async function until<Value>(
  what: string,
  read: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
  patience = 20_000,
): Promise<Value> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end) assert.fail(`${what}; it stayed ${JSON.stringify(value, undefined, 2)}`);
    await delay(50);
  }
}

/** Opens a file and waits until it shows that many diagnostics of ours. */
export async function opened(path: string, diagnostics = 1): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(sample(path));
  await until(
    `${path} shows ${diagnostics}`,
    () => shown(editor.document.uri),
    ({ length }) => length === diagnostics,
  );
  return editor;
}

/** The code actions for the first diagnostic of a document, as the light bulb would list them. */
export async function actionsAt(
  { document }: vscode.TextEditor,
  range = shown(document.uri)[0]?.range,
): Promise<vscode.CodeAction[]> {
  assert.ok(range, 'there is no diagnostic');
  const actions = await until(
    'code actions',
    () => quickFixes(document.uri, range),
    (found) => found !== undefined,
  );
  assert.ok(actions);
  // Other extensions have quick fixes of their own, and the answer does not say whose an action is.
  return actions.filter(({ title }) =>
    /^(Suggestion: )?(Import|Use) |^Fix [a-z-]+$|^Why is |^Suppress /.test(title),
  );
}

/** Undefined where the editor cancelled the request: another extension registered a provider meanwhile. */
async function quickFixes(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[] | undefined> {
  try {
    return await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
      100,
    );
  } catch (error) {
    if (error instanceof Error && error.message === 'Canceled') return undefined;
    throw error;
  }
}

/** Applies the one preferred quick fix at the first diagnostic, and answers the text. */
export async function applyPreferred(editor: vscode.TextEditor): Promise<string> {
  const preferred = (await actionsAt(editor)).filter(({ isPreferred }) => isPreferred);
  assert.equal(preferred.length, 1, `preferred: ${preferred.map(({ title }) => title).join(' | ')}`);
  const [action] = preferred;
  assert.ok(action?.edit, 'the preferred fix has no edit');
  assert.ok(await vscode.workspace.applyEdit(action.edit));
  return editor.document.getText();
}

/** Closes all editors, and leaves every document as its file has it, and none that has no file. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty) await (document.isUntitled ? showAndRevert(document) : revert(document));
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

async function showAndRevert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** Another editor may become the active one in between, and the command is about that. */
async function revert(document: vscode.TextDocument): Promise<void> {
  const isScript = /^(?:type|java)script/.test(document.languageId);
  // A check of the text before the edit or the revert may be on its way, and its answer must not be taken for the last one.
  if (isScript) await shownByTypeScript(document);
  await until(
    `${document.uri.fsPath} is as its file has it`,
    async () => {
      await showAndRevert(document);
      return document.isDirty && !document.isClosed;
    },
    (isDirty) => !isDirty,
  );
  // The editor's TypeScript looks no more at a document whose tab is gone, and would show what was typed as long as it is open.
  if (isScript) await shownByTypeScript(document);
}

/** Waits until a document shows what the language service plugin finds in it now, where that serves it. */
async function shownByTypeScript(document: vscode.TextDocument): Promise<void> {
  const found = await foundByPlugin(document.uri.fsPath);
  if (found === undefined) return;
  await until(
    `${document.uri.fsPath} shows what the plugin finds`,
    () => document.isClosed || shown(document.uri).length === found,
    (isShown) => isShown,
  );
}

/** How many violations the plugin finds in a file; undefined where the editor's TypeScript has no plugin for it. */
async function foundByPlugin(file: string): Promise<number | undefined> {
  const status = await askTypeScript<{ readonly serves?: boolean }>('_ssot:status', file);
  if (!status?.serves) return undefined;
  const diagnostics = await askTypeScript<readonly { readonly source?: string }[]>(
    'semanticDiagnosticsSync',
    file,
  );
  return diagnostics?.filter(({ source }) => source === 'ssot').length;
}

/** What a TypeScript server answers; undefined where there is none, as under TypeScript 7. */
async function askTypeScript<Body>(request: string, file: string): Promise<Body | undefined> {
  try {
    const response = await vscode.commands.executeCommand<
      { readonly success?: boolean; readonly body?: Body } | undefined
    >('typescript.tsserverRequest', request, { file });
    return response?.success === true ? response.body : undefined;
  } catch {
    return undefined;
  }
}

/** The texts of files, by their paths, as the editor has them. */
export async function textsOf(paths: readonly string[]): Promise<Record<string, string>> {
  const documents = await Promise.all(paths.map((path) => vscode.workspace.openTextDocument(sample(path))));
  return Object.fromEntries(documents.map((document, at) => [paths[at] ?? '', document.getText()]));
}

/** Waits until the analysis has taken in what happened, and shows the same problems as before. */
export async function settledAs(problems: readonly string[]): Promise<void> {
  const lacking = (a: readonly string[], b: readonly string[]): string[] =>
    a.filter((each) => !b.includes(each));
  await until(
    'the same problems',
    () => [lacking(problems, allShown()), lacking(allShown(), problems)],
    (difference) => difference.flat().length === 0,
  );
}
