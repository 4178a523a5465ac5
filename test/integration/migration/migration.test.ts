import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import {
  isGroup,
  total,
  type GroupNode,
  type TreeNode,
  type ViolationNode,
} from '../../../src/extension/migration/migrationTree.ts';
import { evaluateInWorkbench, hasDriver, requireDriver, workbenchText } from '../driver.ts';
import {
  activated,
  allShown,
  closeAll,
  extensionId,
  golden,
  opened,
  sample,
  settledAs,
  shown,
  textsOf,
  until,
} from '../suite/editorState.ts';

const chat = 'backend/parley/chat';
const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

describe('the tree of the migration', () => {
  let api: ExtensionApi;
  let everything: string[];

  before(async () => {
    api = await activated();
    everything = await until(
      'what is shown is what was found',
      allShown,
      ({ length }) => length > 10 && length === api.session.store.counts().violations,
    );
    await run('ssot.migration.focus');
  });
  afterEach(async () => {
    await closeAll();
    await run('ssot.groupByPhase');
    await run('ssot.clearTreeFilter');
  });

  const lines = (node?: TreeNode): string[] =>
    api.migration
      .childrenOf(node)
      .flatMap((each) => (isGroup(each) ? [`${each.level.kind} ${each.key} ${total(each.counts)}`] : []));
  const group = (pattern: RegExp, from?: TreeNode): GroupNode => {
    const found = api.migration.childrenOf(from).find((node) => isGroup(node) && pattern.test(node.key));
    assert.ok(found && isGroup(found), `${String(pattern)} is not among ${lines(from).join(', ')}`);
    return found;
  };
  const violations = (node?: TreeNode): ViolationNode[] =>
    api.migration.childrenOf(node).flatMap((each) => (isGroup(each) ? violations(each) : [each]));
  const ofFile = (file: string): ViolationNode => {
    const found = violations().find(({ path }) => path === sample(file).fsPath);
    assert.ok(found, `${file} is not in the tree`);
    return found;
  };

  it('goes by phase, rule, module, file and violation, and holds all that the Problems panel has', () => {
    assert.deepEqual(
      lines().map((line) => line.replace(/ \d+$/, '')),
      [
        'phase Phase 1: Consolidate import paths',
        'phase Phase 2: Use the factory',
        'phase Phase 3: Remove duplicates and shims',
      ],
    );
    const inTree = violations().map(
      ({ path, violation }) => `${vscode.workspace.asRelativePath(path)} ${violation.ruleId}`,
    );
    assert.deepEqual(inTree.sort(), everything);
    const rule = group(/^legacy-import$/, group(/^Phase 1/));
    assert.ok(
      lines(rule).some((line) => line.startsWith('module parley.sockets ')),
      lines(rule).join('\n'),
    );
  });

  it('is drawn with counts, and says them to who hears it', async function () {
    requireDriver(this);
    const text = await until(
      'it is drawn',
      () => workbenchText('.pane-body .monaco-list-rows'),
      (drawn) => drawn.includes('Phase 1'),
    );
    assert.match(text, /Phase 1\s*(?:\d+% · )?\d+(?: left)? · Consolidate import paths/);
    await until(
      'the badge has the count',
      () =>
        evaluateInWorkbench(
          `[...document.querySelectorAll('.activitybar .badge-content')].map(({ textContent }) => textContent).join(' ')`,
        ).then(String),
      (badges) => badges.split(' ').includes(String(everything.length)),
    );
  });

  it('says of phases, classes and folders how far they are, as the burn-down does, and not of what is filtered', async function () {
    const progress = await api.session.survey('progress', { root: sample('').fsPath });
    assert.ok(progress);
    const [first] = progress.phases;
    assert.ok(first && first.right > 0 && first.left > 0);
    const phase = (): GroupNode => group(/^Phase 1/);
    const told = await until(
      'the share of the first phase',
      () => api.migration.shareOf(phase()),
      // It is counted again a moment after the last change, of which a test before may have made one.
      (share) => share?.right === first.right && share.left === first.left,
    );
    assert.deepEqual(
      [told?.right, told?.left, told?.percent],
      [first.right, first.left, Math.floor((100 * first.right) / (first.right + first.left))],
    );
    // There is no right use that an older module could have a share of.
    const rule = group(/^legacy-import$/, phase());
    assert.equal(api.migration.shareOf(rule), undefined);
    assert.equal(api.migration.shareOf(group(/^parley\.sockets$/, rule)), undefined);

    await run('ssot.groupByClass');
    const manager = progress.classes.find(({ name }) => name === 'WebSocketManager');
    assert.equal(api.migration.shareOf(group(/^WebSocketManager$/))?.right, manager?.right);
    await run('ssot.groupByFolder');
    assert.equal(api.migration.grouping, 'folder');
    const rooms = progress.modules.find(({ name }) => name === chat);
    assert.ok(rooms && rooms.left > 0);
    const folder = group(/backend.parley.chat$/);
    assert.equal(api.migration.shareOf(folder)?.left, rooms.left);
    await run('ssot.filterTree', 'rooms.py');
    assert.equal(api.migration.shareOf(folder), undefined);
    await run('ssot.clearTreeFilter');
    if (!hasDriver) return;
    await until(
      'it is drawn',
      () => workbenchText('.pane-body .monaco-list-rows'),
      (drawn) => /backend\/parley\/chat\s*\d+% · \d+ left/.test(drawn),
    );
  });

  it('goes by class, and by owner as CODEOWNERS says it', async () => {
    await run('ssot.groupByClass');
    assert.equal(api.migration.grouping, 'class');
    assert.ok(
      lines().some((line) => line.startsWith('class WebSocketManager ')),
      lines().join('\n'),
    );
    const owners = sample('.github/CODEOWNERS');
    const text = '* @everyone\n/backend/ @backend\n/frontend/ @web @design\n';
    await vscode.workspace.fs.writeFile(owners, new TextEncoder().encode(text));
    try {
      await run('ssot.groupByOwner');
      // That the file is there may be told late: then the owners are read once more.
      await until(
        'each owner has a line',
        () => lines().map((line) => line.replace(/ \d+$/, '')),
        (owned) => isDeepStrictEqual(owned, ['owner @backend', 'owner @design', 'owner @web']),
      );
    } finally {
      await vscode.workspace.fs.delete(owners);
    }
  });

  it('shows what a filter finds', async () => {
    await run('ssot.filterTree', 'rooms.py');
    assert.deepEqual(
      [...new Set(violations().map(({ path }) => path))]
        .map((path) => vscode.workspace.asRelativePath(path))
        .filter((path) => !path.includes('rooms.py')),
      [],
    );
    assert.ok(violations().length > 0);
    await run('ssot.filterTree', '');
    await run('ssot.filterTreeByFix', ['none']);
    assert.ok(
      violations().length > 0 && violations().every(({ violation }) => violation.fix.kind === 'none'),
    );
    await run('ssot.clearTreeFilter');
    assert.equal(violations().length, everything.length);
  });

  it('follows what is typed, and keeps the ids of the rest', async () => {
    const before = api.migration.childrenOf().map(({ id }) => id);
    const editor = await opened(`${chat}/rooms.py`);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# a comment\n\n'));
    // Only what is known to be unsaved is taken back, and that may be told late.
    await until(
      'it is unsaved',
      () => editor.document.isDirty,
      (isDirty) => isDirty,
    );
    await until(
      'it has moved',
      () => ofFile(`${chat}/rooms.py`).violation.range.start.line,
      (line) => line === 3,
    );
    assert.deepEqual(
      api.migration.childrenOf().map(({ id }) => id),
      before,
    );
  });

  it('leaves out what a baseline knows, or shows it', async () => {
    const { extensionPath } = vscode.extensions.getExtension(extensionId) ?? assert.fail();
    const cli = join(extensionPath, 'dist', 'cli.js');
    execFileSync(process.execPath, [cli, 'baseline', 'write'], { cwd: sample('').fsPath, stdio: 'pipe' });
    try {
      await until('nothing is left', violations, ({ length }) => length === 0);
      assert.equal(api.session.store.counts().violations, 0);
      await run('ssot.showBaselined');
      assert.equal(violations().length, everything.length);
      assert.ok(violations().every(({ violation }) => violation.baselined));
    } finally {
      await run('ssot.hideBaselined');
      await vscode.workspace.fs.delete(sample('ssot.baseline'));
    }
    await until('all is back', violations, ({ length }) => length === everything.length);
  });

  it('opens, fixes and suppresses a violation', async () => {
    const problems = allShown();
    const node = ofFile(`${chat}/rooms.py`);
    await run('ssot.openViolation', node);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, node.path);
    assert.equal(await run('ssot.fixViolation', node), true);
    const { document } = vscode.window.activeTextEditor;
    assert.equal(document.getText(), golden('rooms.py'));
    // Otherwise the same problems could be those that were not taken back yet.
    await until(
      'it is fixed',
      () => shown(document.uri),
      ({ length }) => length === 0,
    );
    await run('undo');
    await settledAs(problems);
    assert.equal(await run('ssot.suppressViolation', ofFile(`${chat}/rooms.py`), 'a test wants it'), true);
    assert.match(document.getText(), /^.*# ssot-disable-next-line legacy-import -- a test wants it\n/m);
    await until(
      'it is suppressed',
      () => shown(document.uri),
      ({ length }) => length === 0,
    );
    await closeAll();
    await settledAs(problems);
  });
});

describe('a batch of fixes', () => {
  const paths = [`${chat}/rooms.py`, `${chat}/history.py`] as const;
  const [rooms, history] = paths;
  let api: ExtensionApi;
  let problems: string[];
  let original: Record<string, string>;

  before(async () => {
    api = await activated();
  });
  before(async () => {
    problems = await until(
      'all is told',
      allShown,
      ({ length }) => length === api.session.store.counts().violations,
    );
    original = await textsOf(paths);
  });
  afterEach(async () => {
    await run('ssot.discardPlan');
    await closeAll();
    for (const [path, text] of Object.entries(original))
      await vscode.workspace.fs.writeFile(sample(path), new TextEncoder().encode(text));
    await until(
      'the editor has read them',
      () => textsOf(paths),
      (texts) => paths.every((path) => texts[path] === original[path]),
    );
    await settledAs(problems);
    await run('notifications.clearAll');
  });

  const files = (): vscode.Uri[] => paths.map((path) => sample(path));

  /** Asks for fixes of some files, and waits until the plan of them is shown. */
  async function planned(...uris: vscode.Uri[]): Promise<{ readonly done: Thenable<unknown> }> {
    const done = run('ssot.fix', uris[0], uris);
    await until(
      'the plan is shown',
      () => api.planView.shown,
      (plan) => plan !== undefined,
    );
    return { done };
  }

  /** What the last message says. */
  async function told(): Promise<string> {
    await run('notifications.showList');
    return until(
      'something is told',
      () =>
        evaluateInWorkbench(
          `[...document.querySelectorAll('.notification-list-item')].map(({ textContent }) => textContent).join('|')`,
        ).then(String),
      (text) => text.includes('SSOT'),
    );
  }

  it('is applied as a whole, and is one step to undo', async () => {
    const { done } = await planned(...files());
    await run('ssot.applyPlan');
    assert.equal(await done, 2);
    assert.equal(api.planView.shown, undefined);
    assert.deepEqual(await textsOf(paths), { [rooms]: golden('rooms.py'), [history]: golden('history.py') });
    await until(
      'they are clean',
      () => files().flatMap(shown),
      ({ length }) => length === 0,
    );
    await vscode.window.showTextDocument(sample(history));
    await run('undo');
    await until(
      'both are as they were',
      () => textsOf(paths),
      (texts) => paths.every((path) => texts[path] === original[path]),
    );
    await until(
      'both have their problem again',
      () => files().flatMap(shown),
      ({ length }) => length === 2,
    );
  });

  it('changes nothing where it is discarded, or asked for anew', async () => {
    const { done } = await planned(...files());
    const second = run('ssot.fix', files()[0]);
    assert.equal(await done, 0);
    await until(
      'the other plan is shown',
      () => api.planView.shown?.files.length,
      (length) => length === 1,
    );
    await run('ssot.discardPlan');
    assert.equal(await second, 0);
    assert.deepEqual(await textsOf(paths), original);
  });

  it('changes the files that are ticked, and no other', async () => {
    const { done } = await planned(...files());
    api.planView.tick([sample(rooms).fsPath], false);
    await run('ssot.applyPlan');
    assert.equal(await done, 1);
    assert.deepEqual(await textsOf(paths), { ...original, [history]: golden('history.py') });
  });

  it('takes repairs in when it is told to, and names what stays with its reason', async () => {
    const delivery = sample(`${chat}/delivery.py`);
    const cleanup = sample(`${chat}/cleanup.py`);
    const { done } = await planned(sample(rooms), delivery, cleanup);
    const shownFiles = (): string[] => (api.planView.shown?.files ?? []).map(({ path }) => path).sort();
    assert.deepEqual(shownFiles(), [sample(rooms).fsPath]);
    await run('ssot.planRepairs');
    await until('the repair is there', shownFiles, ({ length }) => length === 2);
    assert.deepEqual(shownFiles(), [delivery.fsPath, sample(rooms).fsPath]);
    const left = api.planView.shown?.left.map(({ path, reason }) => [path, reason !== '']);
    assert.deepEqual(left, [[cleanup.fsPath, true]]);
    await run('ssot.discardPlan');
    assert.equal(await done, 0);
  });

  it('is of a document as it is typed, saved or not', async () => {
    const editor = await opened(rooms);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# not saved\n'));
    const { done } = await planned(sample(rooms));
    await run('ssot.applyPlan');
    assert.equal(await done, 1);
    assert.equal(editor.document.getText(), `# not saved\n${golden('rooms.py')}`);
  });

  it('leaves a document alone that was typed in after it was planned, and says so', async function () {
    requireDriver(this);
    const editor = await opened(rooms);
    const { done } = await planned(...files());
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# typed meanwhile\n'));
    await run('ssot.applyPlan');
    assert.equal(await done, 1);
    assert.equal(editor.document.getText(), `# typed meanwhile\n${original[rooms] ?? ''}`);
    assert.equal((await textsOf(paths))[history], golden('history.py'));
    assert.match(
      await told(),
      /1 violation fixed in 1 file \(1 safe fix\)\. 1 of 2 left: 1 file changed meanwhile\./,
    );
  });

  it('is planned anew where another file has changed that decides what is the same', async () => {
    const shim = 'backend/parley/sockets/__init__.py';
    const shimText = (await textsOf([shim]))[shim] ?? '';
    const { done } = await planned(sample(rooms));
    try {
      const editor = await vscode.window.showTextDocument(sample(shim));
      await editor.edit((edit) =>
        edit.insert(
          new vscode.Position(editor.document.lineCount, 0),
          '\n\nclass WebSocketManager:\n    """Another one."""\n',
        ),
      );
      await run('ssot.applyPlan');
      // Now they are two classes: what was planned is not safe any more.
      assert.equal(await done, 0);
      assert.equal((await textsOf(paths))[rooms], original[rooms]);
    } finally {
      await closeAll();
      await vscode.workspace.fs.writeFile(sample(shim), new TextEncoder().encode(shimText));
    }
  });

  it('shows a diff of a file, which goes with the plan', async () => {
    const { done } = await planned(...files());
    const [file] = api.planView.shown?.files ?? [];
    await run('ssot.showPlannedChanges', { kind: 'file', file });
    const diffs = (): vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof vscode.TabInputTextDiff);
    await until('the diff is there', diffs, ({ length }) => length === 1);
    await run('ssot.discardPlan');
    assert.equal(await done, 0);
    await until('the diff is gone', diffs, ({ length }) => length === 0);
  });

  it('refuses a file that is read-only, with the reason', async () => {
    const path = sample(rooms).fsPath;
    chmodSync(path, 0o444);
    try {
      const { done } = await planned(...files());
      assert.deepEqual(
        api.planView.shown?.left.map((each) => [each.path, each.reason]),
        [[path, 'the file is read-only']],
      );
      await run('ssot.discardPlan');
      assert.equal(await done, 0);
    } finally {
      chmodSync(path, 0o644);
    }
  });
});
