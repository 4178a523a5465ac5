/** How long the extension host has no time for anybody else while a large workspace is scanned. A measurement, not a test. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { env } from 'node:process';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import type { ScanSummary } from '../../../src/project/protocol.ts';
import { extensionId, sample } from '../suite/editorState.ts';
import { watchEventLoop } from './eventLoop.ts';

describe('a scan of a large workspace', () => {
  it('leaves the extension host its time', async function () {
    this.timeout(400_000);
    const output = env['SSOT_BLOCKING_RESULT'];
    assert.ok(output, 'SSOT_BLOCKING_RESULT names no file');
    const extension = vscode.extensions.getExtension<ExtensionApi>(extensionId);
    assert.ok(extension);
    assert.equal(extension.isActive, false, 'the extension was active before it was measured');

    const configuration = sample('ssot.config.json');
    const text = env['SSOT_BLOCKING_CONFIG'];
    assert.ok(text, 'SSOT_BLOCKING_CONFIG is no configuration');
    await vscode.workspace.fs.writeFile(configuration, new TextEncoder().encode(text));

    // What the other extensions and the machine do: the scan can be no better.
    const idle = watchEventLoop();
    await delay(3000);
    const before = idle.stop();

    const watch = watchEventLoop();
    const api = await extension.activate();
    const first = await scanned(api.session);
    const during = watch.stop();

    // A new process of the analysis finds what the first one has kept, as in the next window.
    const watchAgain = watchEventLoop();
    api.session.restart();
    const again = await scanned(api.session);
    const duringAgain = watchAgain.stop();
    assert.equal(again.violations, first.violations);
    assert.ok(again.filesKnown > 0, 'the second scan knew nothing of the first');

    const { filesSeen, violations, durationMs } = first;
    writeFileSync(
      output,
      JSON.stringify({
        ...{ node: process.version, filesSeen, violations, durationMs, before, during },
        again: { durationMs: again.durationMs, filesKnown: again.filesKnown, during: duringAgain },
      }),
    );
  });
});

/** Waits for the end of a scan, and until all of it is shown. */
async function scanned(session: ExtensionApi['session']): Promise<ScanSummary> {
  for (;;) {
    const { state } = session;
    // A file that is told of late has it begin again.
    if (state.kind === 'ready' && state.summary) {
      // What came last is shown a moment later.
      await delay(500);
      assert.ok(state.summary.violations > 0);
      assert.equal(session.store.counts().violations, state.summary.violations);
      return state.summary;
    }
    await delay(20);
  }
}
