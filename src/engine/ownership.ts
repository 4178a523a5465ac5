import { definitionKey, type Origin } from './graph/origin.ts';
import type { Source } from './source.ts';

/**
 * The source that owns `name` of the module `moduleId`, which means `origin`: by origin wherever it comes from, else by
 * name where it comes from a legacy module. The first finds copies under other names, the second what is broken today.
 */
export function ownerOf(
  sources: readonly Source[],
  moduleId: string,
  name: string,
  origin: Origin,
): Source | undefined {
  if (origin.kind === 'definition') {
    const key = definitionKey(origin);
    const owners = sources.filter((source) => source.ownedDefinitions.has(key));
    // A canonical module may bind what another source is the truth of: that one owns it.
    const nearest =
      owners.find(({ canonical }) => canonical.kind === 'file' && canonical.file === origin.file) ??
      owners.find(({ classDefinitions }) => classDefinitions.has(key)) ??
      owners[0];
    if (nearest) return nearest;
  }
  return sources.find((source) => source.legacyModules.has(moduleId) && source.ownedNames.has(name));
}

/** The source that `moduleId` is the canonical or a legacy module of. */
export function sourceOfModule(sources: readonly Source[], moduleId: string): Source | undefined {
  return sources.find((source) => source.canonical.id === moduleId || source.legacyModules.has(moduleId));
}
