import { describe, expect, it } from 'vitest';
import type { Violation } from '../../../src/engine/violation.ts';
import { readBaseReport } from '../../../src/report/baseReport.ts';
import { differenceFrom, type Difference } from '../../../src/report/difference.ts';
import { renderJson } from '../../../src/report/json.ts';
import { everything, scan, violation } from './sample.ts';

function between(before: readonly Violation[], after: readonly Violation[], ...gone: string[]): Difference {
  const base = readBaseReport(renderJson(scan(before), '0.1.0'));
  if (!base.ok) throw new Error(base.message);
  return differenceFrom(base.violations, after, (file) => gone.includes(file));
}

const counts = ({ added, fixed, unchanged, silenced }: Difference) => [
  added.length,
  fixed.length,
  unchanged,
  silenced,
];

describe('the difference to an earlier scan', () => {
  it('is none where nothing but lines has changed', () => {
    const moved = everything.violations.map((each) => ({
      ...each,
      range: { start: { line: 900, column: 1 }, end: { line: 900, column: 2 } },
    }));
    expect(counts(between(everything.violations, moved))).toEqual([0, 0, 6, 0]);
  });

  it('is none where a file was renamed, and one of each where another file has the same', () => {
    const here = violation({ file: 'a/rooms.py' });
    const there = violation({ file: 'b/rooms.py' });
    expect(counts(between([here], [there], 'a/rooms.py'))).toEqual([0, 0, 1, 0]);
    expect(counts(between([here], [there]))).toEqual([1, 1, 0, 0]);
  });

  it('takes the file of the same name for the one that was moved', () => {
    const before = ['a/one.py', 'a/two.py'].map((file) => violation({ file }));
    const after = [violation({ file: 'b/two.py' })];
    const { fixed } = between(before, after, 'a/one.py', 'a/two.py');
    expect(fixed.map(({ file }) => file)).toEqual(['a/one.py']);
  });

  it('takes for moved what the rest of its file has moved with, else what has the path most alike', () => {
    const plain = (file: string): Violation => violation({ file });
    const own = (file: string): Violation => violation({ file, fingerprint: 'aaaa000000000001' });
    const newOnes = (after: Violation[], ...before: Violation[]): string[] =>
      between(before, after, ...before.map(({ file }) => file)).added.map(({ file }) => file);
    expect(newOnes([plain('use/fresh.py'), plain('use/k21.py')], plain('use/m21.py'))).toEqual([
      'use/fresh.py',
    ]);
    expect(newOnes([plain('other/fresh.py'), plain('use/late.py')], plain('use/m21.py'))).toEqual([
      'other/fresh.py',
    ]);
    expect(
      newOnes(
        [plain('use/k21.py'), plain('use/other.py'), own('use/other.py')],
        plain('use/m21.py'),
        own('use/m21.py'),
      ),
    ).toEqual(['use/k21.py']);
  });

  it('is none where an import was fixed and what is made of it stays, or a statement is half fixed or moved', () => {
    const made = violation({ ruleId: 'direct-construction', fingerprint: 'aaaa000000000001' });
    const now = { ...made, module: 'chat.hub', fingerprint: 'aaaa000000000002' };
    const before = violation();
    const { added, fixed, states } = between([before, made], [now]);
    expect([added, fixed.map(({ fingerprint }) => fingerprint)]).toEqual([[], [before.fingerprint]]);
    expect(states.get(now)).toBe('unchanged');
    const both = violation({ names: ['SocketHub', 'OtherHub'] });
    const half = violation({ names: ['OtherHub'], fingerprint: 'aaaa000000000003' });
    expect(counts(between([both], [half]))).toEqual([0, 0, 1, 0]);
    expect(counts(between([before], [violation({ fingerprint: 'aaaa000000000004' })]))).toEqual([0, 0, 1, 0]);
  });

  it('keeps apart what is suppressed and what is open where all imports of a file are fixed', () => {
    const make = (fingerprint: string, suppressed: boolean, module: string): Violation =>
      violation({ ruleId: 'direct-construction', fingerprint, suppressed, module });
    const before = [make('a1', false, 'chat.gone'), make('a2', true, 'chat.gone')];
    const after = [make('b1', false, 'chat.hub'), make('b2', true, 'chat.hub')];
    expect(counts(between(before, after))).toEqual([0, 0, 1, 0]);
    expect(counts(between(before, after.slice(1)))).toEqual([0, 1, 0, 0]);
    expect(counts(between(before.slice(0, 1), after.slice(1)))).toEqual([0, 0, 0, 1]);
  });

  it('tells apart what is fixed, suppressed, and no longer suppressed', () => {
    const plain = violation();
    const silent = violation({ suppressed: true, suppressionReason: 'why' });
    expect(counts(between([plain], []))).toEqual([0, 1, 0, 0]);
    expect(counts(between([plain], [silent]))).toEqual([0, 0, 0, 1]);
    expect(counts(between([silent], [plain]))).toEqual([1, 0, 0, 0]);
  });

  it('counts as fixed what a baseline knew, and as new only what none knows', () => {
    const known = violation({ baselined: true });
    expect(counts(between([known], []))).toEqual([0, 1, 0, 0]);
    expect(counts(between([known], [known]))).toEqual([0, 0, 0, 0]);
    expect(counts(between([], [known]))).toEqual([0, 0, 0, 0]);
    expect(counts(between([known], [violation()]))).toEqual([1, 0, 0, 0]);
  });

  it('counts equal ones', () => {
    const equal = [violation(), violation(), violation()];
    expect(counts(between(equal.slice(1), equal))).toEqual([1, 0, 2, 0]);
    expect(counts(between(equal, equal.slice(1)))).toEqual([0, 1, 2, 0]);
  });
});

describe('a file that is no earlier report', () => {
  const messageOf = (text: string): string => {
    const report = readBaseReport(text);
    return report.ok ? '' : report.message;
  };
  const report = JSON.parse(renderJson(scan([violation()]), '0.1.0')) as object;

  it('is refused with what is wrong about it', () => {
    expect(messageOf('{')).toBe('it is not JSON');
    for (const other of ['[]', 'null', '3', '{}', '{"tool":{"name":"eslint"}}', '{"tool":null}'])
      expect(messageOf(other)).toBe('it is no report of `ssot scan --format json`');
    expect(messageOf(JSON.stringify({ ...report, schemaVersion: 2 }))).toBe(
      'it is of schemaVersion 2, and this version of ssot reads up to 1: use the newer one for both scans',
    );
    expect(messageOf(JSON.stringify({ ...report, schemaVersion: '1' }))).toBe(
      'it does not say its schemaVersion',
    );
    expect(messageOf(JSON.stringify({ ...report, violations: {} }))).toBe('it has no list of violations');
    expect(messageOf(JSON.stringify({ ...report, violations: [{ file: 'a.py' }] }))).toMatch(
      /^violations\[0\] /,
    );
    expect(messageOf(JSON.stringify(report))).toBe('');
  });
});
