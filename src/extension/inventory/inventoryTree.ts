import type { EntryKind } from '../../engine/inventory/kinds.ts';
import type {
  BindingOverview,
  EntryOverview,
  EntryUses,
  InventoryOverview,
  UsePlace,
} from '../../project/survey/surveyProtocol.ts';

/** What the inventory is divided by: what a class is to its source, or how a name hands one on. */
export type ItemKind = EntryKind | 'shim' | 'alias';

/** In the order in which the view has them: what is to stay, what is to go, and what tests have. */
export const itemKinds: readonly ItemKind[] = [
  'canonical',
  'undecided',
  'shim',
  'alias',
  'double',
  'rogue',
  'internal',
  'test-double',
  'test-helper',
  'test-case',
];

interface Node {
  /** The same as long as it means the same, so that what is expanded stays so. */
  readonly id: string;
  /** The folder of the configuration. */
  readonly root: string;
}

/** A configuration, where there are several. */
export interface ProjectNode extends Node {
  readonly type: 'project';
  readonly overview: InventoryOverview;
}

/** A source of truth, where a configuration has several. */
export interface SourceNode extends Node {
  readonly type: 'source';
  readonly source: string;
  readonly entries: readonly EntryOverview[];
}

export interface KindNode extends Node {
  readonly type: 'kind';
  readonly kind: ItemKind;
  readonly items: readonly ItemNode[];
}

/** A class, factory or instance. */
export interface EntryNode extends Node {
  readonly type: 'entry';
  readonly entry: EntryOverview;
}

/** A name that hands an entry on. */
export interface BindingNode extends Node {
  readonly type: 'binding';
  readonly entry: EntryOverview;
  readonly binding: BindingOverview;
  /** Below its entry it says what it is; among others of its kind that is known. */
  readonly isBelowEntry: boolean;
}

export type ItemNode = EntryNode | BindingNode;

/** One kind of places of an entry, or of one name of it. */
export interface UsesNode extends Node {
  readonly type: 'uses';
  readonly use: 'definitions' | 'bindings' | 'imports' | 'constructions';
  readonly count: number;
  /** In how many files, where that is known beforehand. */
  readonly files: number | undefined;
  readonly entry: EntryOverview;
  readonly binding: BindingOverview | undefined;
}

export interface FileNode extends Node {
  readonly type: 'file';
  readonly path: string;
  /** In the order of the text. */
  readonly places: readonly UsePlace[];
}

export interface PlaceNode extends Node {
  readonly type: 'place';
  readonly place: UsePlace;
}

export type InventoryNode =
  ProjectNode | SourceNode | KindNode | EntryNode | BindingNode | UsesNode | FileNode | PlaceNode;

/** Where entries are used: asked for when somebody looks; undefined where an entry has gone meanwhile. */
export type AskUses = (root: string, id: string) => Promise<EntryUses | undefined>;

/** What is at the top: kinds, below sources and configurations where there are several. */
export function rootsOf(overviews: readonly InventoryOverview[]): readonly InventoryNode[] {
  const filled = overviews.filter(({ entries }) => entries.length > 0);
  const [only, ...more] = filled;
  if (only && more.length === 0) return sourcesOf(only);
  return filled.map((overview) => ({ type: 'project', id: overview.root, root: overview.root, overview }));
}

/** Whether there is anything below a node: nothing has to be asked for that. */
export function hasChildren(node: InventoryNode): boolean {
  if (node.type === 'entry' || node.type === 'binding') return usesBelow(node).length > 0;
  return node.type === 'file' ? node.places.length > 1 : node.type !== 'place';
}

export async function childrenOf(node: InventoryNode, ask: AskUses): Promise<readonly InventoryNode[]> {
  switch (node.type) {
    case 'project':
      return sourcesOf(node.overview);
    case 'source':
      return kindsOf(node, node.entries);
    case 'kind':
      return node.items;
    case 'entry':
    case 'binding':
      return usesBelow(node);
    case 'uses':
      return node.use === 'bindings'
        ? node.entry.bindings.map((binding) => bindingNode(node, node.entry, binding, true))
        : filesOf(node, await placesOf(node, ask));
    case 'file':
      return node.places.length < 2
        ? []
        : node.places.map((place, at) => ({
            type: 'place',
            id: `${node.id}/${at}`,
            root: node.root,
            place,
          }));
    case 'place':
      return [];
  }
}

/** Where a node leads to; undefined for what only holds others. */
export function placeOf(node: InventoryNode): UsePlace | undefined {
  switch (node.type) {
    case 'entry':
      return node.entry.definitions[0];
    case 'binding':
      return node.binding;
    case 'file':
      return node.places[0];
    case 'place':
      return node.place;
    case 'project':
    case 'source':
    case 'kind':
    case 'uses':
      return undefined;
  }
}

function sourcesOf(overview: InventoryOverview): readonly InventoryNode[] {
  const { root, entries } = overview;
  const sources = [...new Set(entries.map(({ source }) => source))];
  if (sources.length < 2) return kindsOf({ id: root, root }, entries);
  return sources.map((source) => ({
    type: 'source',
    id: `${root}/${source}`,
    root,
    source,
    entries: entries.filter((entry) => entry.source === source),
  }));
}

function kindsOf({ id, root }: Node, entries: readonly EntryOverview[]): KindNode[] {
  const items = new Map<ItemKind, ItemNode[]>();
  const add = (kind: ItemKind, item: ItemNode): void => {
    const known = items.get(kind);
    if (known) known.push(item);
    else items.set(kind, [item]);
  };
  for (const entry of entries) {
    add(entry.kind, { type: 'entry', id: `${id}/${entry.kind}/${entry.id}`, root, entry });
    for (const binding of entry.bindings)
      // What the canonical module hands out under another name is no way past it.
      if (binding.kind !== 'canonical')
        add(binding.kind, bindingNode({ id: `${id}/${binding.kind}`, root }, entry, binding, false));
  }
  return itemKinds.flatMap((kind) => {
    const found = items.get(kind);
    return found ? [{ type: 'kind', id: `${id}/${kind}`, root, kind, items: found }] : [];
  });
}

function bindingNode(
  { id, root }: Node,
  entry: EntryOverview,
  binding: BindingOverview,
  isBelowEntry: boolean,
): BindingNode {
  // One name may mean one thing or another: it is bound on several lines then.
  const { line } = binding.range.start;
  return {
    type: 'binding',
    id: `${id}/${binding.dotted}:${line}=${entry.id}`,
    root,
    entry,
    binding,
    isBelowEntry,
  };
}

function usesBelow(node: ItemNode): UsesNode[] {
  const { id, root, entry } = node;
  const binding = node.type === 'binding' ? node.binding : undefined;
  const uses = (use: UsesNode['use'], count: number, files?: number): UsesNode[] =>
    count === 0 ? [] : [{ type: 'uses', id: `${id}/${use}`, root, use, count, files, entry, binding }];
  if (binding) return uses('imports', binding.taken);
  const { definitions, bindings, counts } = entry;
  return [
    // A single one is where the entry itself leads to.
    ...uses('definitions', definitions.length > 1 ? definitions.length : 0),
    ...uses('bindings', bindings.length),
    ...uses('imports', counts.imports, counts.importingFiles),
    ...uses('constructions', counts.constructions),
  ];
}

async function placesOf({ use, root, entry, binding }: UsesNode, ask: AskUses): Promise<readonly UsePlace[]> {
  if (use === 'definitions') return entry.definitions;
  const found = await ask(root, entry.id);
  if (!found) return [];
  if (use === 'constructions') return found.constructions;
  return found.imports.filter(({ from, isOwner }) => (binding ? from === binding.dotted : !isOwner));
}

function filesOf({ id, root }: Node, places: readonly UsePlace[]): FileNode[] {
  const byPath = new Map<string, UsePlace[]>();
  for (const place of places) {
    const known = byPath.get(place.path);
    if (known) known.push(place);
    else byPath.set(place.path, [place]);
  }
  return [...byPath]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, found]) => ({
      type: 'file',
      id: `${id}/${path}`,
      root,
      path,
      places: found.sort(
        ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.column - b.column,
      ),
    }));
}
