/** How long the extension host has no time for anybody else while a reader works with the view of many violations. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { env } from 'node:process';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { isGroup, type TreeNode } from '../../../src/extension/migration/migrationTree.ts';
import { press, requireDriver, workbenchText } from '../driver.ts';
import { activated, until } from '../suite/editorState.ts';
import { watchEventLoop, type LoopTimes } from './eventLoop.ts';

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

const rows = (): Promise<string> => workbenchText('.pane-body .monaco-list-rows');

/** Waits until the view shows something else. */
const redrawn = (what: string, before: string): Promise<string> =>
  until(what, rows, (text) => text !== '' && text !== before, 60_000);

describe('the view of many violations', () => {
  it('leaves the extension host its time', async function () {
    this.timeout(400_000);
    requireDriver(this);
    const output = env['SSOT_BLOCKING_VIEW'];
    assert.ok(output, 'SSOT_BLOCKING_VIEW names no file');
    const api = await activated();
    const { violations } = api.session.store.counts();
    const steps: Record<string, LoopTimes> = {};
    const watched = async (step: string, work: () => Promise<unknown>): Promise<void> => {
      const watch = watchEventLoop();
      await work();
      // What follows of it comes a moment later.
      await delay(300);
      steps[step] = watch.stop();
    };

    await watched('nothing', () => delay(2000));
    await watched('opened', async () => {
      await run('ssot.migration.focus');
      await until('the view', rows, (text) => text.includes('Phase'), 60_000);
    });
    for (const grouping of ['Class', 'Folder', 'Owner', 'Phase']) {
      const before = await rows();
      await watched(`grouped by ${grouping.toLowerCase()}`, async () => {
        await run(`ssot.groupBy${grouping}`);
        await redrawn(grouping, before);
      });
    }
    await watched('expanded down to violations', async () => {
      await run('ssot.migration.focus');
      await press('Home', ...['ArrowRight', 'ArrowDown'].flatMap((key) => [key, key, key, key]));
      for (let depth = 0; depth < 5; depth++) await press('ArrowRight', 'ArrowRight');
      await delay(500);
    });
    await watched('scrolled to the end and back', () => press('End', 'PageUp', 'PageUp', 'Home'));
    const all = await rows();
    await watched('filtered', async () => {
      await run('ssot.filterTree', basename(firstFile(api), '.py'));
      await redrawn('the part', all);
    });
    await watched('the filter cleared', () => Promise.resolve(run('ssot.clearTreeFilter')));
    const changed = firstFile(api);
    await watched('a file changed', async () => {
      await vscode.workspace.fs.writeFile(vscode.Uri.file(changed), new Uint8Array());
      await until(
        'the counts follow',
        () => api.session.store.counts().violations,
        (now) => now < violations,
        60_000,
      );
    });
    await watched('safe fixes of all planned', async () => {
      const done = run('ssot.fix', ...allOf(api));
      await until(
        'the plan',
        () => api.planView.shown,
        (plan) => plan !== undefined,
        120_000,
      );
      await run('ssot.discardPlan');
      await done;
    });
    writeFileSync(output, JSON.stringify({ violations, steps }));
  });
});

/** The path of a file with violations. */
function firstFile(api: ExtensionApi): string {
  const [path] = api.session.store.files();
  assert.ok(path);
  return path;
}

/** What a menu gives the command for all that is at the top of the view. */
function allOf(api: ExtensionApi): [TreeNode, TreeNode[]] {
  const groups = api.migration.childrenOf().filter(isGroup);
  const [first] = groups;
  assert.ok(first);
  return [first, groups];
}
