import type { Inventory, InventoryEntry, Site } from '../../engine/inventory/inventory.ts';
import { absolutePath } from '../fileReport.ts';
import { legacyFiles } from '../legacyFiles.ts';
import type { Project } from '../project.ts';
import type { EntryUses, InventoryOverview, UsePlace } from './surveyProtocol.ts';

/** What an inventory has, without the many places where each entry is used: those are asked for one by one. */
export function overviewOf(project: Project, { entries, legacyModules }: Inventory): InventoryOverview {
  const warning = new Set(
    legacyModules.flatMap(({ file, isShim, warns }) => (isShim && warns ? [file] : [])),
  );
  const legacy = new Set(legacyFiles(project).map(({ file }) => file));
  return {
    root: project.loaded.root,
    entries: entries.map(({ id, name, source, what, kind, counts, definitions, bindings }) => ({
      id,
      name,
      source,
      what,
      kind,
      counts,
      definitions: definitions.map((site) => placeOf(project, site)),
      bindings: bindings.flatMap((binding) => {
        const { module, name: bound, kind: as, through, taken, file } = binding;
        // The definition is the entry itself, and who uses a name alone is among its importers.
        if (as === 'definition' || as === 'import') return [];
        return [
          {
            ...placeOf(project, binding),
            dotted: `${module}.${bound}`,
            name: bound,
            kind: as,
            ...(through !== undefined && { through }),
            taken,
            canBecomeShim: legacy.has(file) && !warning.has(file),
          },
        ];
      }),
    })),
  };
}

/** Where an entry is used: imports in the files that implement the source too, which its counts leave out. */
export function usesOfEntry(
  project: Project,
  { importers, constructions }: Pick<InventoryEntry, 'importers' | 'constructions'>,
): EntryUses {
  return {
    imports: importers.map((site) => ({
      ...placeOf(project, site),
      from: `${site.module}.${site.name}`,
      isOwner: site.isOwner,
    })),
    constructions: constructions.map((site) => placeOf(project, site)),
  };
}

function placeOf(project: Project, { file, range, cell }: Site): UsePlace {
  return { path: absolutePath(project, file), range, ...(cell && { cell }) };
}
