import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { evaluateInWebview, requireDriver, webviewText } from '../driver.ts';
import { withHistory } from '../sampleHistory.ts';
import { activated, allShown, closeAll, settledAs } from '../suite/editorState.ts';

describe('the burn-down', () => {
  let problems: readonly string[];
  before(async () => {
    await activated();
    problems = allShown();
  });
  // The panel stays open from one test to the next, as it does for a user who asks again. In a browser all webviews share an
  // origin, and of the minimum engine a second one may wait for ever for its service worker in place of the first one's.
  after(closeAll);

  it('says why there is no past without git, and how far things are all the same', async function () {
    requireDriver(this);
    await vscode.commands.executeCommand('ssot.showBurnDown');
    const text = await webviewText({ contains: 'Burn-Down' });
    assert.match(text, /What was left in the past cannot be told: there is no git repository/);
    assert.match(text, /\d+ of \d+ uses are as they should be: \d+%/);
    assert.match(text, /1: Consolidate import paths/);
  });

  it('draws what was left, and says it in a table', async function () {
    requireDriver(this);
    const restore = await withHistory();
    try {
      await vscode.commands.executeCommand('ssot.showBurnDown');
      const found = await evaluateInWebview(
        `({
        role: document.querySelector('svg').getAttribute('role'),
        title: document.querySelector('svg title').textContent,
        described: document.getElementById(document.querySelector('svg').getAttribute('aria-labelledby').split(' ')[1]) !== null,
        days: [...document.querySelectorAll('details tbody th')].map((cell) => cell.textContent),
        left: [...document.querySelectorAll('details tbody td:nth-child(3)')].map((cell) => Number(cell.textContent)),
        scripts: document.querySelectorAll('main script').length,
      })`,
        { contains: 'The drawing in numbers' },
      );
      const { role, title, described, days, left, scripts } = found as {
        readonly role: string;
        readonly title: string;
        readonly described: boolean;
        readonly days: readonly string[];
        readonly left: readonly number[];
        readonly scripts: number;
      };
      assert.equal(role, 'img');
      assert.match(title, /^Violations left: \d+ on 2027-01-18, \d+ on 2027-01-04$/);
      assert.ok(described);
      assert.deepEqual(days, ['2027-01-04', '2027-01-11', '2027-01-18']);
      assert.ok(left[0]! > left[1]! && left[1]! > left[2]!, left.join(' '));
      assert.equal(scripts, 0);
    } finally {
      await closeAll();
      await restore();
      await settledAs(problems);
    }
  });
});
