import type { Config, SourceConfig } from './config/schema.ts';
import type { FunctionBinding } from './facts.ts';
import { pathTest, type PathTest } from './globs.ts';
import type { ModuleGraph } from './graph/moduleGraph.ts';
import type { ModuleResolver, ModuleTarget } from './graph/moduleTarget.ts';
import { modulePath } from './typescript/posixPath.ts';
import { definitionKey, type Definition, type Origin } from './graph/origin.ts';

/** One source of truth, with everything about it that is read from the code rather than from the configuration. */
export interface Source {
  /** Its `module` is the id of the canonical one; empty where none is chosen yet. */
  readonly config: SourceConfig;
  /** What messages call the canonical module. */
  readonly truth: string;
  readonly canonical: ModuleTarget;
  /** Ids of the legacy modules, as the module graph spells them. */
  readonly legacyModules: ReadonlySet<string>;
  readonly isOwner: PathTest;
  /** Names that are owned when they come from a legacy module, whether or not they are there today. */
  readonly ownedNames: ReadonlySet<string>;
  /** Definitions that are owned wherever and under whatever name they are imported. */
  readonly ownedDefinitions: ReadonlySet<string>;
  /** Definitions of the classes that only the factory may construct. */
  readonly classDefinitions: ReadonlySet<string>;
  /** The factory's own definition; undefined where the canonical module has none of that name. */
  readonly factory: Factory | undefined;
  /** Definitions of the functions that the factory replaces, as far as they are there today. */
  legacyFactoryDefinitions(): ReadonlySet<string>;
  /** Definitions of the instances that others must get from the factory, as far as they are there today. */
  singletonDefinitions(): ReadonlySet<string>;
  /** What a name of the canonical module is. */
  canonicalName(name: string): Origin;
  /** The name under which the canonical module exports what calls itself `name` there: `default`, or the same. */
  nameThere(name: string): string;
  /** A managed class that legacy modules have under another name; undefined where none has, or they do not agree. */
  formerName(name: string): FormerName | undefined;
}

/** Another name of a managed class, as a legacy module still has it. */
export interface FormerName {
  readonly definition: Definition;
  /** The module that has it. */
  readonly module: string;
}

export interface Factory {
  /** As configured: a function's name, or `Class.method`. */
  readonly name: string;
  readonly definition: Definition;
  readonly binding: FunctionBinding;
  /** The parameter that takes the user's context, where one is configured. */
  readonly context: string | undefined;
}

export interface SourceProblem {
  readonly source: string;
  /** The key of the configuration that is at fault. */
  readonly key: string;
  readonly message: string;
}

/** What messages call the canonical module of a source that has none. */
const undecided = 'not chosen yet';

/**
 * Reads each source's canonical module. A source whose canonical module is not there is a problem, and left out; one that
 * names none is tracked: what is imported from its legacy modules is seen, and nothing can take its place.
 */
export function resolveSources(
  config: Config,
  graph: ModuleGraph,
  modules: Readonly<Record<SourceConfig['language'], ModuleResolver>>,
): { sources: Source[]; problems: SourceProblem[] } {
  const sources: Source[] = [];
  const problems: SourceProblem[] = [];
  for (const [index, source] of config.sources.entries()) {
    if (source.module === '') {
      sources.push(trackedSource(source, graph, modules[source.language]));
      continue;
    }
    const canonical = modules[source.language].resolveId(source.module);
    if (canonical.kind !== 'file') {
      const looked = source.language === 'python' ? ` under ${config.roots.join(', ')}` : '';
      const isAmbiguous = canonical.kind === 'unknown' && source.language === 'typescript';
      const what = isAmbiguous ? `cannot be told: ${canonical.reason}` : `is not there${looked}`;
      problems.push({
        source: source.id,
        key: `sources[${index}].module`,
        message: `the canonical module “${source.module}” of source “${source.id}” ${what}; nothing can be compared with it`,
      });
      continue;
    }
    sources.push(readSource(named(source, canonical), canonical, graph, modules[source.language]));
  }
  return { sources, problems };
}

/** A source by the path of its module, where it is named by a glob or a package. */
function named(config: SourceConfig, { id }: ModuleTarget): SourceConfig {
  const isPath = config.language === 'python' || modulePath(config.module.replace(/^\.\//, '')) === id;
  return isPath ? config : { ...config, module: id };
}

/** A source without a canonical module: its names are owned where they come from a legacy module, and what they are there. */
function trackedSource(config: SourceConfig, graph: ModuleGraph, modules: ModuleResolver): Source {
  const reason = 'no canonical module is chosen yet: set “module” of the source';
  const legacy = config.legacyModules.flatMap((id) => modules.resolveEvery(id));
  const ownedNames = new Set([...config.classes, ...config.legacyFactories, ...config.singletons]);
  const ownedDefinitions = new Set(
    legacy.flatMap((target) =>
      [...ownedNames].flatMap((name) => {
        const origin = dottedName(graph, target, name, config.language);
        return origin.kind === 'definition' ? [definitionKey(origin)] : [];
      }),
    ),
  );
  return {
    config: { ...config, constructible: false },
    truth: undecided,
    canonical: { kind: 'unknown', id: undecided, reason },
    legacyModules: new Set(legacy.map(({ id }) => id)),
    isOwner: pathTest(config.owners),
    ownedNames,
    ownedDefinitions,
    classDefinitions: new Set(),
    factory: undefined,
    legacyFactoryDefinitions: () => new Set(),
    singletonDefinitions: () => new Set(),
    canonicalName: () => ({ kind: 'unknown', reason, steps: [] }),
    nameThere: (name) => name,
    formerName: () => undefined,
  };
}

function readSource(
  config: SourceConfig,
  canonical: ModuleTarget & { kind: 'file' },
  graph: ModuleGraph,
  modules: ModuleResolver,
): Source {
  const byOwners = pathTest(config.owners);
  const isOwner: PathTest = (path) => path === canonical.file || byOwners(path);
  const canonicalName = (name: string): Origin => dottedName(graph, canonical, name, config.language);

  const ownDefault = config.language === 'typescript' ? nameOfDefault(canonical, canonicalName) : undefined;
  const nameThere = (name: string): string => (name === ownDefault ? 'default' : name);

  const classDefinitions = new Set<string>();
  for (const name of config.classes) {
    const origin = canonicalName(nameThere(name));
    if (origin.kind === 'definition' && origin.binding.kind === 'class')
      classDefinitions.add(definitionKey(origin));
  }

  const legacy = config.legacyModules.flatMap((pattern) => {
    const every = modules.resolveEvery(pattern);
    // One that takes in all of a folder does not mean what is canonical in it.
    return every.length === 1 ? every : every.filter(({ id }) => id !== canonical.id);
  });
  const homes = new Set(
    [canonical, ...legacy].flatMap((target) => (target.kind === 'file' ? [target.file] : [])),
  );
  const ownedNames = new Set([...config.classes, ...config.legacyFactories, ...config.singletons]);
  const ownedDefinitions = new Set<string>();
  for (const name of graph.boundNames(canonical.file)) {
    const origin = canonicalName(nameThere(name));
    if (origin.kind !== 'definition' || !isOwnable(origin)) continue;
    ownedNames.add(name);
    const key = definitionKey(origin);
    // What the canonical module merely passes on from elsewhere is that place's own, except for what is managed here.
    if (isOwner(origin.file) && (homes.has(origin.file) || classDefinitions.has(key)))
      ownedDefinitions.add(key);
  }

  const factory = readFactory(config, (name) => {
    const [first = '', ...members] = name.split('.');
    return canonicalName([nameThere(first), ...members].join('.'));
  });
  let legacyFactories: ReadonlySet<string> | undefined;
  const readLegacyFactories = (): ReadonlySet<string> =>
    new Set(
      [canonical, ...legacy].flatMap((target) =>
        config.legacyFactories.flatMap((name) => {
          const origin = dottedName(graph, target, name, config.language);
          return origin.kind === 'definition' && origin.binding.kind === 'function'
            ? [definitionKey(origin)]
            : [];
        }),
      ),
    );

  let singletons: ReadonlySet<string> | undefined;
  const readSingletons = (): ReadonlySet<string> =>
    new Set(
      config.singletons.length === 0
        ? []
        : [canonical, ...legacy].flatMap((target) =>
            [...config.singletons, 'default'].flatMap((name) => {
              const origin = dottedName(graph, target, name, config.language);
              if (origin.kind !== 'definition' || origin.binding.kind !== 'variable') return [];
              // A default is not named by the configuration: it counts where it is made as an instance is.
              const isOne = name !== 'default' || isInstance(origin.file, origin.binding.calls);
              return isOne ? [definitionKey(origin)] : [];
            }),
          ),
    );
  const isInstance = (file: string, calls: string | undefined): boolean => {
    const made = calls === undefined ? undefined : graph.dotted(file, 0, calls);
    if (made?.kind !== 'definition') return false;
    const key = definitionKey(made);
    return classDefinitions.has(key) || (factory !== undefined && definitionKey(factory.definition) === key);
  };

  const formerNames = new Map<string, FormerName | undefined>();
  const readFormerName = (name: string): FormerName | undefined => {
    const found = legacy.flatMap((target): FormerName[] => {
      if (target.kind !== 'file') return [];
      const definition = graph.exported(target, name, config.language);
      return definition.kind === 'definition' && classDefinitions.has(definitionKey(definition))
        ? [{ definition, module: target.id }]
        : [];
    });
    const keys = new Set(found.map(({ definition }) => definitionKey(definition)));
    return keys.size === 1 ? found[0] : undefined;
  };

  return {
    config,
    truth: config.module,
    canonical,
    legacyModules: new Set(legacy.map(({ id }) => id)),
    isOwner,
    ownedNames,
    ownedDefinitions,
    classDefinitions: config.constructible ? classDefinitions : new Set(),
    factory,
    legacyFactoryDefinitions: () => (legacyFactories ??= readLegacyFactories()),
    singletonDefinitions: () => (singletons ??= readSingletons()),
    canonicalName,
    nameThere,
    formerName(name) {
      if (!formerNames.has(name)) formerNames.set(name, readFormerName(name));
      return formerNames.get(name);
    },
  };
}

/** What the canonical module's default is called there, where it is made there and exported under no other name. */
function nameOfDefault(
  { file }: ModuleTarget & { kind: 'file' },
  canonicalName: (name: string) => Origin,
): string | undefined {
  const origin = canonicalName('default');
  if (origin.kind !== 'definition' || origin.file !== file || !isOwnable(origin)) return undefined;
  const { name } = origin;
  return canonicalName(name).kind === 'definition' ? undefined : name;
}

/** Variables and loggers are nobody's: only classes and functions (and TypeScript's types) are owned. */
function isOwnable({ binding }: Definition): boolean {
  return (
    binding.kind === 'class' ||
    binding.kind === 'function' ||
    binding.kind === 'type' ||
    binding.kind === 'enum'
  );
}

function readFactory(
  { factory }: SourceConfig,
  canonicalName: (name: string) => Origin,
): Factory | undefined {
  if (!factory) return undefined;
  const definition = canonicalName(factory.name);
  if (definition.kind !== 'definition' || definition.binding.kind !== 'function') return undefined;
  return { name: factory.name, definition, binding: definition.binding, context: factory.context };
}

function dottedName(
  graph: ModuleGraph,
  module: ModuleTarget,
  name: string,
  language: SourceConfig['language'],
): Origin {
  const [first = '', ...members] = name.split('.');
  return members.reduce(
    (origin, member) => graph.member(origin, member),
    graph.exported(module, first, language),
  );
}
