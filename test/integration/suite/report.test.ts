import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunView } from '../../../src/livecheck/panelProtocol.ts';
import type { ValidationReport } from '../../../src/report/validation/reportSchema.ts';
import { backend, pointTargetAt } from '../liveCheckPanel.ts';
import { activated, closeAll, until } from './editorState.ts';

const log = [
  '2025-09-15 00:18:33 - WebSocket Manager SSOT validation: WARNING',
  'Traceback (most recent call last):',
  '  File "/app/backend/parley/routes/chat.py", line 3, in <module>',
  "TypeError: 'NoneType' object is not callable",
].join('\n');

describe('the validation report', () => {
  let folder: string;
  before(async () => {
    await activated();
    folder = await mkdtemp(join(tmpdir(), 'ssot-report-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(closeAll);

  it('has the last run of the panel, the code and the log, and opens as a preview', async () => {
    const emulator = await backend('strict-intended');
    try {
      await pointTargetAt(emulator.url);
      const run = await vscode.commands.executeCommand<RunView | undefined>('ssot.runLiveCheck');
      assert.equal(run?.target?.apiUrl, emulator.url);
    } finally {
      await emulator.close();
    }
    await writeFile(join(folder, 'deployment.log'), log);
    const places = {
      log: vscode.Uri.file(join(folder, 'deployment.log')),
      stated: {
        issue: '#824',
        facts: { revision: 'backend-00042' },
        waivers: [{ probe: 'auth-none', who: 'Dana', why: 'a demo' }],
      },
      output: vscode.Uri.file(join(folder, 'out.md')),
    };
    const written = await vscode.commands.executeCommand<vscode.Uri | undefined>(
      'ssot.generateReport',
      places,
    );
    assert.equal(written?.fsPath, places.output.fsPath);

    const json = await readFile(join(folder, 'out.json'), 'utf8');
    const report = JSON.parse(json) as ValidationReport;
    assert.equal(report.target?.api_url, emulator.url);
    assert.ok(report.counts.executed >= 8, 'the probes of the run are in it');
    assert.ok((report.code?.violations ?? 0) > 10, 'the violations of the sample are in it');
    assert.equal(
      report.logs[0]?.lines.some(({ text }) => text === 'validation WARNING'),
      true,
    );
    assert.deepEqual(
      [report.meta.issue?.value, report.deployment.revision.value, report.deployment.revision.source],
      ['#824', 'backend-00042', 'user'],
    );
    assert.equal(report.waivers[0]?.who, 'Dana');
    const markdown = await readFile(places.output.fsPath, 'utf8');
    assert.ok(markdown.includes(createHash('sha256').update(json).digest('hex')));
    await until(
      'the preview is open',
      () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      (labels) => labels.some((label) => /Preview.*out\.md/u.test(label)),
    );
  });
});
