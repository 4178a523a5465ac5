import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { requireDriver, resize, screenshot } from '../driver.ts';
import { backend, pointTargetAt } from '../liveCheckPanel.ts';
import { withHistory } from '../sampleHistory.ts';
import { activated } from '../suite/editorState.ts';
import { tidy } from './tidy.ts';

const log = [
  '2025-09-15 00:18:33 - Chat hub SSOT validation: WARNING',
  'Traceback (most recent call last):',
  '  File "/app/backend/parley/routes/chat.py", line 3, in <module>',
  "TypeError: 'NoneType' object is not callable",
].join('\n');

describe('screenshots of the validation report', () => {
  let restore = (): Promise<void> => Promise.resolve();
  let folder: string;
  before(async () => {
    await activated();
    restore = await withHistory();
    folder = await mkdtemp(join(tmpdir(), 'ssot-report-'));
  });
  after(async () => {
    await restore();
    await rm(folder, { recursive: true, force: true });
  });

  it('validation-report', async function () {
    requireDriver(this);
    await tidy();
    await resize(1280, 1000);
    const emulator = await backend('key-commit-relaxed');
    try {
      await pointTargetAt(emulator.url);
      await vscode.commands.executeCommand('ssot.runLiveCheck');
    } finally {
      await emulator.close();
    }
    await tidy();
    await writeFile(join(folder, 'deployment.log'), log);
    await vscode.commands.executeCommand('ssot.generateReport', {
      log: vscode.Uri.file(join(folder, 'deployment.log')),
      output: vscode.Uri.file(join(folder, 'validation-report.md')),
    });
    await delay(3000);
    await screenshot('validation-report');
  });
});
