import { describe, expect, it } from 'vitest';
import { closureOf, ticksAfter, without } from '../../../src/extension/batch/partners.ts';
import { makesTheSame, planMessage } from '../../../src/extension/batch/plan.ts';
import { below, kindsIn, requested, violationsIn } from '../../../src/extension/batch/selection.ts';
import { countsOf, kindsText, summaryText, type BatchOutcome } from '../../../src/extension/batch/summary.ts';
import type { PlannedFile } from '../../../src/project/protocol.ts';
import { at, treeOf, violation } from '../migration/violations.ts';

const file = (
  path: string,
  together: readonly string[] = [],
  kinds = { safe: 1, repair: 0, unsafe: 0 },
): PlannedFile => ({
  path,
  before: 'old',
  after: `new ${path}`,
  edits: [],
  fixed: kinds.safe + kinds.repair + kinds.unsafe,
  kinds,
  together,
});
const paths = (files: Iterable<PlannedFile | string>): string[] =>
  [...files].map((each) => (typeof each === 'string' ? each : each.path)).sort();

describe('files that change together', () => {
  const files = [file('a', ['t']), file('b', ['t', 'u']), file('t', ['a', 'b']), file('u', ['b']), file('z')];

  it('go together, through others too', () => {
    expect(paths(closureOf(files, ['a']))).toEqual(['a', 'b', 't', 'u']);
    expect(paths(closureOf(files, ['z']))).toEqual(['z']);
    expect(paths(without(files, ['u']))).toEqual(['z']);
    expect(paths(without(files, []))).toEqual(['a', 'b', 't', 'u', 'z']);
  });

  it('are unticked and ticked together, and it is known which followed', () => {
    const every = new Set(paths(files));
    const off = ticksAfter(files, every, new Set(['b', 't', 'u', 'z']));
    expect(paths(off.ticked)).toEqual(['z']);
    expect(off.followed).toEqual(['b', 't', 'u']);
    const on = ticksAfter(files, off.ticked, new Set(['z', 't']));
    expect(paths(on.ticked)).toEqual(['a', 'b', 't', 'u', 'z']);
    expect(on.followed).toEqual(['a', 'b', 'u']);
  });

  it('leave those alone that have none', () => {
    const { ticked, followed } = ticksAfter(
      files,
      new Set(['a', 'b', 't', 'u', 'z']),
      new Set(['a', 'b', 't', 'u']),
    );
    expect(paths(ticked)).toEqual(['a', 'b', 't', 'u']);
    expect(followed).toEqual([]);
  });
});

describe('what is selected', () => {
  const trial = treeOf({
    'x/a.py': [
      violation({ fingerprint: 'a1' }),
      violation({ fingerprint: 'a2', fix: { kind: 'none', title: '' } }),
    ],
    'x/b.py': [
      violation({ fingerprint: 'b1', baselined: true }),
      violation({ fingerprint: 'b2', fix: { kind: 'repair', title: '' } }),
    ],
    'xy/c.py': [violation({ fingerprint: 'c1', suppressed: true }), violation({ fingerprint: 'c2' })],
  });
  const uri = (path: string): never => ({ fsPath: path }) as never;
  const fingerprints = (files: ReadonlyMap<string, readonly { fingerprint: string }[]>): string[] =>
    [...files.values()].flat().map(({ fingerprint }) => fingerprint);

  it('is what counts in a file or folder', () => {
    expect(fingerprints(violationsIn(trial.store, [uri(at('x'))]))).toEqual(['a1', 'a2', 'b2']);
    expect(fingerprints(violationsIn(trial.store, [uri(at('xy/c.py'))]))).toEqual(['c2']);
    expect(fingerprints(new Map(below(trial.store)))).toEqual(['a1', 'a2', 'b2', 'c2']);
  });

  it('is what the tree shows in a node, and nothing twice', () => {
    const [phase] = trial.tree.childrenOf();
    const [rule] = trial.tree.childrenOf(phase);
    expect(fingerprints(violationsIn(trial.store, [phase!, rule!, uri(at('x/a.py'))]))).toEqual([
      'a1',
      'a2',
      'b2',
      'c2',
    ]);
  });

  it('is counted and asked for by fingerprint', () => {
    const selection = { title: '', files: violationsIn(trial.store, [uri(at('x'))]) };
    expect(kindsIn(selection)).toEqual({ safe: 1, repair: 1, unsafe: 0, none: 1 });
    expect(requested(selection)).toEqual([
      { path: at('x/a.py'), violations: ['a1', 'a2'] },
      { path: at('x/b.py'), violations: ['b2'] },
    ]);
  });
});

describe('a plan', () => {
  const plan = { files: [file('a'), file('b', [], { safe: 2, repair: 1, unsafe: 0 })], left: [], failed: [] };

  it('says what it would do, and how', () => {
    const whole = { ...plan, limit: 'safe', revision: 0 } as const;
    expect(kindsText(countsOf(plan.files))).toBe('3 safe fixes, 1 repair');
    expect(planMessage(whole)).toMatch(/^Safe fixes only\. A click on a file/);
    expect(planMessage({ ...whole, limit: 'unsafe' })).toMatch(/may change behavior/);
  });

  it('that is made anew has to come to the same', () => {
    expect(makesTheSame({ ...plan, files: [file('b'), file('a')] }, [file('a'), file('b')])).toBe(true);
    expect(makesTheSame({ ...plan, files: [file('a')] }, [file('a'), file('b')])).toBe(false);
    expect(makesTheSame({ ...plan, files: [file('a'), file('c')] }, [file('a'), file('b')])).toBe(false);
    expect(makesTheSame({ ...plan, files: [{ ...file('a'), after: 'other' }] }, [file('a')])).toBe(false);
    expect(makesTheSame({ ...plan, files: [{ ...file('a'), before: 'typed' }] }, [file('a')])).toBe(false);
  });
});

describe('the summary', () => {
  const left = { path: 'l', range: violation().range, ruleId: 'legacy-import', reason: 'it cannot' };
  const outcome: BatchOutcome = { asked: 1, applied: [file('a')], left: [], unticked: [], changed: [] };

  it('says what was done', () => {
    expect(summaryText(outcome)).toBe(
      '1 violation fixed in 1 file (1 safe fix). Nothing is left of what was selected.',
    );
  });

  it('says what is left, and why', () => {
    const all = {
      ...outcome,
      asked: 6,
      left: [left, left],
      unticked: [file('u', [], { safe: 2, repair: 0, unsafe: 0 })],
      changed: [file('c')],
    };
    expect(summaryText(all)).toBe(
      '1 violation fixed in 1 file (1 safe fix). 5 of 6 left: 2 with a reason, 2 not ticked, 1 file changed meanwhile.',
    );
  });

  it('says of what cannot be fixed that there are reasons', () => {
    expect(summaryText({ ...outcome, asked: 3, left: [left, left] })).toBe(
      '1 violation fixed in 1 file (1 safe fix). 2 of 3 left, with a reason each.',
    );
  });

  it('says that nothing was done', () => {
    expect(summaryText({ ...outcome, applied: [], changed: [file('a')] })).toBe(
      'Nothing was changed. 1 of 1 left: 1 file changed meanwhile.',
    );
  });
});
