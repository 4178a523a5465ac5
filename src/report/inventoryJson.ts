import { bindingKinds, entryKinds } from '../engine/inventory/kinds.ts';
import { countInventory, type InventoryReport } from './inventoryReport.ts';
import { schemaVersion } from './json.ts';

/** The whole of `inventory --format json`: one document. Each binding has its dotted `module.name`. */
export function renderInventoryJson(report: InventoryReport, toolVersion: string): string {
  const { sources, entries, legacyModules, filesSeen, filesAnalyzed, durationMs } = report;
  const document = {
    schemaVersion,
    tool: { name: 'ssot-migrator', version: toolVersion },
    root: '.',
    summary: {
      filesSeen,
      filesAnalyzed,
      ...countInventory(entries),
      bySource: Object.fromEntries(
        sources.map((id) => [id, countInventory(entries.filter(({ source }) => source === id))]),
      ),
      durationMs: Math.round(durationMs),
    },
    kinds: { entries: entryKinds, bindings: bindingKinds },
    entries: entries.map(({ bindings, ...entry }) => ({
      ...entry,
      bindings: bindings.map(({ module, name, ...binding }) => ({
        binding: `${module}.${name}`,
        module,
        name,
        ...binding,
      })),
    })),
    legacyModules,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
