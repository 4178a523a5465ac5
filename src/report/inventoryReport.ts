import type { Inventory, InventoryEntry } from '../engine/inventory/inventory.ts';
import { entryKinds, type EntryKind } from '../engine/inventory/kinds.ts';

/** An inventory as the reporters take it. Paths are relative to the folder looked at, POSIX. */
export interface InventoryReport extends Inventory {
  /** The ids of the sources that were asked for, in the order of the configuration. */
  readonly sources: readonly string[];
  readonly filesSeen: number;
  readonly filesAnalyzed: number;
  readonly durationMs: number;
}

export interface InventoryCounts {
  /** Classes by what they are to the source. Two definitions of one name are one class. */
  readonly classes: number;
  /** Class statements whose own name looks like the source. */
  readonly definitions: number;
  readonly definitionsByKind: Readonly<Partial<Record<EntryKind, number>>>;
  /** Classes of such a name that are made by a call of `type`. */
  readonly madeByType: number;
  /** Names in modules by which something can be had, beside the definitions. */
  readonly handedOn: number;
  readonly imports: number;
  readonly canonicalImports: number;
  readonly constructions: number;
}

export function countInventory(entries: readonly InventoryEntry[]): InventoryCounts {
  const sum = (count: (entry: InventoryEntry) => number): number =>
    entries.reduce((total, entry) => total + count(entry), 0);
  const defined = ({ looksAlike, definitions }: InventoryEntry, by: string): number =>
    looksAlike ? definitions.filter((each) => each.by === by).length : 0;
  const byKind: Partial<Record<EntryKind, number>> = {};
  for (const kind of Object.keys(entryKinds) as EntryKind[]) {
    const count = sum((entry) => (entry.kind === kind ? defined(entry, 'statement') : 0));
    if (count > 0) byKind[kind] = count;
  }
  return {
    classes: entries.filter(({ what }) => what === 'class').length,
    definitions: sum((entry) => defined(entry, 'statement')),
    definitionsByKind: byKind,
    madeByType: sum((entry) => defined(entry, 'type')),
    handedOn: sum(({ counts }) => counts.handedOn),
    imports: sum(({ counts }) => counts.imports),
    canonicalImports: sum(({ counts }) => counts.canonicalImports),
    constructions: sum(({ counts }) => counts.constructions),
  };
}

/** The share of imports that come from the canonical module, in whole percent; undefined where nothing is imported. */
export function canonicalShare({ imports, canonicalImports }: InventoryEntry['counts']): number | undefined {
  return imports === 0 ? undefined : Math.floor((canonicalImports * 100) / imports);
}
