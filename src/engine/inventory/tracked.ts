import type { Analysis } from '../analysis.ts';
import type { Binding, Language } from '../facts.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import { definitionKey, type Definition, type Origin } from '../graph/origin.ts';
import type { Source } from '../source.ts';
import { likenessOf, type Likeness } from './likeness.ts';

/** A class, factory or instance that an inventory follows. */
export interface Tracked {
  readonly definition: Definition;
  readonly source: Source;
  readonly what: 'class' | 'factory' | 'instance';
  readonly looksAlike: boolean;
  /** The source names it, in its configuration or by what its canonical module has. */
  readonly isOwned: boolean;
}

/** What is followed so far. It grows while files are visited. */
export interface TrackedSet {
  all(): Iterable<Tracked>;
  definedIn(file: string): readonly Tracked[];
  /**
   * What an origin is, taken in where it is new: a source owns it, or it is a class that looks like one by its own name or by
   * the one that it is bound to.
   */
  take(origin: Origin, boundTo: string): Tracked | undefined;
  find(origin: Origin): Tracked | undefined;
  /** Whether a name alone makes it worth to ask what it means. */
  isTelling(language: Language, name: string): boolean;
}

export function createTrackedSet(
  { sources, modules }: Analysis,
  onNew: (tracked: Tracked) => void = () => undefined,
): TrackedSet {
  const byKey = new Map<string, Tracked>();
  const byFile = new Map<string, Tracked[]>();
  const perLanguage = {
    python: telling(sources.filter(({ config }) => config.language === 'python')),
    typescript: telling(sources.filter(({ config }) => config.language === 'typescript')),
  };

  function find(origin: Origin): Tracked | undefined {
    return origin.kind === 'definition' ? byKey.get(definitionKey(origin)) : undefined;
  }

  function take(origin: Origin, boundTo: string): Tracked | undefined {
    if (origin.kind !== 'definition') return undefined;
    const key = definitionKey(origin);
    const known = byKey.get(key);
    if (known) return known;
    const what = whatIs(origin.binding);
    if (!what) return undefined;
    const { likes } = perLanguage[languageOf(origin.file)];
    const byOwnName = likes.find(({ isAlike }) => isAlike(origin.name));
    const owner = sources.find((source) => ownedKeys(source).has(key) || isNamedInstance(source, origin));
    const source =
      owner ??
      (what === 'class' ? (byOwnName ?? likes.find(({ isAlike }) => isAlike(boundTo)))?.source : undefined);
    if (!source) return undefined;
    const tracked = {
      definition: origin,
      source,
      what,
      looksAlike: what === 'class' && byOwnName !== undefined,
      isOwned: owner !== undefined,
    };
    byKey.set(key, tracked);
    const beside = byFile.get(origin.file);
    if (beside) beside.push(tracked);
    else byFile.set(origin.file, [tracked]);
    onNew(tracked);
    return tracked;
  }

  /** An instance that a source names, under its own name in one of its modules, though it is exported as another. */
  function isNamedInstance(
    { config, canonical, legacyModules }: Source,
    { name, file, binding }: Definition,
  ): boolean {
    if (binding.kind !== 'variable' || !config.singletons.includes(name)) return false;
    const id = modules[config.language].idOf(file);
    return id === canonical.id || legacyModules.has(id);
  }

  return {
    all: () => byKey.values(),
    definedIn: (file) => byFile.get(file) ?? [],
    take,
    find,
    isTelling: (language, name) => {
      const { names, likes } = perLanguage[language];
      return names.has(name) || likes.some(({ isAlike }) => isAlike(name));
    },
  };
}

function whatIs(binding: Binding): Tracked['what'] | undefined {
  if (binding.kind === 'class' || isMadeByType(binding)) return 'class';
  if (binding.kind === 'function') return 'factory';
  return binding.kind === 'variable' ? 'instance' : undefined;
}

/** `X = type("X", …)` */
export function isMadeByType(binding: Binding): boolean {
  return binding.kind === 'variable' && binding.calls === 'type';
}

const keysOf = new WeakMap<Source, ReadonlySet<string>>();

/** The definitions that a source names: its classes, its factory and what the factory replaces, its instances. */
function ownedKeys(source: Source): ReadonlySet<string> {
  let keys = keysOf.get(source);
  if (!keys) {
    keys = new Set([
      ...source.classDefinitions,
      ...source.legacyFactoryDefinitions(),
      ...source.singletonDefinitions(),
      ...(source.factory ? [definitionKey(source.factory.definition)] : []),
      // Of one without a canonical module that is all that is known.
      ...(source.canonical.kind === 'unknown' ? source.ownedDefinitions : []),
    ]);
    keysOf.set(source, keys);
  }
  return keys;
}

/** By what names the sources of one language are recognized. */
function telling(sources: readonly Source[]): {
  readonly names: ReadonlySet<string>;
  readonly likes: readonly { readonly source: Source; readonly isAlike: Likeness }[];
} {
  return {
    names: new Set(
      sources.flatMap(({ config }) => [
        ...config.classes,
        ...config.legacyFactories,
        ...config.singletons,
        ...(config.factory ? [config.factory.name] : []),
      ]),
    ),
    likes: sources.map((source) => ({ source, isAlike: likenessOf(source.config.lookAlikes) })),
  };
}
