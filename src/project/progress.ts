import { progressOf, type Progress } from '../engine/phases/progress.ts';
import type { Inventory } from '../engine/inventory/inventory.ts';
import { otherUses } from '../engine/phases/otherUses.ts';
import { usesOf, type PlacedUse } from '../engine/phases/uses.ts';
import type { Violation } from '../engine/violation.ts';
import { readCodeOwners } from './codeOwnersFile.ts';
import { absolutePath } from './fileReport.ts';
import type { IndexProgress, Project } from './project.ts';
import { today } from './today.ts';

/**
 * How far a project is, by phase, class, folder and owner.
 *
 * @param violations of all its files
 * @param isAsked the files that count
 */
export async function projectProgress(
  project: Project,
  inventory: Inventory,
  others: readonly PlacedUse[],
  violations: readonly Violation[],
  isAsked: (file: string) => boolean = () => true,
): Promise<Progress> {
  const { root, config } = project.loaded;
  const owners = await readCodeOwners(root);
  const { right, left } = usesOf(project.analysis().sources, inventory, others, violations);
  const isCounted = ({ file }: { readonly file: string }): boolean => isAsked(file);
  return progressOf(
    { right: right.filter(isCounted), left: left.filter(isCounted) },
    {
      phases: config.phases,
      today: today(),
      ownersOf: owners && ((file) => owners.ownersOf(absolutePath(project, file))),
    },
  );
}

/** Reads once more who imports from the sources' modules, for the uses that an inventory does not list. */
export function* findOtherUses(
  project: Project,
  { entries }: Inventory,
): Generator<IndexProgress, PlacedUse[]> {
  const { sources } = project.analysis();
  const listed = new Set(
    entries.flatMap(({ bindings }) => bindings.map(({ module, name }) => `${module}.${name}`)),
  );
  const files = new Set(
    entries.flatMap(({ importers, kind }) => (kind === 'canonical' ? importers.map(({ file }) => file) : [])),
  );
  for (const { canonical } of sources)
    if (canonical.kind === 'file') for (const file of project.importersOf(canonical)) files.add(file);
  const found: PlacedUse[] = [];
  let done = 0;
  for (const file of files) {
    found.push(...otherUses(project.analysis(), file, (dotted) => listed.has(dotted)));
    project.release(file);
    yield { done: ++done, total: files.size };
  }
  return found;
}
