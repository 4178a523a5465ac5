import { checkFile } from './checkFile.ts';
import type { Config } from './config/schema.ts';
import { pathTest, type PathTest } from './globs.ts';
import type { Binding, FileFacts, Language } from './facts.ts';
import { createModuleGraph, languageOf, type ModuleGraph } from './graph/moduleGraph.ts';
import type { ModuleResolver } from './graph/moduleTarget.ts';
import { followedIn, type Followed } from './followed.ts';
import type { Notebook } from './notebook/notebook.ts';
import type { FileContext } from './rule.ts';
import { rules } from './rules/registry.ts';
import { resolveSources, type Source, type SourceProblem } from './source.ts';
import type { LineStarts } from './text.ts';
import type { Violation } from './violation.ts';

/** Files as the engine needs them; paths are POSIX and relative to the configuration's folder. */
export interface AnalysisHost {
  /** The text and the facts of a file; undefined where there is none or it cannot be read. */
  read(file: string): FileSnapshot | undefined;
  readonly modules: Readonly<Record<Language, ModuleResolver>>;
  /**
   * False for a file that surely passes on nothing owned: names that are imported from it are not followed. Without it
   * every name is.
   */
  readonly mayPassOn?: (file: string) => boolean;
  /** The day in UTC, as `2027-03-31`: suppressions may expire. Without it none does. */
  readonly today?: () => string;
}

/** One state of one file. */
export interface FileSnapshot {
  /** Of a notebook: the module that its cells make up. */
  readonly text: string;
  readonly facts: FileFacts;
  /** Where the lines of the text begin, where that is known already. */
  readonly lines?: LineStarts;
  readonly notebook?: Notebook;
}

/** The engine over the files as they are: `changed` tells it of one that has another text, and it whether it still holds. */
export interface Analysis {
  readonly config: Config;
  readonly graph: ModuleGraph;
  readonly modules: AnalysisHost['modules'];
  readonly sources: readonly Source[];
  /** What the configuration names and the code does not have. */
  readonly problems: readonly SourceProblem[];
  /** The violations of one file; none for a file that implements every source it could violate. */
  check(file: string): readonly Violation[];
  /** What a rule sees of a file; undefined where the file cannot be read. */
  context(file: string): FileContext | undefined;
  read(file: string): FileSnapshot | undefined;
  /** Takes in that `read` gives another text for a file. False where others depend on it: make a new analysis then. */
  changed(file: string): boolean;
  readonly host: AnalysisHost;
}

export function createAnalysis(config: Config, host: AnalysisHost): Analysis {
  const graph = createModuleGraph({ facts: (file) => host.read(file)?.facts, modules: host.modules });
  const { sources, problems } = resolveSources(config, graph, host.modules);
  let tests: PathTest | undefined;
  let production: PathTest | undefined;
  const isTest: PathTest = (file) => (tests ??= pathTest(config.tests))(file);
  const isProduction: PathTest = (file) =>
    !isTest(file) && (production ??= pathTest(config.production))(file);

  function context(file: string): FileContext | undefined {
    const snapshot = host.read(file);
    if (!snapshot) return undefined;
    const language = languageOf(file);
    const allSources = sources.filter((source) => source.config.language === language);
    const concerned = allSources.filter((source) => !source.isOwner(file));
    const { facts } = snapshot;
    const isOwnable = ownableIn(file, facts);
    const classes = concerned.flatMap(({ config: { classes: names } }) => names);
    let followed: Followed | undefined;
    return {
      file,
      facts,
      graph,
      sources: concerned,
      allSources,
      isProduction: () => isProduction(file),
      isTest: () => isTest(file),
      mayBeOwned: isOwnable,
      followed: () => (followed ??= followedIn(facts, isOwnable, classes)),
    };
  }

  /** The answers for one file, each worked out once: every rule asks. */
  function ownableIn(file: string, facts: FileFacts): (binding: Binding) => boolean {
    /** By the import's index, and the name's position in it. */
    const known: boolean[][] = [];
    return (binding) =>
      binding.kind === 'import'
        ? ((known[binding.import] ??= [])[binding.imported] ??= mayBeOwned(file, facts, binding))
        : mayBeOwned(file, facts, binding);
  }

  function mayBeOwned(file: string, facts: FileFacts, binding: Binding): boolean {
    if (binding.kind === 'alias' || !host.mayPassOn) return true;
    if (binding.kind !== 'import') return false;
    const fact = facts.imports[binding.import]!;
    const target = graph.target(file, fact);
    if (target.kind === 'unknown') return false;
    if (target.kind !== 'file' || fact.form === 'module' || host.mayPassOn(target.file)) return true;
    // What is imported from there is owned by its name, and the more so where it is not there any more.
    if (sources.some(({ legacyModules }) => legacyModules.has(target.id))) return true;
    // `from package import module` may lead to one that does.
    const inside = host.modules[facts.language].submodule(target, fact.names[binding.imported]!.name);
    return inside !== undefined && inside.kind !== 'missing';
  }

  function check(file: string): readonly Violation[] {
    const seen = context(file);
    const snapshot = host.read(file);
    if (!seen || !snapshot) return [];
    return checkFile(seen, snapshot, config, rules, host.today?.());
  }

  return {
    config,
    graph,
    modules: host.modules,
    sources,
    problems,
    check,
    context,
    read: (file) => host.read(file),
    changed: (file) => graph.changed(file),
    host,
  };
}
