import type { FileTarget } from './graph/exportLookup.ts';
import { definitionKey, type Definition, type Origin } from './graph/origin.ts';
import type { FileContext } from './rule.ts';
import type { Source } from './source.ts';

/**
 * The source that owns `name` of the module `moduleId`, which means `origin`: by origin wherever it comes from, else by
 * name where it comes from a legacy module. The first finds copies under other names, the second what is broken today.
 * A name that is gone is owned too where another legacy module of the source has it. The order of the sources plays no part.
 *
 * @param sources all of the language: a name of one must not be taken for another's because its own is not among them
 */
export function ownerOf(
  sources: readonly Source[],
  moduleId: string,
  name: string,
  origin: Origin,
): Source | undefined {
  const byOrigin = origin.kind === 'definition' ? ownerOfDefinition(sources, origin) : undefined;
  return (
    byOrigin ??
    ownerByName(sources, moduleId, name) ??
    (name === 'default' && origin.kind === 'definition'
      ? ownerOfDefault(sources, moduleId, origin.name)
      : undefined) ??
    (origin.kind === 'missing' ? ownerByFormerName(sources, moduleId, name) : undefined)
  );
}

/** The same for a name that a file uses; undefined too where the file implements the source that owns it. */
export function violatedSource(
  { sources, allSources }: FileContext,
  moduleId: string,
  name: string,
  origin: Origin,
): Source | undefined {
  const source = ownerOf(allSources, moduleId, name, origin);
  return source && sources.includes(source) ? source : undefined;
}

/** The source that owns a definition, under whatever name it is known. */
export function ownerOfDefinition(sources: readonly Source[], definition: Definition): Source | undefined {
  const key = definitionKey(definition);
  const owners = sources.filter((source) => source.ownedDefinitions.has(key));
  // A canonical module may bind what another source is the truth of: that one owns it.
  return firstOf(
    owners,
    ({ canonical }) => canonical.kind === 'file' && canonical.file === definition.file,
    ({ classDefinitions }) => classDefinitions.has(key),
  );
}

/** The source whose factory must be used to construct a class. */
export function managerOf(sources: readonly Source[], definition: Definition): Source | undefined {
  const key = definitionKey(definition);
  return firstOf(
    sources.filter((source) => source.classDefinitions.has(key)),
    ({ canonical }) => canonical.kind === 'file' && canonical.file === definition.file,
  );
}

function ownerByName(sources: readonly Source[], moduleId: string, name: string): Source | undefined {
  const claims = sources.filter(
    (source) => source.legacyModules.has(moduleId) && source.ownedNames.has(name),
  );
  // What a canonical module only passes on is its own source's there too.
  for (const claim of claims) {
    const there = claim.canonicalName(claim.nameThere(name));
    const owner = there.kind === 'definition' ? ownerOfDefinition(sources, there) : undefined;
    if (owner) return owner;
  }
  return firstOf(claims, ({ config }) =>
    [...config.classes, ...config.legacyFactories, ...config.singletons].includes(name),
  );
}

/** The default of a legacy module has the name of its class, whatever importers call it. */
function ownerOfDefault(sources: readonly Source[], moduleId: string, className: string): Source | undefined {
  return firstOf(
    sources.filter(
      ({ config, legacyModules }) =>
        config.language === 'typescript' && legacyModules.has(moduleId) && config.classes.includes(className),
    ),
  );
}

/** What is gone from one legacy module may be there in another, as another name of a managed class. */
function ownerByFormerName(sources: readonly Source[], moduleId: string, name: string): Source | undefined {
  return firstOf(
    sources.filter((source) => source.legacyModules.has(moduleId) && source.formerName(name) !== undefined),
  );
}

/** The one for which the first of `reasons` speaks that speaks for any; else, so that the order plays no part, by id. */
function firstOf(
  sources: readonly Source[],
  ...reasons: readonly ((source: Source) => boolean)[]
): Source | undefined {
  if (sources.length < 2) return sources[0];
  for (const reason of reasons) {
    const found = sources.filter(reason);
    if (found.length > 0) return lowestId(found);
  }
  return lowestId(sources);
}

function lowestId(sources: readonly Source[]): Source | undefined {
  return sources.reduce((lowest, source) => (source.config.id < lowest.config.id ? source : lowest));
}

/** The source that `moduleId` is the canonical module of, or a legacy module; the one declared first where it is several'. */
export function sourceOfModule(sources: readonly Source[], moduleId: string): Source | undefined {
  return (
    sources.find(({ canonical }) => canonical.id === moduleId) ??
    sources.find(({ legacyModules }) => legacyModules.has(moduleId))
  );
}

/** Whether a module is a legacy one of some source, or implements one. */
export function isOfSource(sources: readonly Source[], { id, file }: FileTarget): boolean {
  return sources.some(({ legacyModules, isOwner }) => legacyModules.has(id) || isOwner(file));
}
