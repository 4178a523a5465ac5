import type { Analysis } from '../analysis.ts';
import {
  chooseCanonical,
  definingFiles,
  isSame,
  managedClasses,
  type CanonicalChoice,
  type ManagedClass,
} from './canonical.ts';
import type { Evidence } from './evidence.ts';
import { findFactory, formerFactories, type FactoryChoice } from './factory.ts';
import { familiesIn, familyLike, type Family } from './families.ts';
import { legacyModules } from './legacy.ts';
import { offeringModules } from './offered.ts';
import type { ConsideredFamily, ProposedSource, Proposal, Reason, SourceInput } from './proposal.ts';

/** More sources than that are no start: the rest is told. */
const mostSources = 3;
/** A family that is imported less often than this is no migration. */
const fewestImports = 3;

/**
 * Proposes sources of truth from what the code shows.
 *
 * @param evidence one for each language
 * @param pattern look-alikes to propose a source for, in place of the families found
 */
export function propose(analysis: Analysis, evidence: readonly Evidence[], pattern?: string): Proposal {
  const sources: ProposedSource[] = [];
  const considered: ConsideredFamily[] = [];
  for (const each of evidence) {
    const families = pattern === undefined ? familiesIn(each) : [familyLike(pattern, each)];
    let found = 0;
    for (const family of families) {
      if (family.names.length === 0) continue;
      const result =
        found < mostSources
          ? proposeSource(analysis, each, family)
          : 'there are enough sources to begin with';
      if (typeof result !== 'string') {
        found++;
        sources.push(result);
      } else if (family.imports > 0)
        considered.push({
          pattern: family.pattern,
          names: family.names,
          imports: family.imports,
          why: result,
        });
    }
  }
  const ranked = sources.sort((a, b) => b.imports - a.imports);
  return {
    sources: withUniqueIds(ranked),
    considered: considered.sort((a, b) => b.imports - a.imports),
    roots: analysis.config.roots,
    filesSeen: evidence.reduce((sum, { filesSeen }) => sum + filesSeen, 0),
  };
}

/** @returns a sentence's end where the family needs no source */
function proposeSource(analysis: Analysis, evidence: Evidence, family: Family): ProposedSource | string {
  if (family.imports < fewestImports) return `it is imported ${times(family.imports)} only`;
  const modules = offeringModules(analysis, evidence, family);
  const choice = chooseCanonical(analysis, modules);
  if (!choice) return 'no module outside of tests has such a class';
  const managed = managedClasses(choice, family);
  const classes = managed.filter(({ definition }) => definition.binding.kind === 'class');
  const instances = managed.filter(({ definition }) => definition.binding.kind !== 'class');
  if (managed.length === 0)
    return `${choice.module.target.id} hands out no such class that is made by calling it`;
  const { legacy, leftOut } = legacyModules(analysis, modules, choice, evidence.language);
  if (legacy.length === 0) return `it comes from ${choice.module.target.id} alone already`;
  const factory = findFactory(analysis, choice, classes, family);
  const former = factory ? formerFactories(modules, factory, choice.module.target.id, family) : [];
  const typeName = factory && typeNameOf(factory, classes);
  const owners = ownersOf(choice, managed);
  const source: SourceInput = {
    id: idOf(family),
    language: evidence.language,
    module: choice.module.target.id,
    ...(factory && {
      factory: { name: factory.name, ...(factory.context && { context: factory.context.name }) },
    }),
    classes: classes.map(({ name }) => name),
    ...(instances.length > 0 && { singletons: instances.map(({ name }) => name) }),
    ...(typeName !== undefined && { typeName }),
    legacyModules: legacy.map(({ module }) => module.target.id),
    ...(former.length > 0 && { legacyFactories: former.map(({ name }) => name) }),
    owners: [owners.glob],
    lookAlikes: [family.pattern],
    ...(factory?.context && { context: contextOf(factory) }),
  };
  const reasons: Reason[] = [
    { key: 'module', says: moduleReason(choice) },
    ...(factory
      ? [{ key: 'factory', says: `${factory.why}; ${plural(factory.imports, 'import')}` }]
      : [
          {
            key: 'module',
            says: 'no factory was found; name one in “factory” to have constructions replaced',
          },
        ]),
    ...managedReasons('classes', classes),
    ...managedReasons('singletons', instances),
    ...legacy.map(({ module, why }, index) => ({
      key: `legacyModules[${index}]`,
      says: `${module.imports === 0 ? 'no import of such a name' : plural(module.imports, 'import')}; ${why}`,
    })),
    ...former.map(({ imports }, index) => ({
      key: `legacyFactories[${index}]`,
      says: plural(imports, 'import'),
    })),
    { key: 'owners', says: owners.why },
    { key: 'lookAlikes', says: `${family.names.length} class names: ${some(family.names)}` },
  ];
  return {
    source,
    reasons,
    imports: choice.ofAll,
    canonicalImports: choice.imports,
    isFactoryAsync: factory?.isAsync,
    leftOut: leftOut.map(({ module, why }) => ({
      module: module.target.id,
      why: `${plural(module.imports, 'import')}; ${why}`,
    })),
  };
}

function managedReasons(key: string, managed: readonly ManagedClass[]): Reason[] {
  return managed.map(({ imports, definition }, index) => ({
    key: `${key}[${index}]`,
    says: `${plural(imports, 'import')}; ${definition.name} in ${definition.file}`,
  }));
}

function moduleReason({ imports, ofAll }: CanonicalChoice): string {
  return `${imports} of ${ofAll} imports name it already`;
}

/** The public name of what the factory returns. */
function typeNameOf({ returns }: FactoryChoice, classes: readonly ManagedClass[]): string | undefined {
  return returns && classes.find(({ definition }) => isSame(definition, returns))?.name;
}

function contextOf({ context }: FactoryChoice): NonNullable<SourceInput['context']> {
  const type = context?.annotation?.split('.').at(-1);
  const isType = type !== undefined && /(Context|Session|Request|Principal)$/.test(type);
  return { names: [context!.name], ...(isType && { types: [type] }) };
}

/** The folder of the canonical module where what it hands out is defined beside it, else the one file. */
function ownersOf(choice: CanonicalChoice, classes: readonly ManagedClass[]): { glob: string; why: string } {
  const [file = '', ...others] = definingFiles(choice, classes);
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), 0));
  const beside = others.filter((other) => folder !== '' && other.startsWith(`${folder}/`));
  return beside.length > 0
    ? { glob: `${folder}/**`, why: `what it hands out is defined in ${some(beside)} too` }
    : { glob: file, why: 'the canonical module itself' };
}

function idOf({ pattern }: Family): string {
  const parts = pattern.split('*').filter((part) => part !== '');
  return parts.map((part) => part.toLowerCase()).join('-') || 'source';
}

function withUniqueIds(sources: readonly ProposedSource[]): ProposedSource[] {
  const seen = new Set<string>();
  return sources.map((proposed) => {
    let { id } = proposed.source;
    if (seen.has(id)) id = `${id}-${proposed.source.language ?? 'python'}`;
    seen.add(id);
    return { ...proposed, source: { ...proposed.source, id } };
  });
}

function some(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
