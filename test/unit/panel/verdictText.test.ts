import { describe, expect, it } from 'vitest';
import {
  afterCrash,
  afterEvent,
  emptyRun,
  type RunRecord,
} from '../../../src/extension/liveCheck/runRecord.ts';
import { tellsSomething, verdictText } from '../../../src/extension/liveCheck/verdictText.ts';
import type { RunView } from '../../../src/livecheck/panelProtocol.ts';
import { verdictTitles, type VerdictStatus } from '../../../src/livecheck/protocol.ts';
import { finished, started, wholeRun } from './events.ts';

const after = (events: Parameters<typeof afterEvent>[1][]): RunRecord =>
  events.reduce(afterEvent, emptyRun('run-1', '2025-09-15T01:02:03.000Z'));
const viewOf = (status: VerdictStatus): RunView => after(wholeRun('pass', status)).view;
/** Local, as the editor writes it. */
const at = new Date('2025-09-15T01:02:03.000Z');
const time = `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;

describe('the last verdict in the status bar', () => {
  it('names target, verdict and time of day, and says all of it in words', () => {
    const { text, label, tooltip, look } = verdictText(viewOf('failed'), at.getTime());
    expect([text, look]).toEqual([`$(error) Staging: FAILED ${time}`, 'error']);
    expect(label).toMatch(/^Live check of Staging: failed, on \d{4}-\d\d-\d\d at \d\d:\d\d\. A sentence\.$/u);
    expect(tooltip.split('\n\n')).toHaveLength(3);
    expect(tooltip).toContain('scope connection');
  });

  it('gives the day of what was not today', () => {
    const { text } = verdictText(viewOf('passed'), at.getTime() + 3 * 86_400_000);
    expect(text).toMatch(/^\$\(pass\) Staging: PASSED \d{4}-\d\d-\d\d$/u);
  });

  it('is red where the check failed, and yellow where it did not pass otherwise', () => {
    const looks = (Object.keys(verdictTitles) as VerdictStatus[]).map((status) => [
      status,
      verdictText(viewOf(status), 0).look,
    ]);
    expect(Object.fromEntries(looks)).toEqual({
      passed: 'plain',
      'passed-with-warnings': 'plain',
      'passed-with-waiver': 'warning',
      partial: 'warning',
      inconclusive: 'warning',
      failed: 'error',
    });
  });

  it('is no verdict where the check did not run, and says why', () => {
    const refusal = { code: 'invalid-credentials', message: 'the token expired' } as const;
    const refused = after([{ type: 'run-refused', refusal }]).view;
    expect(verdictText(refused, at.getTime())).toMatchObject({
      text: `$(question) Live check: NO VERDICT ${time}`,
      look: 'warning',
    });
    expect(verdictText(refused, 0).label).toContain('Live check of the target: no verdict');
    expect(verdictText(refused, 0).label).toContain('the token expired.');
    const crashed = afterCrash(after([started]), 'The check itself failed: x').view;
    expect(verdictText(crashed, 0).tooltip).toContain('The check itself failed: x');
  });

  it('lets nothing that it was told be markup, or an icon', () => {
    const view = viewOf('failed');
    const told: RunView = {
      ...view,
      target: { ...view.target!, label: '$(bug) **bold**\n[x](command:y)' },
      verdict: { ...view.verdict!, sentence: '<img src=x> [link](https://evil.example) `code`' },
    };
    const { text, tooltip } = verdictText(told, 0);
    expect(text.match(/\$\(/gu)).toHaveLength(1);
    expect(text).not.toContain('\n');
    expect(tooltip).not.toMatch(/(?<!\\)\]\(|<img|(?<!\\)`/u);
    expect(tooltip.match(/(?<!\\)\*\*/gu)).toHaveLength(2);
  });

  it('cuts a name that the bar has no room for', () => {
    const view = viewOf('passed');
    const { text } = verdictText({ ...view, target: { ...view.target!, label: 'x'.repeat(200) } }, 0);
    expect(text.length).toBeLessThan(70);
  });

  it('stays as it is while a run goes on, and after one that was cancelled', () => {
    expect(tellsSomething(after([started]).view)).toBe(false);
    expect(tellsSomething(after([started, finished('partial', true)]).view)).toBe(false);
    expect(tellsSomething(viewOf('passed'))).toBe(true);
  });
});
