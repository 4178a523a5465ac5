import { describe, expect, it } from 'vitest';
import { isGroup, type TreeNode } from '../../../src/extension/migration/migrationTree.ts';
import { nodeText, shareText } from '../../../src/extension/migration/nodeText.ts';
import {
  createTest,
  everything,
  filterText,
  isNarrowed,
} from '../../../src/extension/migration/violationFilter.ts';
import { emptiness } from '../../../src/extension/migration/welcome.ts';
import type { SessionState } from '../../../src/extension/session.ts';
import { at, shownPath, surroundings, treeOf, violation, type Trial } from './violations.ts';

function all({ tree }: Trial, node?: TreeNode): TreeNode[] {
  return tree.childrenOf(node).flatMap((each) => [each, ...all({ tree } as Trial, each)]);
}

describe('what a node of the tree says', () => {
  const trial = treeOf({
    'pkg/deep/a.py': [
      violation({ line: 3 }),
      violation({ line: 8, fix: { kind: 'none', title: '' }, severity: 'warning' }),
    ],
  });
  const texts = all(trial).map((node) => nodeText(node, shownPath));

  it('is its name and its count', () => {
    expect(texts.map(({ label, description }) => `${label} | ${description}`)).toEqual([
      'Phase 1 | 2',
      'legacy-import | 2',
      'app.legacy | 2',
      'a.py | 2 · pkg/deep',
      'Manager is imported from app.legacy. | line 3 · safe fix',
      'Manager is imported from app.legacy. | line 8 · no fix',
    ]);
  });

  it('is how far it is, where that is known', () => {
    const [phase] = all(trial);
    const share = { right: 1296, left: 4, percent: 99, due: 'by 2027-03-31, 124 days left' };
    expect(nodeText(phase!, shownPath, share)).toEqual({
      label: 'Phase 1',
      description: '99% · 2 left',
      spoken: 'Phase 1, 99% done, 2 violations, 1 safe fix, 1 without a fix',
    });
    expect(shareText(share)[0]).toBe(
      '1,296 of 1,300 uses are as they should be: 99%; 4 are left, to be done by 2027-03-31, 124 days left.',
    );
    expect(shareText({ right: 0, left: 1, percent: 0, due: '' })[0]).toBe(
      '0 of 1 uses are as they should be: 0%; 1 is left.',
    );
  });

  it('has the figures before the title of a phase, which is long', () => {
    const named = treeOf({ 'a.py': [violation()] }, 'phase', {
      around: { ...surroundings, phaseOf: () => 'Phase 1: Imports: all' },
    });
    const [phase] = named.tree.childrenOf();
    const share = { right: 1, left: 1, percent: 50, due: '' };
    expect(nodeText(phase!, shownPath).description).toBe('1 · Imports: all');
    expect(nodeText(phase!, shownPath, share)).toEqual({
      label: 'Phase 1',
      description: '50% · 1 left · Imports: all',
      spoken: 'Phase 1: Imports: all, 50% done, 1 violation, 1 safe fix',
    });
  });

  it('is the path of a folder', () => {
    const folders = treeOf({ 'pkg/deep/a.py': [violation()], 'a.py': [violation()] }, 'folder');
    expect(folders.tree.childrenOf().map((node) => nodeText(node, shownPath).label)).toEqual([
      '.',
      'pkg/deep',
    ]);
  });

  it('is heard in full', () => {
    expect(texts.map(({ spoken }) => spoken)).toEqual([
      'Phase 1, 2 violations, 1 safe fix, 1 without a fix',
      'rule legacy-import, 2 violations, 1 safe fix, 1 without a fix',
      'module app.legacy, 2 violations, 1 safe fix, 1 without a fix',
      'file pkg/deep/a.py, 2 violations, 1 safe fix, 1 without a fix',
      'error, Manager is imported from app.legacy., line 3, safe fix',
      'warning, Manager is imported from app.legacy., line 8, no fix',
    ]);
  });

  it('counts thousands as people write them, and names cells of notebooks', () => {
    const cell = { index: 4, range: { start: { line: 2, column: 1 }, end: { line: 2, column: 2 } } };
    const many = treeOf(
      { 'n.ipynb': Array.from({ length: 1234 }, () => violation({ cell, baselined: true })) },
      'owner',
      {
        filter: { ...everything, baselined: true },
      },
    );
    const nodes = all(many);
    expect(nodeText(nodes[0]!, shownPath)).toMatchObject({ label: 'No owner', description: '1,234' });
    expect(
      nodeText(
        nodes.find((node) => !isGroup(node))!,
        shownPath,
      ).description,
    ).toBe('cell 4, line 2 · safe fix · in the baseline');
  });
});

describe('a filter', () => {
  it('says what it is', () => {
    expect(filterText({ text: '  chat rooms ', kinds: ['safe', 'none'], baselined: true })).toBe(
      '“chat rooms”, safe fix or no fix',
    );
    expect(isNarrowed({ ...everything, text: '  ' })).toBe(false);
    expect(isNarrowed({ ...everything, kinds: ['safe'] })).toBe(true);
    expect(isNarrowed({ ...everything, baselined: true })).toBe(false);
  });

  it('does not ask for the path of a file where nothing was typed', () => {
    const test = createTest(everything, () => expect.fail());
    expect(test(at('a.py'), violation())).toBe(true);
  });
});

describe('an empty tree', () => {
  const none = { violations: 0, files: 0, configurationProblems: 0 };
  const summary = {
    ...{ filesSeen: 3, filesAnalyzed: 1, filesKnown: 0, violations: 0, durationMs: 1 },
    withoutConfiguration: [],
  };
  const ready: SessionState = { kind: 'ready', summary };

  it.each([
    ['the configuration is looked for', { kind: 'idle' }, none, undefined, false, 'scanning'],
    ['there is no configuration', { kind: 'idle' }, none, false, false, 'unconfigured'],
    [
      'none covers anything',
      { kind: 'ready', summary: { ...summary, filesSeen: 0, withoutConfiguration: ['/w'] } },
      none,
      true,
      false,
      'unconfigured',
    ],
    ['nothing was scanned', { kind: 'idle' }, none, true, false, 'unscanned'],
    ['only open files were looked at', { kind: 'ready' }, none, true, false, 'unscanned'],
    ['a scan goes on', { kind: 'scanning', done: 1, total: 2 }, none, true, false, 'scanning'],
    ['the configuration is bad', ready, { ...none, configurationProblems: 1 }, true, false, 'misconfigured'],
    ['the analysis stopped', { kind: 'stopped', reason: '' }, none, true, false, 'stopped'],
    ['nothing is left', ready, none, true, false, 'done'],
    ['nothing is left but the baseline', ready, none, true, true, 'baselined'],
    ['the filter hides all', ready, { ...none, violations: 1, files: 1 }, true, false, 'filtered'],
  ] as const)('says so where %s', (_what, state, counts, isConfigured, hasBaselined, expected) => {
    expect(emptiness(state, counts, isConfigured, hasBaselined)).toBe(expected);
  });
});
