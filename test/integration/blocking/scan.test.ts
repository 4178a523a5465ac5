/** How long the extension host has no time for anybody else while a large workspace is scanned. A measurement, not a test. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { env } from 'node:process';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension/extension.ts';
import { extensionId, sample } from '../suite/editorState.ts';
import { watchEventLoop } from './eventLoop.ts';

describe('a scan of a large workspace', () => {
  it('leaves the extension host its time', async function () {
    this.timeout(280_000);
    const output = env['SSOT_BLOCKING_RESULT'];
    assert.ok(output, 'SSOT_BLOCKING_RESULT names no file');
    const extension = vscode.extensions.getExtension<ExtensionApi>(extensionId);
    assert.ok(extension);
    assert.equal(extension.isActive, false, 'the extension was active before it was measured');

    const configuration = sample('ssot.config.json');
    const text = '{ "extends": ["preset:netra"], "exclude": [] }\n';
    await vscode.workspace.fs.writeFile(configuration, new TextEncoder().encode(text));

    // What the other extensions and the machine do: the scan can be no better.
    const idle = watchEventLoop();
    await delay(3000);
    const before = idle.stop();

    const watch = watchEventLoop();
    const api = await extension.activate();
    // A file that is told of late has it begin again.
    const hasScanned = ({ session }: ExtensionApi): boolean =>
      session.state.kind === 'ready' && session.state.summary !== undefined;
    while (!hasScanned(api)) await delay(20);
    // What came last is shown a moment later.
    await delay(500);
    const during = watch.stop();

    const { state, store } = api.session;
    assert.ok(state.kind === 'ready' && state.summary, 'there was no scan');
    const { filesSeen, violations, durationMs } = state.summary;
    assert.ok(violations > 0 && store.counts().violations === violations);
    writeFileSync(
      output,
      JSON.stringify({ node: process.version, filesSeen, violations, durationMs, before, during }),
    );
  });
});
