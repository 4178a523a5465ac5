import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf, type BaselineEntry } from '../../../../src/engine/baseline/entry.ts';
import { createKnownViolations } from '../../../../src/engine/baseline/knownViolations.ts';
import { matchBaseline } from '../../../../src/engine/baseline/match.ts';
import { prunedEntries } from '../../../../src/engine/baseline/prune.ts';
import type { Violation } from '../../../../src/engine/violation.ts';

function violation(
  file: string,
  fingerprint: string,
  names: string[],
  more: Partial<Violation> = {},
): Violation {
  return {
    ruleId: 'legacy-import',
    source: 'hub',
    span: { start: 0, end: 1 },
    form: 'from-import',
    module: 'chat.sockets',
    names,
    items: [],
    message: '',
    reason: null,
    intentional: false,
    subject: { kind: 'comment' },
    severity: 'error',
    phase: null,
    file,
    range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
    fix: { kind: 'none', title: '' },
    suppressed: false,
    fingerprint,
    ...more,
  };
}

const entries = (...violations: Violation[]): BaselineEntry[] => violations.map(entryOf);
const all = (): boolean => true;

describe('what a baseline knows', () => {
  it('knows a violation by its file and what it is, and says what is gone', () => {
    const [a, b] = [violation('a.py', '1', ['A']), violation('b.py', '2', ['B'])];
    const match = matchBaseline(entries(a, violation('a.py', '3', ['C'])), [a, b], all);
    expect([...match.known]).toEqual([a]);
    expect(match.fresh).toEqual([b]);
    expect(match.absent.map(({ fingerprint }) => fingerprint)).toEqual(['3']);
  });

  it('knows it again in a file that was renamed, and not in a copy', () => {
    const before = violation('old.py', '1', ['A']);
    const moved = violation('new.py', '1', ['A']);
    expect([...matchBaseline(entries(before), [moved], (file) => file !== 'old.py').known]).toEqual([moved]);
    expect(matchBaseline(entries(before), [before, moved], all).fresh).toEqual([moved]);
  });

  it('takes for new, of two equal ones, the one whose path is less like that of the file that is gone', () => {
    const before = violation('use/m21.py', '1', ['A']);
    const now = ['use/fresh.py', 'use/k21.py'].map((file) => violation(file, '1', ['A']));
    const { fresh } = matchBaseline(entries(before), now, (file) => file !== before.file);
    expect(fresh.map(({ file }) => file)).toEqual(['use/fresh.py']);
  });

  it('knows what is done with a class when its name comes from another module, and no other import of it', () => {
    const made = { ruleId: 'direct-construction', form: 'call' } as const;
    const before = violation('a.py', '1', ['A'], made);
    const now = violation('a.py', '2', ['A'], { ...made, module: 'chat.hub' });
    const more = violation('a.py', '3', ['A'], { ...made, module: 'chat.hub' });
    const other = violation('b.py', '2', ['A'], { ...made, module: 'chat.hub' });
    expect(matchBaseline(entries(before), [now], all)).toMatchObject({ fresh: [], absent: [] });
    expect(matchBaseline(entries(before), [now, more, other], all).fresh).toEqual([more, other]);
    // One that says the same stands before one of another module.
    const same = violation('a.py', '4', ['A'], made);
    expect(matchBaseline(entries(before), [now, same], all).fresh).toEqual([now]);
    const imported = violation('a.py', '5', ['A']);
    const anew = violation('a.py', '6', ['A'], { module: 'chat.gone' });
    expect(matchBaseline(entries(imported), [anew], all).fresh).toEqual([anew]);
  });

  it('knows again what was fixed in part, or moved in its file, before that was renamed, and not in a file that it knew', () => {
    const made = { ruleId: 'direct-construction', form: 'call' } as const;
    const before = [violation('old.py', '1', ['A'], made), violation('old.py', '2', ['B'])];
    const now = [
      violation('new.py', '3', ['A'], { ...made, module: 'chat.hub' }),
      violation('new.py', '4', ['B']),
    ];
    const isThere = (file: string): boolean => file !== 'old.py';
    expect(matchBaseline(entries(...before), now, isThere)).toMatchObject({ fresh: [], absent: [] });
    expect(matchBaseline(entries(...before), now, all).fresh).toEqual(now);
    const other = violation('new.py', '5', ['C']);
    expect(matchBaseline(entries(...before, other), now, isThere).fresh).toEqual(now);
    expect(prunedEntries(entries(...before), now, isThere, all)).toEqual(entries(...now));
    const known = createKnownViolations(entries(...before));
    expect(known.marked('new.py', now, isThere).map(({ baselined }) => baselined)).toEqual([true, true]);
  });

  it('keeps the entry of what is there as a whole, whatever module its name comes from now', () => {
    const made = { ruleId: 'direct-construction', form: 'call' } as const;
    const before = entries(violation('a.py', '1', ['A'], made), violation('a.py', '2', ['B']));
    const now = [violation('a.py', '3', ['A'], { ...made, module: 'chat.hub' })];
    expect(prunedEntries(before, now, all, all)).toEqual([before[0]]);
    const both = entries(violation('a.py', '1', ['A', 'B']));
    const half = violation('a.py', '2', ['B']);
    expect(prunedEntries(both, [half], all, all)).toEqual(entries(half));
  });

  it('knows a statement that was split, joined, half fixed or moved into another function', () => {
    const both = violation('a.py', '1', ['A', 'B']);
    const split = [violation('a.py', '2', ['A']), violation('a.py', '3', ['B'])];
    expect(matchBaseline(entries(both), split, all)).toMatchObject({ fresh: [], absent: [] });
    expect(matchBaseline(entries(...split), [both], all)).toMatchObject({ fresh: [], absent: [] });
    const half = matchBaseline(entries(both), [split[0]!], all);
    expect(half.fresh).toEqual([]);
    expect(half.absent).toEqual(entries(both));
    expect(matchBaseline(entries(both), [violation('a.py', '9', ['A', 'B'])], all).fresh).toEqual([]);
  });

  it('does not take more names for known than there were', () => {
    const one = violation('a.py', '1', ['A']);
    const [second, third] = [violation('a.py', '2', ['A']), violation('a.py', '3', ['A', 'B'])];
    expect(matchBaseline(entries(one), [second, third], all).fresh).toEqual([third]);
    expect(matchBaseline(entries(one), [one, second], all).fresh).toEqual([second]);
  });

  it('has nothing to do with what is suppressed or deliberate: an entry of it is gone', () => {
    const before = violation('a.py', '1', ['A']);
    for (const more of [{ suppressed: true }, { intentional: true }]) {
      const match = matchBaseline(entries(before), [violation('a.py', '1', ['A'], more)], all);
      expect(match).toMatchObject({ fresh: [], absent: entries(before) });
    }
  });

  it('marks the same violations file by file as all at once', () => {
    const file = fc.constantFrom('a.py', 'b.py', 'gone.py', 'new.py');
    const any = fc
      .record({
        file,
        fingerprint: fc.constantFrom('1', '2', '3'),
        names: fc.subarray(['A', 'B'], { minLength: 1 }),
      })
      .map(({ file: at, fingerprint, names }) => violation(at, fingerprint, names));
    const several = fc.uniqueArray(any, {
      selector: (each) => `${each.file}\0${each.fingerprint}`,
      maxLength: 8,
    });
    const isThere = (path: string): boolean => path !== 'gone.py';
    fc.assert(
      fc.property(several, several, (before, now) => {
        const there = now.filter((each) => isThere(each.file));
        const known = createKnownViolations(entries(...before));
        const together = matchBaseline(entries(...before), there, isThere).known;
        for (const each of together) {
          const own = there.filter((other) => other.file === each.file);
          expect(known.marked(each.file, own, isThere)[own.indexOf(each)]!.baselined).toBe(true);
        }
      }),
    );
  });

  it('only ever gets shorter, and then knows exactly what it knew', () => {
    const any = fc
      .record({
        file: fc.constantFrom('a.py', 'b.py', 'gone.py', 'new.py'),
        fingerprint: fc.constantFrom('1', '2', '3', '4'),
        names: fc.subarray(['A', 'B', 'C'], { minLength: 1 }),
        ruleId: fc.constantFrom('legacy-import', 'direct-construction'),
        module: fc.constantFrom('chat.sockets', 'chat.hub'),
      })
      // What a violation is says its rule, its module and its names, too.
      .map(({ file, fingerprint, names, ...more }) =>
        violation(file, [more.ruleId, more.module, ...names, fingerprint].join(), names, more),
      );
    const isThere = (file: string): boolean => file !== 'gone.py';
    const several = fc.uniqueArray(any, { selector: (each) => `${each.file}\0${each.fingerprint}` });
    fc.assert(
      fc.property(several, several, (before, after) => {
        const now = after.filter(({ file }) => isThere(file));
        const first = matchBaseline(entries(...before), now, isThere);
        const pruned = prunedEntries(entries(...before), now, isThere, all);
        const count = (each: readonly BaselineEntry[]): number => each.flatMap(({ names }) => names).length;
        expect(count(pruned)).toBeLessThanOrEqual(count(entries(...before)));
        const second = matchBaseline(pruned, now, isThere);
        expect(second.absent).toEqual([]);
        expect(second.known).toEqual(first.known);
      }),
    );
  });

  it('leaves entries of files that were not looked at', () => {
    const kept = violation('b.py', '2', ['B']);
    expect(
      prunedEntries(entries(violation('a.py', '1', ['A']), kept), [], all, (file) => file === 'a.py'),
    ).toEqual(entries(kept));
  });
});
