import { describe, expect, it } from 'vitest';
import type { Violation } from '../../../src/engine/violation.ts';
import { createLevels, type Level } from '../../../src/extension/migration/levels.ts';
import {
  MigrationTree,
  isGroup,
  type GroupNode,
  type TreeNode,
} from '../../../src/extension/migration/migrationTree.ts';
import { at, surroundings, treeOf, violation, type Trial } from './violations.ts';

const first = (trial: Trial, node?: TreeNode): GroupNode => trial.tree.childrenOf(node)[0] as GroupNode;

describe('the tree of what is left', () => {
  const construction = {
    ruleId: 'direct-construction',
    phase: '2',
    fix: { kind: 'none', title: '' },
  } as const;
  const files = {
    'team/a.py': [violation({ line: 9 }), violation({ line: 2, module: 'app.older' })],
    'b.py': [violation(construction), violation({ names: ['Manager', 'Emitter'] })],
    'c.py': [
      violation({
        phase: null,
        ruleId: 'unused-suppression',
        form: 'comment',
        names: ['legacy-import'],
        module: '',
      }),
    ],
  };

  it('goes by phase, rule, module and file, phases in their own order', () => {
    expect(treeOf(files).drawn()).toEqual([
      'Phase 2 1',
      '  direct-construction 1',
      '    app.legacy 1',
      '      b.py 1',
      '        :1',
      'Phase 1 3',
      '  legacy-import 3',
      '    app.legacy 2',
      '      b.py 1',
      '        :1',
      '      a.py 1',
      '        :9',
      '    app.older 1',
      '      a.py 1',
      '        :2',
      'In no phase 1',
      '  unused-suppression 1',
      '    In no module 1',
      '      c.py 1',
      '        :1',
    ]);
  });

  it('has a phase of several configurations where the first of them has it', () => {
    const around = { ...surroundings, phaseOrder: ['Phase 2', 'Phase 1', 'Phase 2'] };
    expect(
      treeOf(files, 'phase', { around })
        .drawn()
        .filter((line) => !line.startsWith(' ')),
    ).toEqual(['Phase 2 1', 'Phase 1 3', 'In no phase 1']);
  });

  it('goes by class, where a violation of two stands under both', () => {
    const trial = treeOf(files, 'class');
    expect(trial.drawn().filter((line) => !line.startsWith(' '))).toEqual([
      'Emitter 1',
      'Manager 4',
      'No class 1',
    ]);
    expect(trial.tree.size).toBe(5);
  });

  it('goes by owner, where a file of two stands under both', () => {
    expect(
      treeOf(files, 'owner')
        .drawn()
        .filter((line) => !line.startsWith('    ')),
    ).toEqual([
      '@lead 2',
      '  legacy-import 2',
      '@team 2',
      '  legacy-import 2',
      'No owner 3',
      '  direct-construction 1',
      '  legacy-import 1',
      '  unused-suppression 1',
    ]);
  });

  it('has a level of folders where there are several', () => {
    const around = {
      ...surroundings,
      hasSeveralFolders: true,
      folderOf: (path: string) => at(path.includes('team') ? 'one' : 'two'),
    };
    expect(
      treeOf(files, 'owner', { around })
        .drawn()
        .filter((line) => !line.startsWith(' ')),
    ).toEqual(['one 2', 'two 3']);
  });

  it('leaves out decisions, and what a baseline knows unless it is asked for', () => {
    const known = {
      'a.py': [
        violation({ suppressed: true }),
        violation({ intentional: true }),
        violation({ baselined: true, line: 3 }),
      ],
    };
    expect(treeOf(known).drawn()).toEqual([]);
    const filter = { text: '', kinds: undefined, baselined: true };
    expect(treeOf(known, 'phase', { filter }).drawn().at(-1)).toBe('        :3');
  });

  it('finds all words in path, rule, module, names or message, and kinds of fixes', () => {
    const lines = (text: string, kinds?: Violation['fix']['kind'][]): string[] =>
      treeOf(files, 'owner', { filter: { text, kinds, baselined: false } })
        .drawn()
        .filter((line) => line.includes('.py'))
        .map((line) => line.trim());
    expect(lines('EMITTER')).toEqual(['b.py 1']);
    expect(lines('older team/')).toEqual(['a.py 1', 'a.py 1']);
    expect(lines('direct-c')).toEqual(['b.py 1']);
    expect(lines('', ['none'])).toEqual(['b.py 1']);
    expect(lines('nowhere')).toEqual([]);
  });

  it('keeps the ids of what means the same, and gives no id twice', () => {
    const ids = (trial: Trial, node?: TreeNode): string[] =>
      trial.tree.childrenOf(node).flatMap((each) => [each.id, ...ids(trial, each)]);
    const twins = {
      ...files,
      'twin.py': [violation({ fingerprint: 'same' }), violation({ fingerprint: 'same', line: 2 })],
    };
    const before = ids(treeOf(twins, 'class'));
    expect(new Set(before).size).toBe(before.length);
    expect(ids(treeOf(twins, 'class'))).toEqual(before);
  });
});

describe('a change of the tree', () => {
  const start = (): Trial => {
    const trial = treeOf({
      'a.py': [violation({ line: 1 }), violation({ line: 2, module: 'app.older' })],
      'b.py': [violation()],
    });
    trial.drawn();
    return trial;
  };
  const ids = (change: ReturnType<MigrationTree['update']>): string[] | 'all' =>
    change === 'all' ? change : change.map(({ level, key }) => `${level.kind} ${key}`);

  it('draws anew the highest node that looks different', () => {
    const trial = start();
    trial.put('b.py', violation(), violation({ line: 5 }));
    expect(ids(trial.tree.update([at('b.py')]))).toEqual(['phase Phase 1']);
    expect(trial.drawn()).toContain('      b.py 2');
  });

  it('draws anew the file alone where violations only moved', () => {
    const trial = start();
    const [known] = trial.store.violationsOf(at('b.py'));
    trial.put('b.py', { ...known!, range: { start: { line: 7, column: 1 }, end: { line: 7, column: 2 } } });
    expect(ids(trial.tree.update([at('b.py')]))).toEqual([`file ${at('b.py')}`]);
    expect(trial.drawn()).toContain('        :7');
  });

  it('draws everything anew where the top has other groups', () => {
    const trial = start();
    trial.put('c.py', violation({ phase: '2' }));
    expect(trial.tree.update([at('c.py')])).toBe('all');
    trial.put('c.py');
    expect(trial.tree.update([at('c.py')])).toBe('all');
    expect(trial.drawn()[0]).toBe('Phase 1 3');
  });

  it('draws nothing anew where nothing shown has changed', () => {
    const trial = start();
    trial.put('c.py', violation({ suppressed: true }));
    expect(trial.tree.update([at('c.py'), at('b.py')])).toEqual([]);
  });

  it('takes groups away that are empty', () => {
    const trial = start();
    trial.put('a.py', violation());
    trial.tree.update([at('a.py')]);
    expect(trial.drawn().filter((line) => line.includes('older'))).toEqual([]);
    trial.put('a.py');
    trial.put('b.py');
    expect(trial.tree.update([at('a.py'), at('b.py')])).toBe('all');
    expect(trial.drawn()).toEqual([]);
    expect(trial.tree.size).toBe(0);
  });

  it('is the same tree as one that is made anew, whatever has changed', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    const some = (): Violation[] =>
      Array.from({ length: random(4) }, () =>
        violation({
          phase: [null, '1', '2'][random(3)]!,
          module: `m${random(3)}`,
          line: 1 + random(50),
          names: ['A', 'B'].slice(random(3)),
        }),
      );
    const trial = treeOf({}, 'class');
    for (let step = 0; step < 300; step++) {
      const touched = Array.from({ length: 1 + random(3) }, () => `f${random(6)}.py`);
      for (const file of touched) trial.put(file, ...some());
      // Now and then somebody looks into it, so that some groups are divided and others are not.
      if (random(3) === 0) trial.drawn(first(trial));
      trial.tree.update(touched.map(at));
      if (step % 20 !== 0) continue;
      const anew = new MigrationTree(
        { ...trial.store, isShown: () => true },
        createLevels('class', surroundings),
      );
      const lines = (tree: MigrationTree, node?: TreeNode): string[] =>
        tree
          .childrenOf(node)
          .flatMap((each) => [
            each.id + (isGroup(each) ? JSON.stringify(each.counts) : ''),
            ...lines(tree, each),
          ]);
      expect(lines(trial.tree)).toEqual(lines(anew));
    }
  });
});

describe('a tree of 20,000 violations', () => {
  /** Levels that count how often they are asked where a violation stands. */
  function counted(): { levels: readonly Level[]; asked: () => number } {
    let asked = 0;
    const levels = createLevels('phase', surroundings).map((level) => ({
      ...level,
      keysOf: (...args: Parameters<Level['keysOf']>) => {
        asked++;
        return level.keysOf(...args);
      },
    }));
    return {
      levels,
      asked: () => {
        const now = asked;
        asked = 0;
        return now;
      },
    };
  }

  /** 2,000 files of ten violations each, in 2 phases, 2 rules and 40 modules. */
  const trial = treeOf(
    Object.fromEntries(
      Array.from({ length: 2000 }, (_, file) => [
        `pkg${file % 50}/f${file}.py`,
        Array.from({ length: 10 }, (_, line) =>
          violation({
            line,
            phase: line === 0 ? '2' : '1',
            ruleId: line % 2 ? 'legacy-import' : 'broken-import',
            module: `m${file % 40}`,
          }),
        ),
      ]),
    ),
  );
  const open = (): { tree: MigrationTree; asked: () => number } => {
    const { levels, asked } = counted();
    return { tree: new MigrationTree({ ...trial.store, isShown: () => true }, levels), asked };
  };

  it('divides only what is looked into', () => {
    const { tree, asked } = open();
    expect(asked()).toBe(0);
    const [small, large] = tree.childrenOf();
    expect(asked()).toBe(20_000);
    tree.childrenOf(small);
    expect(asked()).toBe(2000);
    const [rule] = tree.childrenOf(large) as GroupNode[];
    expect(asked()).toBe(18_000);
    const [module] = tree.childrenOf(rule) as GroupNode[];
    expect(asked()).toBe(8000);
    const files = tree.childrenOf(module);
    expect(files).toHaveLength(50);
    expect(asked()).toBe(200);
    expect(tree.childrenOf(files[0])).toHaveLength(4);
    tree.childrenOf();
    tree.childrenOf(large);
    expect(asked()).toBe(0);
  });

  it('looks at the violations of a file that changes, and at no other', () => {
    const { tree, asked } = open();
    const [, large] = tree.childrenOf();
    const [rule] = tree.childrenOf(large);
    tree.childrenOf(rule);
    asked();
    const path = at('pkg0/f0.py');
    const before = trial.store.violationsOf(path);
    trial.put('pkg0/f0.py', ...before.slice(1).map((each) => ({ ...each })));
    const change = tree.update([path]);
    // Ten before and nine after at the top, 9 and 9 below the phase, 4 and 4 below the rule.
    expect(asked()).toBe(19 + 18 + 8);
    expect(change).not.toBe('all');
    trial.put('pkg0/f0.py', ...before);
  });

  it('takes a branch switch of 2,000 files in one change', () => {
    const { tree, asked } = open();
    tree.childrenOf();
    asked();
    for (const path of [...trial.store.files()])
      trial.store.put({ path, violations: [], legacyNames: [], syntaxErrors: [] });
    expect(tree.update(Array.from({ length: 2000 }, (_, file) => at(`pkg${file % 50}/f${file}.py`)))).toBe(
      'all',
    );
    expect(asked()).toBe(20_000);
    expect(tree.childrenOf()).toEqual([]);
  });
});
