import { describe, expect, it } from 'vitest';
import {
  afterRun,
  beginning,
  mostRuns,
  summaryOf,
  turnOf,
  type MonitoredRun,
  type MonitorState,
} from '../../../src/extension/liveCheck/monitor/monitorState.ts';
import { monitorText, turnText } from '../../../src/extension/liveCheck/monitor/monitorText.ts';
import { emptyRun } from '../../../src/extension/liveCheck/runRecord.ts';
import { monitoredText, verdictText } from '../../../src/extension/liveCheck/verdictText.ts';
import { notificationText } from '../../../src/extension/liveCheck/notificationText.ts';
import type { VerdictStatus } from '../../../src/livecheck/protocol.ts';
import { verdict } from './events.ts';

const run = (status: VerdictStatus | null, ...closeCodes: number[]): MonitoredRun => ({ status, closeCodes });
const after = (...runs: MonitoredRun[]): MonitorState => runs.reduce(afterRun, beginning('staging', 0));
const good = run('passed', 1000);
const bad = run('failed', 1000, 1011);

describe('what a monitor has seen', () => {
  it('is how many runs passed, warnings included, and by which codes sockets were closed', () => {
    const state = after(good, run('passed-with-warnings', 1000, 1008), bad, run(null));
    expect(summaryOf(state)).toMatchObject({
      kept: 4,
      passed: 2,
      closeCodes: [
        [1000, 3],
        [1008, 1],
        [1011, 1],
      ],
    });
    expect(summaryOf(after()).kept).toBe(0);
  });

  it('keeps the newest runs, and counts all', () => {
    const state = after(bad, ...Array.from({ length: mostRuns + 5 }, () => good));
    expect([state.runs.length, state.count]).toEqual([mostRuns, mostRuns + 6]);
    expect(summaryOf(state)).toMatchObject({ kept: mostRuns, passed: mostRuns });
  });

  it.each([
    ['none', [good, good, good, good]],
    ['unknown', [good, bad]],
    ['rising', [good, good, good, bad]],
    ['falling', [bad, bad, good, good]],
    ['steady', [bad, good, good, bad]],
  ] as const)('compares 1011 in the newer half with the older one: %s', (trend, runs) => {
    expect(summaryOf(after(...runs)).internalErrors.trend).toBe(trend);
  });

  it('counts a run once, however many of its sockets were closed with 1011', () => {
    const { internalErrors } = summaryOf(after(good, good, run('failed', 1011, 1011, 1011), good));
    expect(internalErrors).toEqual({ before: [0, 2], lately: [1, 2], trend: 'rising' });
  });

  it('turns where the class changes, which the first run has nothing to do with', () => {
    expect(turnOf(after(), bad)).toBeNull();
    expect(turnOf(after(good), run('passed-with-warnings'))).toBeNull();
    expect(turnOf(after(good), run('passed-with-waiver'))).toBe('lost');
    expect(turnOf(after(good), run(null))).toBe('lost');
    expect(turnOf(after(bad), run('inconclusive'))).toBeNull();
    expect(turnOf(after(bad), good)).toBe('regained');
  });
});

describe('what is said of it', () => {
  const view = { ...emptyRun('run-1', '2025-09-15T01:02:03.000Z').view, state: 'finished' as const };

  it('stands below the verdict, and in the words for a screen reader', () => {
    const state = after(good, good, good, bad);
    const text = monitorText(state, 5);
    expect(text.label).toContain('Monitoring staging every 5 minutes, since ');
    expect(text.label).toContain(
      '3 of 4 runs passed (75%). Close codes: 1000 (normal closure) ×4, 1011 (internal server error) ×1. ' +
        '1011 in 1 of the last 2, in 0 of the 2 before: rising.',
    );
    const shown = monitoredText(verdictText({ ...view, verdict: verdict('failed') }, 0), 'staging', text);
    expect(shown).toMatchObject({ look: 'error' });
    expect(shown.text).toMatch(/^\$\(pulse\) \$\(error\) /u);
    expect(shown.tooltip).toContain('\n\n---\n\n**Monitoring staging');
    expect(shown.label).toMatch(/: failed, on .+ Monitoring staging every 5 minutes/u);
  });

  it('is there before the first run has ended', () => {
    const shown = monitoredText(null, 'staging', monitorText(after(), 1));
    expect(shown).toMatchObject({ text: '$(pulse) staging: monitored', look: 'plain' });
    expect(shown.label).toMatch(/every minute, .*No run has ended yet\.$/u);
  });

  it('never is markup, whatever a target is called', () => {
    const named = { ...after(good), target: '**x** [y](command:z) <b>' };
    expect(monitorText(named, 5).tooltip).not.toMatch(/(?<!\\)\]\(|<b>|\*\*x/u);
  });

  it('tells of a turn what it came to, and why', () => {
    const failed = { ...view, verdict: verdict('failed') };
    expect(turnText('staging', 'lost', failed)).toBe(
      'Live check of staging no longer passes: FAILED. A sentence.',
    );
    expect(turnText('staging', 'regained', { ...view, verdict: verdict('passed') })).toContain(
      'passes again',
    );
  });
});

describe('a text for a notification', () => {
  it('holds no link, no line break, and no more than is read', () => {
    const said = notificationText(`a [b](command:workbench.action.quit)\n[c](https://evil.example "d")`);
    expect(said).not.toContain('](');
    expect(said).not.toContain('\n');
    expect(notificationText('x'.repeat(5_000)).length).toBeLessThan(600);
  });
});
