import type {
  BindingOverview,
  EntryOverview,
  EntryUses,
  InventoryOverview,
  UsePlace,
} from '../../../src/project/survey/surveyProtocol.ts';
import { inventoryText } from '../../../src/extension/inventory/inventoryText.ts';
import { childrenOf, rootsOf, type InventoryNode } from '../../../src/extension/inventory/inventoryTree.ts';

export const shownPath = (path: string): string => path.replace(/^\/w\//, '');

export function place(file: string, line: number): UsePlace {
  return { path: `/w/${file}`, range: { start: { line, column: 1 }, end: { line, column: 9 } } };
}

export function entry(id: string, more: Partial<EntryOverview> = {}): EntryOverview {
  const [module = '', name = ''] = id.split('.');
  return {
    id,
    name,
    source: 'hub',
    what: 'class',
    kind: 'canonical',
    counts: {
      imports: 0,
      canonicalImports: 0,
      importingFiles: 0,
      ownerImports: 0,
      constructions: 0,
      handedOn: 0,
    },
    definitions: [place(`${module}.py`, 7)],
    bindings: [],
    ...more,
  };
}

export function binding(dotted: string, more: Partial<BindingOverview> = {}): BindingOverview {
  const [module = '', name = ''] = dotted.split('.');
  return { ...place(`${module}.py`, 1), dotted, name, kind: 'shim', taken: 0, canBecomeShim: false, ...more };
}

export const overview = (entries: readonly EntryOverview[], root = '/w'): InventoryOverview => ({
  root,
  entries,
});

export interface Trial {
  readonly top: readonly InventoryNode[];
  /** The entries whose uses were asked for, in order. */
  readonly asked: string[];
  readonly below: (node: InventoryNode) => Promise<readonly InventoryNode[]>;
  /** What is drawn with everything expanded, as lines that are indented. */
  readonly drawn: (nodes?: readonly InventoryNode[], indent?: string) => Promise<string[]>;
}

export function inventoryOf(
  overviews: readonly InventoryOverview[],
  uses: Readonly<Record<string, EntryUses>> = {},
): Trial {
  const asked: string[] = [];
  const top = rootsOf(overviews);
  const below = (node: InventoryNode): Promise<readonly InventoryNode[]> =>
    childrenOf(node, (_root, id) => {
      asked.push(id);
      return Promise.resolve(uses[id]);
    });
  async function drawn(nodes = top, indent = ''): Promise<string[]> {
    const lines: string[] = [];
    for (const node of nodes) {
      const { label, description } = inventoryText(node, shownPath);
      lines.push(`${indent}${[label, description].filter((part) => part !== '').join(' | ')}`);
      lines.push(...(await drawn(await below(node), `${indent}  `)));
    }
    return lines;
  }
  return { top, asked, below, drawn };
}
