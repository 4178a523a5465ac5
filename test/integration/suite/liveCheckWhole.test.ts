import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunView } from '../../../src/livecheck/panelProtocol.ts';
import { clickInWebview, evaluateInWebview, press, requireDriver } from '../driver.ts';
import {
  axe,
  backend,
  crowdedBackend,
  openPanel,
  openRung,
  panel,
  pointTargetAt,
  prefer,
  until,
} from '../liveCheckPanel.ts';

const run = async (): Promise<RunView | undefined> =>
  vscode.commands.executeCommand<RunView | undefined>('ssot.runLiveCheck');

const inPanel = (expression: string): Promise<unknown> =>
  evaluateInWebview(expression, { contains: 'Probes' });

/** The text of every cell of the tables below an element, by row. */
const cells = async (selector: string): Promise<string[][]> =>
  (await inPanel(
    `[...document.querySelectorAll('${selector} tbody tr')].map((row) => [...row.children].map((each) => each.innerText.trim()))`,
  )) as string[][];

/** Runs the check that many times against a backend of its own; gives the last run. */
async function runAgainst(profile: string, times = 1): Promise<RunView | undefined> {
  const emulator = await backend(profile);
  try {
    await pointTargetAt(emulator.url);
    let ended: RunView | undefined;
    for (let number = 0; number < times; number++) ended = await run();
    assert.equal(emulator.connections(), 0, 'a finished run leaves no socket');
    return ended;
  } finally {
    await emulator.close();
  }
}

describe('the live check of the whole scope', () => {
  // The user of these tests prefers one connection.
  before(() => prefer('scope', 'full'));
  after(() => prefer('scope', 'connection'));

  it('runs every probe that the target can have', async () => {
    const ended = await runAgainst('strict-intended', 2);
    assert.equal(ended?.scope, 'full');
    assert.equal(ended.verdict?.status, 'passed', ended.verdict?.sentence);
  });

  it('draws the phases of the handshake, the five events and who saw whose data, each with its numbers', async function () {
    requireDriver(this);
    await openPanel();
    await until(panel, ({ run: state, headline }) => state === 'finished' && headline === 'PASSED');
    for (const probe of ['handshake', 'events', 'isolation']) await openRung(probe);
    const phases = (await cells('[data-probe="handshake"]')).slice(0, 4);
    assert.deepEqual(
      phases.map(([name]) => name),
      ['DNS', 'TCP', 'TLS', 'Upgrade'],
    );
    assert.match(phases[3]!.at(-1)!, /^[\d.]+ m?s$/);
    const events = await cells('[data-probe="events"]');
    assert.deepEqual(
      events.map(([name]) => name),
      ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'],
    );
    const users = await cells('[data-probe="isolation"]');
    assert.equal(users.length, 3);
    for (const row of users) assert.deepEqual(row.filter((text) => text === 'nothing').length, 2);
    const bars = `document.querySelectorAll('[data-probe="handshake"] .bar, [data-probe="events"] .bar').length`;
    assert.equal(await inPanel(bars), 2 + 5);
  });

  it('compares a run with the one before it, and draws how its times go', async function () {
    requireDriver(this);
    const about = String(await inPanel(`document.querySelector('aside').innerText`));
    assert.match(about, /Since the run before/);
    assert.match(about, /: PASSED/);
    assert.equal(await inPanel(`document.querySelectorAll('.chart polyline').length`), 3);
    const label = await inPanel(`document.querySelector('svg[role="img"]').getAttribute('aria-label')`);
    assert.match(String(label), /last 2 runs/);
  });

  it('names each leak with its cause, and goes to the evidence of it', async function () {
    requireDriver(this);
    const ended = await runAgainst('leaky');
    assert.equal(ended?.verdict?.status, 'failed');
    const shown = await until(
      panel,
      ({ run: state, findings }) => state === 'finished' && 'isolation' in findings,
    );
    assert.deepEqual(Object.keys(shown.findings), ['isolation']);
    assert.match(shown.findings['isolation']!, /Likely cause[^]*\(F57\)[^]*Next step[^]*Evidence/);
    const key = await inPanel(
      `document.querySelector('[data-finding="isolation"] [data-key^="evidence"]').innerText`,
    );
    await clickInWebview('[data-finding="isolation"] [data-key^="evidence"]', { contains: 'Probes' });
    await until(panel, ({ focused }) => focused === key);
    assert.equal(await inPanel(`document.activeElement.closest('[data-probe]').dataset.probe`), 'isolation');
    assert.equal(await inPanel(`document.activeElement.parentElement.open`), true);
    const rows = await cells('[data-probe="isolation"]');
    const kinds = /marker|user id|connection id|thread/;
    assert.ok(
      rows.flat().some((text) => kinds.test(text)),
      JSON.stringify(rows),
    );
  });

  it('has no accessibility violation in any kind of theme', async function () {
    this.timeout(120_000);
    requireDriver(this);
    // With all kinds of content: findings, a waterfall, a timeline, a matrix, a chart, tables that are folded, evidence.
    await runAgainst('leaky', 2);
    await until(panel, ({ run: state, findings }) => state === 'finished' && 'isolation' in findings);
    for (const probe of ['handshake', 'events', 'isolation']) await openRung(probe);
    await until(panel, ({ evidence }) => Number(evidence['isolation']) > 0);
    await inPanel(
      `document.querySelectorAll('details').forEach((each, index) => { each.open = index < 4; })`,
    );
    const themes = vscode.workspace.getConfiguration('workbench');
    const before = themes.get('colorTheme');
    /** A busy editor may drop a change of theme that comes while it loads another one: it is asked again then. */
    const useTheme = async (theme: string, kind: string): Promise<void> => {
      for (let attempt = 1; ; attempt++) {
        await themes.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
        try {
          await until(panel, (text) => text.theme.split(' ').includes(kind));
          return;
        } catch (error) {
          if (attempt === 3) throw error;
          await themes.update('colorTheme', undefined, vscode.ConfigurationTarget.Global);
        }
      }
    };
    try {
      for (const [theme, kind] of [
        ['Default Dark Modern', 'vscode-dark'],
        ['Default Light Modern', 'vscode-light'],
        ['Default High Contrast', 'vscode-high-contrast'],
        ['Default High Contrast Light', 'vscode-high-contrast-light'],
      ]) {
        await useTheme(theme!, kind!);
        // What else axe looks at is the same in every theme.
        assert.deepEqual(await axe(kind === 'vscode-dark' ? undefined : ['color-contrast']), [], theme);
      }
    } finally {
      await themes.update('colorTheme', before, vscode.ConfigurationTarget.Global);
      await clickInWebview('[data-probe="events"] .rung-head', { contains: 'Probes' });
    }
  });

  it('is set up, run and cancelled with the keyboard alone', async function () {
    requireDriver(this);
    // Without an application ping this one waits three seconds, in which the run can be cancelled.
    const emulator = await backend('key-commit-demo');
    try {
      await pointTargetAt(emulator.url);
      await inPanel(`document.getElementById('user-count').focus(); document.activeElement.select()`);
      await press('5', 'Tab');
      const users = (): unknown => vscode.workspace.getConfiguration('ssot.liveCheck').get('users');
      await until(
        () => Promise.resolve(users()),
        (count) => count === 5,
      );
      await inPanel(`document.getElementById('scope').focus()`);
      await press('ArrowDown');
      const scope = (): unknown => vscode.workspace.getConfiguration('ssot.liveCheck').get('scope');
      await until(
        () => Promise.resolve(scope()),
        (value) => value === 'connection',
      );
      await until(
        () => inPanel(`document.getElementById('user-count').disabled`),
        (isDisabled) => isDisabled === true,
      );
      await press('ArrowUp');
      await until(
        () => Promise.resolve(scope()),
        (value) => value === 'full',
      );
      const before = (await panel()).runId;
      await inPanel(`document.querySelector('[data-key="run"]').focus()`);
      await press('Enter');
      await until(
        panel,
        ({ rungs, runId }) =>
          runId !== before && rungs.some(({ probe, state }) => probe === 'liveness' && state === 'running'),
      );
      // The focus goes from Run to Cancel.
      await until(panel, ({ focused }) => focused === 'cancel');
      await press('Enter');
      const shown = await until(panel, ({ run: state }) => state === 'cancelled');
      assert.equal(shown.headline, 'CANCELLED');
      assert.equal(shown.focused, 'run');
      assert.equal(shown.rungs.find(({ probe }) => probe === 'isolation')?.state, 'skipped');
    } finally {
      await prefer('users', undefined);
      await emulator.close();
    }
  });

  it('goes on while its document is made anew in its midst', async function () {
    requireDriver(this);
    const emulator = await backend('key-commit-demo');
    try {
      await pointTargetAt(emulator.url);
      const running = run();
      const before = await until(panel, ({ rungs }) =>
        rungs.some(({ probe, state }) => probe === 'liveness' && state === 'running'),
      );
      await inPanel(`document.body.dataset.old = 'yes'`);
      await vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
      // The old document may go away while it is asked.
      const isOld = (): Promise<unknown> => inPanel(`document.body.dataset.old ?? 'no'`).catch(() => 'going');
      await until(isOld, (old) => old === 'no');
      const shown = await until(panel, ({ rungs }) => rungs.length > 0);
      assert.equal(shown.runId, before.runId);
      assert.equal(shown.rungs.find(({ probe }) => probe === 'handshake')?.state, 'pass');
      await clickInWebview('[data-key="cancel"]', { contains: 'Probes' });
      assert.equal((await running)?.state, 'cancelled');
    } finally {
      await emulator.close();
    }
  });

  it('shows what is kept of ten thousand frames a hundred at a time', async function () {
    requireDriver(this);
    await prefer('users', 50);
    const crowded = await crowdedBackend(200);
    try {
      await pointTargetAt(crowded.url);
      const ended = await run();
      const isolation = ended?.rungs.find(({ probe }) => probe.id === 'isolation');
      const messages = Number(/(\d+) messages looked at/.exec(isolation?.result?.summary ?? '')?.[1]);
      assert.ok(messages > 10_000, isolation?.result?.summary);
      // Of each socket a hundred are recorded.
      const total = isolation?.evidenceCount ?? 0;
      assert.ok(total > 5_000, `${total} pieces of evidence`);
      await until(panel, ({ run: state, runId }) => state === 'finished' && runId === ended?.runId);
      const nodes = (): Promise<unknown> => inPanel(`document.querySelectorAll('*').length`);
      await openRung('isolation');
      await until(panel, ({ evidence }) => evidence['isolation'] === 100);
      const first = Number(await nodes());
      // The matrix of 50 users has 2,650 cells; the frames add a hundred rows to it.
      assert.ok(first < 8_000, `${first} nodes`);
      await clickInWebview('[data-probe="isolation"] [data-key="last"]', { contains: 'Probes' });
      const rest = total % 100 === 0 ? 100 : total % 100;
      await until(panel, ({ evidence }) => evidence['isolation'] === rest);
      const place = await inPanel(`document.querySelector('[data-probe="isolation"] .pager span').innerText`);
      assert.equal(place, `${total - rest + 1} to ${total} of ${total}`);
      assert.ok(Number(await nodes()) <= first, 'a page takes the place of another one');
    } finally {
      await prefer('users', undefined);
      await crowded.close();
      await clickInWebview('[data-probe="isolation"] .rung-head', { contains: 'Probes' });
    }
  });
});
