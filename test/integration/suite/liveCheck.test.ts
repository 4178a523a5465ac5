import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunView } from '../../../src/livecheck/panelProtocol.ts';
import type { ProbeId, ProbeResult, ProbeVerdict, VerdictStatus } from '../../../src/livecheck/protocol.ts';
import {
  clickInWebview,
  evaluateInWebview,
  evaluateInWorkbench,
  press,
  requireDriver,
  typeText,
  workbenchText,
} from '../driver.ts';
import {
  backend,
  floodingBackend,
  openPanel,
  openRung,
  panel,
  pointTargetAt,
  until,
  type PanelText,
} from '../liveCheckPanel.ts';

interface Expectation {
  readonly profile: string;
  readonly status: VerdictStatus;
  /** As the panel writes it. */
  readonly title: string;
  /** The probes that decide, and the known failure that each names. */
  readonly decided: Partial<Record<ProbeId, [ProbeVerdict, string | null]>>;
  /** Words of the sentence that no other profile has. */
  readonly because: RegExp;
}

const expectations: readonly Expectation[] = [
  {
    profile: 'strict-intended',
    status: 'passed',
    title: 'PASSED',
    decided: { identity: ['pass', null], 'auth-none': ['pass', null] },
    because: /All 8 probes of scope connection passed/,
  },
  {
    profile: 'key-commit-relaxed',
    status: 'failed',
    title: 'FAILED',
    decided: { welcome: ['warn', 'F47'], liveness: ['warn', 'F46'], 'auth-none': ['fail', 'F30'] },
    because: /without a token is accepted as/,
  },
  {
    profile: 'not-ready-403',
    status: 'failed',
    title: 'FAILED',
    decided: { 'ws-path': ['fail', 'F17'], handshake: ['skipped', null] },
    because: /answers HTTP 403 to the upgrade/,
  },
  {
    profile: 'close-1000-before-welcome',
    status: 'failed',
    title: 'FAILED',
    decided: { handshake: ['pass', null], welcome: ['fail', 'F41'], identity: ['skipped', null] },
    because: /closed the socket with 1000 "main cleanup" before a welcome/,
  },
];

const run = async (): Promise<RunView | undefined> =>
  vscode.commands.executeCommand<RunView | undefined>('ssot.runLiveCheck');

/** What the editor asks in its input box. */
const question = `document.querySelector('.quick-input-widget')?.innerText ?? ''`;

const resultOf = ({ headline, sentence, summary, rungs, notTested }: PanelText): unknown => ({
  headline,
  sentence,
  summary,
  notTested,
  rungs: rungs.map(({ probe, state }) => [probe, state]),
});

describe('the live check of one connection', () => {
  for (const { profile, status, title, decided, because } of expectations) {
    describe(`against the backend "${profile}"`, () => {
      let ended: RunView | undefined;
      before(async () => {
        const emulator = await backend(profile);
        try {
          await pointTargetAt(emulator.url);
          ended = await run();
          assert.equal(emulator.connections(), 0, 'a finished run leaves no socket');
        } finally {
          await emulator.close();
        }
      });

      it(`ends as ${status}, for its own reason`, () => {
        assert.equal(ended?.verdict?.status, status);
        assert.match(ended.verdict.sentence, because);
        for (const [id, [verdict, failure]] of Object.entries(decided)) {
          const result: ProbeResult | null | undefined = ended.rungs.find(
            ({ probe }) => probe.id === id,
          )?.result;
          assert.deepEqual([id, result?.verdict, result?.cause?.failure ?? null], [id, verdict, failure]);
        }
      });

      it('is shown in the panel as it ended', async function () {
        requireDriver(this);
        const shown = await until<PanelText>(
          panel,
          (text) => text.run === 'finished' && because.test(text.sentence),
        );
        assert.equal(shown.headline, title);
        assert.match(shown.summary, /Scope connection/);
        assert.equal(shown.rungs.length, 8);
        for (const [id, [verdict, failure]] of Object.entries(decided)) {
          assert.equal(shown.rungs.find(({ probe }) => probe === id)?.state, verdict);
          if (failure !== null)
            assert.match(
              shown.findings[id] ?? '',
              new RegExp(`Likely cause[^]*\\(${failure}\\)[^]*Next step`),
            );
        }
        assert.deepEqual(shown.notTested.toSorted(), [
          'auth-bad',
          'auth-expired',
          'certificate',
          'e2e-headers',
          'error-1011',
          'events',
          'health-deep',
          'isolation',
          'jwt',
          'reconnect',
          'token-transport',
        ]);
      });
    });
  }

  it('starts from the command palette', async function () {
    requireDriver(this);
    const emulator = await backend('strict-intended');
    try {
      await pointTargetAt(emulator.url);
      await openPanel();
      const before = (await panel()).runId;
      await press('F1');
      // What is typed before the palette is there goes nowhere.
      await until(
        () => workbenchText('.quick-input-list'),
        (text) => text !== '',
      );
      await typeText('SSOT: Run Live WebSocket Check');
      await until(
        () => workbenchText('.quick-input-list'),
        (text) => text.includes('Run Live WebSocket Check'),
      );
      await press('Enter');
      const shown = await until(panel, ({ run, runId }) => run === 'finished' && runId !== before);
      assert.equal(shown.headline, 'PASSED');
    } finally {
      await emulator.close();
    }
  });

  it('leaves no socket when it is cancelled', async function () {
    requireDriver(this);
    // The application ping of this one has no answer, so that the run waits three seconds with its socket open.
    const emulator = await backend('key-commit-relaxed');
    try {
      await pointTargetAt(emulator.url);
      const running = run();
      await until(panel, ({ rungs }) =>
        rungs.some(({ probe, state }) => probe === 'liveness' && state === 'running'),
      );
      assert.equal(emulator.connections(), 1);
      await clickInWebview('[data-key="cancel"]', { contains: 'Cancel' });
      const ended = await running;
      assert.equal(ended?.state, 'cancelled');
      assert.notEqual(ended.verdict?.status, 'passed');
      await until(
        () => Promise.resolve(emulator.connections()),
        (count) => count === 0,
      );
      const shown = await until(panel, (text) => text.run === 'cancelled');
      assert.equal(shown.headline, 'CANCELLED');
      assert.equal(shown.focused, 'run', 'the focus goes from Cancel to Run Again');
    } finally {
      await emulator.close();
    }
  });

  it('shows evidence when it is asked for, and no token in it', async function () {
    requireDriver(this);
    const emulator = await backend('strict-intended');
    try {
      await pointTargetAt(emulator.url);
      await run();
    } finally {
      await emulator.close();
    }
    await until(panel, (text) => text.run === 'finished' && text.headline === 'PASSED');
    const closed = '[data-probe="handshake"] .rung-head[aria-expanded="false"]';
    if (await evaluateInWebview(`document.querySelector('${closed}') !== null`))
      await clickInWebview(closed, { contains: 'Probes' });
    // The upgrade; the welcome may have come with it.
    await until(panel, ({ evidence }) => Number(evidence['handshake']) > 0);
    await clickInWebview('[data-probe="handshake"] summary:has-text("upgrade")', { contains: 'Probes' });
    const detail = await until(
      () => evaluateInWebview(`document.querySelector('[data-probe="handshake"] .detail')?.innerText ?? ''`),
      (text) => String(text).includes('Request headers'),
    );
    assert.match(String(detail), /authorization: Bearer \[redacted [0-9a-f]{8}\]/i);
    const document = String(await evaluateInWebview('document.documentElement.outerHTML'));
    assert.doesNotMatch(document, /eyJ[\w-]{8}/);
    assert.doesNotMatch(document, /ssot-emulator-published-development-secret/);
  });

  it('keeps its result when the panel was hidden, and when it was closed', async function () {
    requireDriver(this);
    const before = await panel();
    const other = await vscode.workspace.openTextDocument({ content: 'something else' });
    await vscode.window.showTextDocument(other, vscode.ViewColumn.Active);
    await vscode.commands.executeCommand('ssot.openLiveCheckPanel');
    // What was open is open again, and its evidence was asked for anew.
    const rows = before.evidence['handshake'];
    assert.notEqual(rows, 0);
    const shown = await until(panel, ({ evidence }) => evidence['handshake'] === rows);
    assert.deepEqual(resultOf(shown), resultOf(before));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await openPanel();
    const again = await until(panel, ({ run }) => run === 'finished');
    assert.deepEqual(resultOf(again), resultOf(before));
  });

  it('draws a hundred rows of evidence at a time', async function () {
    requireDriver(this);
    const server = await floodingBackend(400);
    let ended: RunView | undefined;
    try {
      await pointTargetAt(server.url);
      ended = await run();
    } finally {
      server.close();
    }
    const crowded = ended?.rungs.find(({ evidenceCount }) => evidenceCount > 100);
    assert.ok(crowded, JSON.stringify(ended?.rungs.map(({ evidenceCount }) => evidenceCount)));
    const { id } = crowded.probe;
    const rows = ({ evidence }: PanelText): number => evidence[id] ?? 0;
    await until(
      panel,
      ({ run, rungs }) => run === 'finished' && rungs.some((each) => each.text.includes('Failed')),
    );
    await openRung(id);
    await until(panel, (text) => rows(text) > 0);
    assert.equal(rows(await panel()), 100);
    const last = crowded.evidenceCount % 100;
    await clickInWebview(`[data-probe="${id}"] [data-key="last"]`, { contains: 'Probes' });
    await until(panel, (text) => rows(text) === last);
    const drawn = `document.querySelectorAll('[data-probe="${id}"] .detail').length`;
    assert.equal(
      await evaluateInWebview(drawn, { contains: 'Probes' }),
      0,
      'what is in a row waits until it is opened',
    );
    await clickInWebview(`[data-probe="${id}"] .rung-head`, { contains: 'Probes' });
  });

  it('says that nothing listens, and where', async () => {
    const emulator = await backend('strict-intended');
    await emulator.close();
    await pointTargetAt(emulator.url);
    const ended = await run();
    assert.equal(ended?.verdict?.status, 'failed');
    assert.match(ended.verdict.sentence, /^Health failed/);
    assert.ok(ended.rungs.every(({ state }) => state === 'fail' || state === 'skipped'));
  });

  it('refuses an address that it cannot read, and sends nothing', async () => {
    await pointTargetAt('http://127.0.0.1:1/?token=x');
    const ended = await run();
    assert.equal(ended?.state, 'refused');
    assert.match(ended.message ?? '', /query/);
  });

  it('asks for the secret of another host in a field that hides it, and sends nothing without', async function () {
    requireDriver(this);
    await pointTargetAt('https://api.staging.invalid');
    const running = run();
    const asked = await until(
      () => evaluateInWorkbench(question),
      (text) => String(text).includes('https://api.staging.invalid'),
    );
    assert.match(String(asked), /JWT signing secret or a token for https:\/\/api\.staging\.invalid/);
    assert.equal(
      await evaluateInWorkbench(`document.querySelector('.quick-input-widget input').type`),
      'password',
    );
    await press('Escape');
    assert.equal(await running, undefined);
  });

  it('asks before it probes a host that looks like production', async () => {
    await pointTargetAt('https://api.prod.invalid');
    // An editor under test shows no modal dialog: it fails with what the dialog would have said.
    await assert.rejects(Promise.resolve(run()), /https:\/\/api\.prod\.invalid looks like production/);
    await pointTargetAt('http://127.0.0.1:1/?token=x');
    assert.equal((await run())?.state, 'refused', 'the next run is not held up');
  });

  it('is worked with the keyboard alone', async function () {
    requireDriver(this);
    const emulator = await backend('strict-intended');
    try {
      await pointTargetAt(emulator.url);
      await run();
      const ended = await until(panel, ({ run, headline }) => run === 'finished' && headline === 'PASSED');
      const open = await evaluateInWebview(`document.querySelectorAll('[aria-expanded="true"]').length`);
      await evaluateInWebview(`document.getElementById('target').focus()`, { contains: 'Probes' });
      const passed: unknown[] = [];
      for (let step = 0; step < 9; step++) {
        passed.push(
          await evaluateInWebview(
            `document.activeElement.dataset.key ?? document.activeElement.closest('[data-probe]')?.dataset.probe`,
            { contains: 'Probes' },
          ),
        );
        const outlined = `document.activeElement.matches(':focus-visible') && getComputedStyle(document.activeElement).outlineStyle`;
        assert.equal(
          await evaluateInWebview(outlined, { contains: 'Probes' }),
          'solid',
          String(passed.at(-1)),
        );
        await press('Tab');
      }
      assert.deepEqual(passed, [
        'target',
        'enter-url',
        'scope',
        'user',
        'enter-secret',
        'run',
        'export',
        'health',
        'ws-path',
      ]);
      await press('Shift+Tab', 'Enter');
      await until(
        () => evaluateInWebview(`document.querySelectorAll('[aria-expanded="true"]').length`),
        (count) => count === Number(open) + 1,
      );
      await press('Enter', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Enter');
      const again = await until(panel, ({ run, runId }) => run === 'finished' && runId !== ended.runId);
      assert.equal(again.headline, 'PASSED');
    } finally {
      await emulator.close();
    }
  });
});
