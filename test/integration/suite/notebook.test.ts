import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { evaluateInWorkbench, hasDriver, requireDriver, workbenchText } from '../driver.ts';
import {
  activated,
  applyPreferred,
  closeAll,
  isViolation,
  ruleOf,
  sample,
  shown,
  until,
} from './editorState.ts';

const path = 'backend/notebooks/audience.ipynb';
const importCell = 1;
const callCell = 2;

/** Opens the notebook in an editor, and answers whether that shows its cells. */
async function drawn(): Promise<boolean> {
  // As a user opens it: what the API opens stays open for minutes.
  await vscode.commands.executeCommand('vscode.open', sample(path));
  if (!hasDriver) return true;
  for (const end = Date.now() + 5000; Date.now() < end;) {
    const rows = `document.querySelectorAll('.notebookOverlay .cell-list-container .monaco-list-row').length`;
    if (Number(await evaluateInWorkbench(rows)) > 0) return true;
    await delay(100);
  }
  return false;
}

/** The notebook in its editor, once its cells show what is wrong with them. */
async function openedNotebook(): Promise<vscode.NotebookDocument> {
  // An editor that is opened while the one before it is still being put away may stay empty.
  for (let tries = 0; !(await drawn()) && tries < 3; tries++) await closeAll();
  const notebook = await until(
    'it is open',
    () => vscode.workspace.notebookDocuments.find(({ uri }) => uri.path === sample(path).path)!,
    (found: vscode.NotebookDocument | undefined) => found !== undefined,
  );
  await until(
    'its cells show two',
    () => rulesByCell(notebook),
    (found) => found.join() === ',legacy-import,direct-construction,',
  );
  return notebook;
}

/** How many violations the notebook shows, in its file and in its cells. */
function countShown(): number {
  return vscode.languages
    .getDiagnostics()
    .filter(([uri]) => uri.path === sample(path).path)
    .flatMap(([, found]) => found.filter(isViolation)).length;
}

/** The rules that each cell shows a violation of. */
function rulesByCell(notebook: vscode.NotebookDocument): string[] {
  return notebook.getCells().map(({ document }) => shown(document.uri).map(ruleOf).join('+'));
}

/** The editor of a cell, with the cell selected. */
async function cellEditor(notebook: vscode.NotebookDocument, index: number): Promise<vscode.TextEditor> {
  const { uri } = notebook.cellAt(index).document;
  await vscode.window.showNotebookDocument(notebook, {
    selections: [new vscode.NotebookRange(index, index + 1)],
  });
  await vscode.commands.executeCommand('notebook.cell.edit');
  return until(
    `cell ${index} has an editor`,
    () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString())!,
    (editor: vscode.TextEditor | undefined) => editor !== undefined,
  );
}

function cellsOf(content: Uint8Array): { cell_type: string; source: string[] }[] {
  const { cells } = JSON.parse(Buffer.from(content).toString('utf8')) as {
    cells: { cell_type: string; source: string[] }[];
  };
  return cells;
}

function sourcesOf(content: Uint8Array): string[] {
  return cellsOf(content).map(({ source }) => source.join(''));
}

/**
 * Puts the notebook back as its file had it. The editor may keep a notebook that nobody sees any more for minutes, and
 * reverts the file of such a one without its cells.
 */
async function restore(content: Uint8Array): Promise<void> {
  await closeAll();
  const cells = cellsOf(content);
  for (const notebook of vscode.workspace.notebookDocuments) {
    const edit = new vscode.WorkspaceEdit();
    const data = cells.map(({ cell_type: kind, source }) =>
      kind === 'code'
        ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source.join(''), 'python')
        : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, source.join(''), 'markdown'),
    );
    edit.set(notebook.uri, [
      vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(0, notebook.cellCount), data),
    ]);
    await vscode.workspace.applyEdit(edit);
    await notebook.save();
  }
  await vscode.workspace.fs.writeFile(sample(path), content);
  await until('it shows what it showed', countShown, (count) => count === 2);
}

/** The editor of a cell with the cursor in a text of it. */
async function cursorIn(
  notebook: vscode.NotebookDocument,
  index: number,
  text: string,
): Promise<vscode.TextEditor> {
  const editor = await cellEditor(notebook, index);
  const at = positionOf(editor.document, text);
  editor.selection = new vscode.Selection(at, at);
  await until(
    'the cursor is there',
    () => vscode.window.activeTextEditor,
    (active) => active?.document === editor.document && active.selection.active.isEqual(at),
  );
  return editor;
}

function positionOf(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not there`);
  return document.positionAt(offset + 1);
}

describe('a notebook', () => {
  let content: Uint8Array;
  before(async () => {
    await activated();
    content = await vscode.workspace.fs.readFile(sample(path));
  });
  afterEach(() => restore(content));

  it('shows what is wrong in its file while it is closed, and says in which cell', async () => {
    const found = await until(
      'the file shows two',
      () => shown(sample(path)),
      ({ length }) => length === 2,
    );
    assert.match(found[0]!.message, /^Cell 2, line 3: WebSocketManager is imported from parley\.sockets/);
    const text = Buffer.from(await vscode.workspace.fs.readFile(sample(path))).toString('utf8');
    const line = text.split('\n')[found[0]!.range.start.line];
    assert.ok(line !== undefined);
    assert.match(
      line.slice(found[0]!.range.start.character),
      /^from parley\.sockets import WebSocketManager/,
    );
  });

  it('shows it in the right cell while it is open, and in its file again when it is closed', async () => {
    const notebook = await openedNotebook();
    const [diagnostic] = shown(notebook.cellAt(importCell).document.uri);
    assert.deepEqual(diagnostic?.range, new vscode.Range(2, 0, 2, 43));
    assert.deepEqual(shown(sample(path)), []);
    assert.equal(countShown(), 2);
    await closeAll();
    await until(
      'the file shows two',
      () => shown(sample(path)),
      ({ length }) => length === 2,
    );
  });

  it('is fixed in its cell by the preferred quick fix', async () => {
    const notebook = await openedNotebook();
    const before = notebook.cellAt(importCell).document.getText();
    const fixed = await applyPreferred(await cellEditor(notebook, importCell));
    assert.equal(fixed, before.replace('parley.sockets import', 'parley.sockets.websocket_manager import'));
    await until(
      'the cell is clean',
      () => rulesByCell(notebook),
      (found) => found.join() === ',,direct-construction,',
    );
  });

  it('gets the factory imported in the cell that needs it', async () => {
    const notebook = await openedNotebook();
    const fixed = await applyPreferred(await cellEditor(notebook, callCell));
    assert.equal(
      fixed,
      [
        'from parley.sockets.websocket_manager import get_websocket_manager',
        'user_context = UserContext(user_id="ana", room_id="lobby")',
        'manager = get_websocket_manager(user_context=user_context)',
      ].join('\n'),
    );
    assert.match(
      notebook.cellAt(importCell).document.getText(),
      /from parley\.sockets import WebSocketManager/,
    );
    await until(
      'the other cell still shows one',
      () => rulesByCell(notebook),
      (found) => found.join() === ',legacy-import,,',
    );
  });

  it('follows what is typed, and cells that come and go', async () => {
    const notebook = await openedNotebook();
    const edit = new vscode.WorkspaceEdit();
    const cell = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      'from parley.sockets.registry import WebSocketManager',
      'python',
    );
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [cell])]);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(
      'the new cell shows one, the others theirs',
      () => rulesByCell(notebook),
      (found) => found.join() === 'legacy-import,,legacy-import,direct-construction,',
    );
    const typed = new vscode.WorkspaceEdit();
    typed.replace(notebook.cellAt(0).document.uri, new vscode.Range(0, 0, 0, 52), '%time pass');
    assert.ok(await vscode.workspace.applyEdit(typed));
    await until(
      'the cell is clean',
      () => rulesByCell(notebook),
      (found) => found.join() === ',,legacy-import,direct-construction,',
    );
    const gone = new vscode.WorkspaceEdit();
    gone.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(2, 3))]);
    assert.ok(await vscode.workspace.applyEdit(gone));
    await until(
      'nothing is left of the cell',
      countShown,
      // What is constructed is not imported any more.
      (count) => count < 2,
    );
  });

  it('is fixed as a whole, and saved', async () => {
    const notebook = await openedNotebook();
    await cellEditor(notebook, importCell);
    assert.equal(await vscode.commands.executeCommand('ssot.fixFile'), 1);
    assert.ok(await notebook.save());
    const saved = await vscode.workspace.fs.readFile(sample(path));
    assert.deepEqual(
      sourcesOf(saved),
      sourcesOf(content).map((source) =>
        source.replace('parley.sockets import', 'parley.sockets.websocket_manager import'),
      ),
    );
  });

  it('says in a hover what a legacy name in a cell is, and nothing of other names', async () => {
    const notebook = await openedNotebook();
    const hoverOn = async (index: number, text: string): Promise<string> => {
      const { document } = notebook.cellAt(index);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        positionOf(document, text),
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
        .join('\n');
    };
    assert.match(
      await hoverOn(importCell, 'WebSocketManager'),
      /in place of `WebSocketManager`, take `WebSocketManager` from `parley\.sockets\.websocket_manager`/,
    );
    assert.match(await hoverOn(callCell, 'WebSocketManager('), /`get_websocket_manager`/);
    assert.equal(await hoverOn(importCell, 'UserContext'), '');
    assert.equal(await hoverOn(callCell, 'user_context ='), '');
  });

  it('leads from a cell to the canonical definition, and to all legacy uses', async function () {
    const notebook = await openedNotebook();
    await cursorIn(notebook, importCell, 'WebSocketManager');
    await vscode.commands.executeCommand('ssot.goToCanonical');
    const there = vscode.window.activeTextEditor;
    assert.equal(there?.document.uri.fsPath, sample('backend/parley/sockets/websocket_manager.py').fsPath);
    assert.match(there.document.lineAt(there.selection.active.line).text, /^class WebSocketManager/);
    await cursorIn(notebook, callCell, 'user_context =');
    assert.equal(await vscode.commands.executeCommand('ssot.findLegacyUses'), 0);
    await cursorIn(notebook, importCell, 'WebSocketManager');
    const count = await vscode.commands.executeCommand<number>('ssot.findLegacyUses');
    assert.ok(count > 2, `${count} uses`);
    requireDriver(this);
    assert.match(await workbenchText('.peekview-widget'), /Locations \(\d+\)/);
    await vscode.commands.executeCommand('closeReferenceSearch');
  });

  it('says above a class in a cell how it is used', async () => {
    const notebook = await openedNotebook();
    const { document } = notebook.cellAt(callCell + 1);
    const edit = new vscode.WorkspaceEdit();
    const text = '\n\nclass AudienceWebSocketManager:\n    pass\n\n\nAudienceWebSocketManager()\n';
    edit.insert(document.uri, new vscode.Position(document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
    await notebook.save();
    const [lens] = await until(
      'the code lens',
      async () => {
        const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
          10,
        );
        return found.filter(({ command }) => command?.title === 'SSOT: rogue: 1 construction');
      },
      ({ length }) => length === 1,
    );
    assert.equal(document.getText(lens?.range), 'AudienceWebSocketManager');
    assert.deepEqual(lens?.range.start, positionOf(document, 'AudienceWebSocketManager').translate(0, -1));
  });
});
