import { describe, expect, it } from 'vitest';
import { inventoryText } from '../../../src/extension/inventory/inventoryText.ts';
import { hasChildren, placeOf, type InventoryNode } from '../../../src/extension/inventory/inventoryTree.ts';
import { binding, entry, inventoryOf, overview, place, shownPath } from './overviews.ts';

const counts = {
  imports: 3,
  canonicalImports: 2,
  importingFiles: 2,
  ownerImports: 1,
  constructions: 1,
  handedOn: 2,
};
const hub = entry('core.Hub', {
  counts,
  bindings: [
    binding('core.TheHub', { kind: 'canonical', taken: 2 }),
    binding('old.Hub', { taken: 1, through: 'core.Hub', canBecomeShim: true }),
  ],
});
const copy = entry('copy.Hub', {
  kind: 'double',
  definitions: [place('copy.py', 2), place('copy.py', 9)],
  bindings: [binding('copy.Link', { kind: 'alias' })],
});
const uses = {
  'core.Hub': {
    imports: [
      { ...place('b.py', 4), from: 'core.TheHub', isOwner: false },
      { ...place('a.py', 9), from: 'old.Hub', isOwner: false },
      { ...place('a.py', 2), from: 'core.TheHub', isOwner: false },
      { ...place('old.py', 1), from: 'core.Hub', isOwner: true },
    ],
    constructions: [place('pkg/c.py', 5)],
  },
};

const idsOf = async (
  nodes: readonly InventoryNode[],
  below: (node: InventoryNode) => Promise<readonly InventoryNode[]>,
): Promise<string[]> => {
  const ids: string[] = [];
  for (const node of nodes) ids.push(node.id, ...(await idsOf(await below(node), below)));
  return ids;
};

describe('the tree of the inventory', () => {
  it('goes by kind, class or binding, and what is done with it, down to the places', async () => {
    expect(await inventoryOf([overview([hub, copy])], uses).drawn()).toEqual([
      'Canonical | 1',
      '  Hub | 3 imports, 66% canonical; 1 construction · core.py:7',
      '    Handed On As | 2',
      '      core.TheHub | canonical · 2 imports · core.py:1',
      '        Imported From Here By | 2',
      '          a.py | line 2',
      '          b.py | line 4',
      '      old.Hub | shim · 1 import · old.py:1',
      '        Imported From Here By | 1',
      '          a.py | line 9',
      '    Imported By | 3 in 2 files',
      '      a.py | 2',
      '        line 2',
      '        line 9',
      '      b.py | line 4',
      '    Constructed At | 1',
      '      c.py | line 5 · pkg',
      'Shims | 1',
      '  Hub | 1 import · old.py:1',
      '    Imported From Here By | 1',
      '      a.py | line 9',
      'Aliases | 1',
      '  Link | not imported · copy.py:1',
      'Doubles | 1',
      '  Hub | not used · copy.py:2',
      '    Defined At | 2',
      '      copy.py | 2',
      '        line 2',
      '        line 9',
      '    Handed On As | 1',
      '      copy.Link | alias · not imported · copy.py:1',
    ]);
  });

  it('has sources below each configuration, where there are several of either', async () => {
    const other = entry('desk.Desk', { source: 'desk', kind: 'rogue' });
    expect(await inventoryOf([overview([hub, other])]).drawn()).toEqual(
      expect.arrayContaining(['hub | 1 definition', 'desk | 1 definition', '  Rogue Classes | 1']),
    );
    const several = inventoryOf([
      overview([hub], '/w/one'),
      overview([], '/w/none'),
      overview([copy], '/w/two'),
    ]);
    expect(several.top.map((node) => inventoryText(node, shownPath).label)).toEqual(['one', 'two']);
    expect(inventoryOf([overview([])]).top).toEqual([]);
  });

  it('asks where something is used only for those that are looked into', async () => {
    const { top, below, asked } = inventoryOf([overview([hub, copy])], uses);
    const [item] = await below(top[0]!);
    const groups = await below(item!);
    expect(groups).toHaveLength(3);
    expect(groups.every(hasChildren)).toBe(true);
    expect(asked).toEqual([]);
    await below(groups[1]!);
    expect(asked).toEqual(['core.Hub']);
  });

  it('is empty below what has gone meanwhile', async () => {
    const { top, below } = inventoryOf([overview([hub])]);
    const [item] = await below(top[0]!);
    const [, imports] = await below(item!);
    expect(await below(imports!)).toEqual([]);
  });

  it('has an id for every node that no other has, the same when it is made anew', async () => {
    const twice = entry('either.Hub', {
      kind: 'rogue',
      bindings: [
        binding('either.Link', { ...place('either.py', 3), taken: 1 }),
        binding('either.Link', { ...place('either.py', 5), taken: 1 }),
      ],
    });
    const make = () => inventoryOf([overview([hub, copy, twice]), overview([hub], '/v')], uses);
    const first = make();
    const ids = await idsOf(first.top, first.below);
    expect(new Set(ids).size).toBe(ids.length);
    const again = make();
    expect(await idsOf(again.top, again.below)).toEqual(ids);
  });

  it('leads to where something is, and from a group to nowhere', async () => {
    const { top, below } = inventoryOf([overview([hub, copy])], uses);
    expect(top.map(placeOf)).toEqual([undefined, undefined, undefined, undefined]);
    const [item] = await below(top[0]!);
    expect(placeOf(item!)).toEqual(place('core.py', 7));
    const [shim] = await below(top[1]!);
    expect(placeOf(shim!)).toMatchObject(place('old.py', 1));
  });

  it('is heard in full', async () => {
    const { top, below } = inventoryOf([overview([hub])], uses);
    const [item] = await below(top[0]!);
    const [shim] = await below(top[1]!);
    const groups = await below(item!);
    const [file] = await below(groups[1]!);
    const spoken = [top[0], item, shim, groups[1], file].map(
      (node) => inventoryText(node!, shownPath).spoken,
    );
    expect(spoken).toEqual([
      'Canonical, 1',
      'class Hub, 3 imports, 66% canonical; 1 construction, defined in core.py, line 7',
      'shim old.Hub of Hub, 1 import, old.py, line 1',
      'Imported By 3 in 2 files',
      'file a.py, 2 places',
    ]);
  });

  it('says of a factory that it is called, and of a notebook in which cell', async () => {
    const cell = { index: 3, range: place('n.ipynb', 2).range };
    const factory = entry('core.get_hub', { what: 'factory', counts: { ...counts, imports: 0 } });
    const lines = await inventoryOf([overview([factory])], {
      'core.get_hub': { imports: [], constructions: [{ ...place('n.ipynb', 80), cell }] },
    }).drawn();
    expect(lines).toContain('  get_hub | 1 call · core.py:7');
    expect(lines.slice(-2)).toEqual(['    Called At | 1', '      n.ipynb | cell 3, line 2']);
  });
});
