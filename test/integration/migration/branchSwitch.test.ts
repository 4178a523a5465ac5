import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { isGroup, total } from '../../../src/extension/migration/migrationTree.ts';
import { activated, allShown, sample, settledAs, until } from '../suite/editorState.ts';

const many = 2000;
const folder = 'backend/parley/many';
const fileOf = (at: number): string => `${folder}/f${at}.py`;
const texts = {
  clean: 'from parley.sockets.websocket_manager import WebSocketManager\n\nprint(WebSocketManager)\n',
  legacy: 'from parley.sockets import WebSocketManager\n\nprint(WebSocketManager)\n',
};

/** Makes the sample a repository with two branches that differ in many files, none of which is checked out. */
async function makeBranches(root: string): Promise<(...args: string[]) => Promise<void>> {
  // Beside the extension host, which has to follow meanwhile.
  const git = async (args: readonly string[], input = ''): Promise<void> => {
    const settings = ['user.name=Somebody', 'user.email=somebody@example.org', 'core.hooksPath=/dev/null'];
    const running = promisify(execFile)('git', [...settings.flatMap((each) => ['-c', each]), ...args], {
      cwd: root,
    });
    running.child.stdin?.end(input);
    await running;
  };
  await git(['init', '--quiet', '--initial-branch', 'begin']);
  await git(['add', '--all']);
  await git(['commit', '--quiet', '--message', 'Begin']);
  for (const [branch, text] of Object.entries(texts))
    await git(
      ['fast-import', '--quiet'],
      [
        `commit refs/heads/${branch}`,
        'committer Somebody <somebody@example.org> 1800000000 +0000',
        `data ${branch.length}\n${branch}`,
        'from refs/heads/begin',
        ...Array.from(
          { length: many },
          (_, at) => `M 100644 inline ${fileOf(at)}\ndata ${text.length}\n${text}`,
        ),
        '',
      ].join('\n'),
    );
  return (...args) => git(args);
}

/** What the extension host was told while something happened. */
function listen({ session }: ExtensionApi) {
  const told = new Map<string, number>();
  let batches = 0;
  const listening = vscode.Disposable.from(
    session.onDidChangeFiles(() => batches++),
    session.onDidChange(({ files }) => {
      for (const file of files) told.set(file, (told.get(file) ?? 0) + 1);
    }),
  );
  return {
    /** How often it was told of each of our files. */
    timesTold: (): number[] =>
      Array.from({ length: many }, (_, at) => told.get(sample(fileOf(at)).fsPath) ?? 0),
    /** How often it told the analysis that files have changed. */
    batches: (): number => batches,
    stop: () => void listening.dispose(),
  };
}

describe('a branch switch while the tree is open', () => {
  it('of 2,000 files is followed, there and back, and ends as a scan would', async function () {
    this.timeout(180_000);
    const api = await activated();
    const root = sample('').fsPath;
    const before = await until(
      'all is told',
      allShown,
      ({ length }) => length === api.session.store.counts().violations,
    );
    const inTree = (): number =>
      api.migration.childrenOf().reduce((sum, node) => sum + (isGroup(node) ? total(node.counts) : 0), 0);
    await vscode.commands.executeCommand('ssot.groupByPhase');
    await vscode.commands.executeCommand('ssot.migration.focus');
    await until('the tree has them', inTree, (count) => count === before.length);
    const git = await makeBranches(root);
    const heard = listen(api);
    const follow = (what: string, count: number): Promise<number> =>
      until(what, inTree, (now) => now === count, 90_000);
    try {
      await git('checkout', '--quiet', 'clean');
      await git('checkout', '--quiet', 'legacy');
      await follow('the tree has all that the branch has', before.length + many);
      const switched = allShown().sort();
      assert.deepEqual(
        switched,
        [...before, ...Array.from({ length: many }, (_, at) => `${fileOf(at)} legacy-import`)].sort(),
      );
      await api.session.scan();
      await follow('a scan finds the same', before.length + many);
      assert.deepEqual(allShown().sort(), switched);
      await git('checkout', '--quiet', 'clean');
      await follow('the tree has what it had', before.length);
      assert.deepEqual(allShown(), before);
      // Once for what it has, and once for what it has no more: a scan that finds the same has nothing to tell.
      assert.deepEqual([...new Set(heard.timesTold())], [2]);
      // What git writes file by file is gathered: on no machine does it take a minute for each of two branches.
      assert.ok(heard.batches() < many / 4, `${heard.batches()} times something had changed`);
    } finally {
      heard.stop();
      rmSync(join(root, folder), { recursive: true, force: true });
      rmSync(join(root, '.git'), { recursive: true, force: true });
    }
    await settledAs(before);
  });
});
