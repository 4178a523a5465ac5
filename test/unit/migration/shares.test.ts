import { describe, expect, it } from 'vitest';
import type { Progress, Tally } from '../../../src/engine/phases/progress.ts';
import { isGroup, type TreeNode } from '../../../src/extension/migration/migrationTree.ts';
import { createShares, type Shares } from '../../../src/extension/migration/shares.ts';
import { at, root, surroundings, treeOf, violation, type Trial } from './violations.ts';

const tally = (right: number, left: number, others = 0): Tally => ({
  right,
  left,
  others,
  percent: right + left === 0 ? undefined : Math.floor((100 * right) / (right + left)),
});

const progress = (more: Partial<Progress> = {}): Progress => ({
  whole: tally(0, 0),
  phases: [],
  classes: [],
  modules: [],
  owners: undefined,
  ...more,
});

/** Every group of the tree with its share, as lines that are indented. */
function drawn({ tree }: Trial, shares: Shares, from?: TreeNode, indent = ''): string[] {
  return tree
    .childrenOf(from)
    .filter(isGroup)
    .flatMap((group) => {
      const share = shares(group);
      const told = share ? `${share.percent}% ${share.right}+${share.left}` : '-';
      return [
        `${indent}${group.key || 'nobody'} ${told}`,
        ...drawn({ tree } as Trial, shares, group, `${indent}  `),
      ];
    });
}

const file = violation({ ruleId: 'legacy-import', names: ['Manager', 'OldManager'] });

describe('how far the groups of the tree are', () => {
  it('is what is counted of a phase, and of nothing below it', () => {
    const trial = treeOf({ 'a.py': [file] }, 'phase', {
      around: { ...surroundings, phaseOf: () => 'Phase 1: Imports' },
    });
    const phase = { id: '1', title: 'Imports', ...tally(3, 1) };
    const shares = createShares([{ root, survey: progress({ phases: [phase] }) }], [root]);
    expect(drawn(trial, shares)).toEqual([
      'Phase 1: Imports 75% 3+1',
      '  legacy-import -',
      '    app.legacy -',
      `      ${at('a.py')} -`,
    ]);
  });

  it('is what is counted of a class under its canonical name', () => {
    const classes = [{ source: 'manager', name: 'Manager', ...tally(2, 1) }];
    const shares = createShares([{ root, survey: progress({ classes }) }], [root]);
    const top = drawn(treeOf({ 'a.py': [file] }, 'class'), shares).filter((line) => !line.startsWith(' '));
    expect(top).toEqual(['Manager 66% 2+1', 'OldManager -']);
  });

  it('is what is counted of a folder, wherever its configuration is', () => {
    const surveys = [
      { root, survey: progress({ modules: [{ name: '.', ...tally(1, 1) }] }) },
      { root: at('pkg'), survey: progress({ modules: [{ name: 'deep', ...tally(9, 1) }] }) },
    ];
    const trial = treeOf({ 'a.py': [file], 'pkg/deep/b.py': [file] }, 'folder');
    const top = drawn(trial, createShares(surveys, [root])).filter((line) => !line.startsWith(' '));
    expect(top).toEqual([`${root} 50% 1+1`, `${at('pkg/deep')} 90% 9+1`]);
  });

  it('is what is counted of an owner, and of what is nobody’s', () => {
    const owners = [
      { name: '@team', ...tally(1, 3) },
      { name: 'nobody', ...tally(0, 2) },
    ];
    const trial = treeOf({ 'team/a.py': [file], 'b.py': [file] }, 'owner');
    const top = drawn(trial, createShares([{ root, survey: progress({ owners }) }], [root]));
    expect(top.filter((line) => !line.startsWith(' '))).toEqual([
      '@lead -',
      '@team 25% 1+3',
      'nobody 0% 0+2',
    ]);
  });

  it('is none where no use is left, or none is counted', () => {
    const classes = [
      { source: 'manager', name: 'Manager', ...tally(2, 0, 1) },
      { source: 'manager', name: 'OldManager', ...tally(0, 0, 1) },
    ];
    const shares = createShares([{ root, survey: progress({ classes }) }], [root]);
    const top = drawn(treeOf({ 'a.py': [file] }, 'class'), shares).filter((line) => !line.startsWith(' '));
    expect(top).toEqual(['Manager -', 'OldManager -']);
  });

  it('adds up what is called alike in one folder of the workspace, and not beyond', () => {
    const phase = (right: number, left: number, daysLeft?: number) => ({
      id: '1',
      title: 'Imports',
      ...(daysLeft !== undefined && { target: `2027-01-0${daysLeft}`, daysLeft }),
      ...tally(right, left),
    });
    const [one, other] = [at('one'), at('other')];
    const trial = treeOf({ 'one/a.py': [file], 'other/b.py': [file] }, 'phase', {
      around: {
        ...surroundings,
        hasSeveralFolders: true,
        folderOf: (path) => (path.startsWith(one) ? one : other),
        phaseOf: () => 'Phase 1: Imports',
      },
    });
    const surveys = [
      { root: at('one/x'), survey: progress({ whole: tally(1, 1), phases: [phase(1, 1, 3)] }) },
      { root: at('one/y'), survey: progress({ whole: tally(5, 1), phases: [phase(5, 1, 4)] }) },
      { root: other, survey: progress({ whole: tally(0, 1), phases: [phase(0, 1, 2)] }) },
    ];
    const shares = createShares(surveys, [one, other]);
    expect(drawn(trial, shares).filter((line) => !line.startsWith('    '))).toEqual([
      `${one} 75% 6+2`,
      '  Phase 1: Imports 75% 6+2',
      `${other} 0% 0+1`,
      '  Phase 1: Imports 0% 0+1',
    ]);
    const dues = trial.tree.childrenOf().map((folder) =>
      trial.tree
        .childrenOf(folder)
        .filter(isGroup)
        .map((group) => shares(group)?.due),
    );
    expect(dues).toEqual([[''], ['by 2027-01-02, 2 days left']]);
  });

  it('is told for the one folder that is open of a project, and for none of several', () => {
    const survey = {
      root,
      survey: progress({ whole: tally(1, 1), classes: [{ source: 'm', name: 'Manager', ...tally(1, 1) }] }),
    };
    const trial = treeOf({ 'one/a.py': [file] }, 'class');
    expect(drawn(trial, createShares([survey], [at('one')]))[0]).toBe('Manager 50% 1+1');
    expect(drawn(trial, createShares([survey], [at('one'), at('other')]))[0]).toBe('Manager -');
  });
});
