import type { Analysis } from '../engine/analysis.ts';
import type { Config } from '../engine/config/schema.ts';
import type { FileFacts } from '../engine/facts.ts';
import { pathTest } from '../engine/globs.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { createFileLook, lookOfFacts, type FileLook } from './fileLook.ts';
import type { DirectoryTree } from './fileTree.ts';
import { createImportIndex, lastPart, type ImportIndex, type ImportLine } from './importIndex.ts';
import { passedOn } from './passedOn.ts';
import type { PythonMemory } from './pythonMemory.ts';
import { createSoughtNames } from './soughtNames.ts';
import { namesLegacy, takesOwned } from './takesOwned.ts';
import { createTypeScriptLeads } from './typescriptLeads.ts';

/**
 * Which files have to be read in full. Every file gets one cheap look: at its import lines and for the words that a
 * violation must contain. What a look cannot exclude is a candidate.
 */
export interface Candidates {
  /** Looks at a file, again if it was looked at before; with `analysis`, one that has to be read anyhow is asked for its facts. */
  add(file: string, analysis?: () => Analysis): void;
  /** Takes in that a file is there, of which an earlier run has said all there is to say. */
  recall(file: string): void;
  /** Forgets a file that is gone. */
  remove(file: string): void;
  /**
   * Finds who can be reached by what the files that were added pass on. Reads those that others import from, yielding
   * after each; `analysis` is asked again each time, since a file may change in between.
   */
  follow(analysis: () => Analysis): Generator<undefined>;
  /** The files that have to be read as everything is now, in the order in which they were added. */
  list(analysis: Analysis): readonly string[];
  /** Whether a file has to be read as everything is now. */
  isOne(file: string, analysis: Analysis): boolean;
  /** Whether a file may have to be read, now or once other files are different. */
  mayBecomeOne(file: string): boolean;
  /** False for a file that surely passes on nothing owned; true for all before the first `follow`. */
  mayPassOn(file: string): boolean;
  /** Files that may import from `file`. */
  importersOf(file: string): readonly string[];
  /** Files that may have imported from `file`, which is gone. */
  formerImportersOf(file: string): Iterable<string>;
  /** Python files that may import the module of this id, or one below it. */
  importersBelow(id: string): ReadonlySet<string>;
  /** What a later run needs to know of Python's files to look at those alone that have changed. */
  python(): PythonMemory;
  /** Python files that may import the module of this id, which need not be there. */
  importersOfModule(id: string): ReadonlySet<string>;
  /** Files that may take `name` from `file`, or all of it. */
  importersOfName(file: string, name: string): readonly string[];
}

/** What is kept of a look. */
type Seen = Omit<FileLook, 'imports' | 'specifiers'>;

export interface CandidatesOptions {
  readonly root: string;
  readonly config: Config;
  /** The resolvers as they are now. */
  readonly modules: () => Analysis['modules'];
  readonly tree: DirectoryTree;
  /** The text of an open document. */
  readonly text: (file: string) => string | undefined;
  /** The facts of a file that is read in full whenever it changes: an open Python document. */
  readonly facts?: (file: string) => FileFacts | undefined;
  /** What an earlier run knew of Python's files, where those that have not changed since are only recalled. */
  readonly remembered?: PythonMemory | undefined;
}

export function createCandidates(options: CandidatesOptions): Candidates {
  const { root, config, modules, tree, text, facts, remembered } = options;
  const firstParts = new Map<string, boolean>();
  const imports: ImportIndex = createImportIndex(modules().python, (part) => {
    let inside = firstParts.get(part);
    if (inside === undefined)
      firstParts.set(part, (inside = modules().python.resolveId(part).kind !== 'unknown'));
    return inside;
  });
  const leads = createTypeScriptLeads(modules);
  const lookAt = createFileLook({ root, config, text });
  /** What was seen of each file, in the order in which they were added; the imports are in their index. */
  const looks = new Map<string, Seen>();
  /** Every file that may have to be read, now or once others are different. */
  const found = new Set<string>();
  /** Files that may pass on something owned. */
  const leading = new Set<string>(remembered?.leading);
  /** What the files among them pass on that others import. */
  const contributions = new Map<string, readonly string[]>(remembered?.contributions);
  /** Those that nobody imports, by the module's id: what they pass on has to be known once somebody does. */
  const unimported = new Map<string, string>();
  for (const file of remembered?.leading ?? [])
    if (!contributions.has(file)) unimported.set(modules().python.idOf(file), file);
  /** Those of them that a file imports which was added since the last `follow`. */
  const nowImported = new Set<string>();
  const recalled = new Set<string>();
  const sought = createSoughtNames(config.sources.filter(({ language }) => language === 'python'));
  for (const [module, names] of remembered?.sought ?? []) for (const name of names) sought.add(module, name);
  /** What the sources' own modules have passed on so far, by the module's id. */
  const ofSources = new Map<string, Set<string>>();
  /** Files that were added since the last `follow`, or removed. */
  const unfollowed = new Set<string>();
  let isFollowed = false;
  let hasNewFiles = false;
  const isOwner = pathTest(config.sources.flatMap(({ owners }) => owners));

  function add(file: string, analysis?: () => Analysis): void {
    // One that was a candidate is taken for one until it is closed.
    const read = analysis && found.has(file) && isOne(file, analysis()) ? facts?.(file) : undefined;
    const { imports: lines, specifiers, ...seen } = read ? lookOfFacts(read) : lookAt(file);
    if (!looks.has(file)) hasNewFiles = true;
    looks.set(file, seen);
    found.delete(file);
    leading.delete(file);
    contributions.delete(file);
    nowImported.delete(file);
    unfollowed.add(file);
    const kept = languageOf(file) === 'python' ? takeIn(file, lines) : [];
    if (languageOf(file) === 'typescript') leads.set(file, specifiers);
    const isConcerned = seen.isCertain || seen.holdsClass || seen.quoted.length > 0;
    if (isConcerned || kept.some((line) => sought.isTaken(line))) found.add(file);
  }

  function takeIn(file: string, lines: readonly ImportLine[]): readonly ImportLine[] {
    const before = imports.linesOf(file);
    const kept = imports.set(file, lines);
    // At first, when all files are taken in, nobody is waited for.
    if (kept === before || unimported.size === 0) return kept;
    for (const id of kept.flatMap(({ module, names }) => [
      module,
      ...names.map((name) => `${module}.${name}`),
    ])) {
      const imported = unimported.get(id);
      if (imported === undefined) continue;
      unimported.delete(id);
      nowImported.add(imported);
    }
    return kept;
  }

  function recall(file: string): void {
    looks.set(file, unseen);
    recalled.add(file);
  }

  function remove(file: string): void {
    looks.delete(file);
    found.delete(file);
    leading.delete(file);
    unfollowed.add(file);
    imports.set(file, undefined);
    leads.set(file, undefined);
  }

  function* follow(analysis: () => Analysis): Generator<undefined> {
    if (hasNewFiles && isFollowed) yield* lookAtNewPackages();
    hasNewFiles = false;
    const isFirst = !isFollowed;
    isFollowed = true;
    const queue = new Set<string>();
    /** TypeScript files of the queue that had their turn. */
    const followed = new Set<string>();
    const isToFollow = (file: string): boolean => (isFirst && !recalled.has(file)) || unfollowed.has(file);
    for (const { canonical } of analysis().sources)
      if (canonical.kind === 'file' && isToFollow(canonical.file)) queue.add(canonical.file);
    if (isFirst || [...unfollowed].some((file) => languageOf(file) === 'typescript'))
      for (const file of legacyTypeScript(analysis())) if (isToFollow(file)) queue.add(file);
    for (const file of nowImported) if (looks.has(file)) queue.add(file);
    nowImported.clear();
    for (const file of unfollowed) {
      if (languageOf(file) === 'typescript') {
        // At first all is found from what the sources' own modules pass on.
        const isTaking = !isFirst && leads.isTaking(file);
        if (isTaking) found.add(file);
        if (isTaking || (looks.get(file)?.isCertain === true && isOwner(file))) queue.add(file);
        continue;
      }
      if (isOwner(file) || takesSought(file)) queue.add(file);
      if (isFirst) continue;
      // Another file may stand for the module now: a package for a plain module, or the other way round.
      const target = modules().python.resolveId(modules().python.idOf(file));
      if (target.kind === 'file' && target.file !== file) queue.add(target.file);
    }
    unfollowed.clear();
    for (const file of queue) leading.add(file);
    // What a file passes on under its own name makes its importers candidates too, and lets them pass it on again.
    for (const file of queue) {
      queue.delete(file);
      if (languageOf(file) === 'typescript') {
        for (const importer of leads.follow(analysis(), file, followed.has(file))) {
          found.add(importer);
          queue.add(importer);
        }
        followed.add(file);
        yield;
        continue;
      }
      const id = modules().python.idOf(file);
      if (!isImported(file)) {
        unimported.set(id, file);
        continue;
      }
      const names = passedOn(analysis(), file);
      contributions.set(file, names);
      for (const name of names) {
        if (!isNews(id, name, isFirst)) continue;
        for (const importer of imports.importersOfName(id, name)) {
          found.add(importer);
          leading.add(importer);
          queue.add(importer);
        }
      }
      yield;
    }
  }

  /**
   * Whether those who import a name have to be followed because of it. At first all importers of the sources' own modules are,
   * whatever these pass on; a name that comes later, as when a broken file is mended, leads further than was seen then.
   */
  function isNews(id: string, name: string, isFirst: boolean): boolean {
    if (!sought.isWhole(id)) return sought.add(id, name);
    const known = ofSources.get(id);
    if (known?.has(name)) return false;
    if (known) known.add(name);
    else ofSources.set(id, new Set([name]));
    return !isFirst;
  }

  function isImported(file: string): boolean {
    const id = modules().python.idOf(file);
    return imports.importersOf(id).size > 0 || remembered?.words.has(lastPart(id)) === true;
  }

  /** The files of the sources' legacy modules that are there. */
  function legacyTypeScript({ sources }: Analysis): string[] {
    return sources.flatMap(({ config: { language }, legacyModules }) =>
      (language === 'typescript' ? [...legacyModules] : []).flatMap((id) => {
        const target = modules().typescript.resolveId(id);
        return target.kind === 'file' ? [target.file] : [];
      }),
    );
  }

  /** Imports of what was outside of the roots were not kept: where it is inside now, all files are looked at again. */
  function* lookAtNewPackages(): Generator<undefined> {
    const isNew = ([part, inside]: [string, boolean]): boolean =>
      !inside && modules().python.resolveId(part).kind !== 'unknown';
    if (![...firstParts].some(isNew)) return;
    firstParts.clear();
    for (const file of looks.keys()) {
      if (!tree.fileExists(file) && text(file) === undefined) continue;
      add(file);
      yield;
    }
  }

  /** Whether an import may lead to something owned, as far as is known. */
  function takesSought(file: string): boolean {
    const lines = imports.linesOf(file);
    return (
      lines.some((line) => sought.isTaken(line)) ||
      (looks.get(file)?.holdsClass === true && lines.some(isFromUnseen))
    );
  }

  /** Whether an import may lead to a file that was not looked at: what it passes on is not known. */
  function isFromUnseen({ module, names }: ImportLine): boolean {
    const { python } = modules();
    return [module, ...names.map((name) => `${module}.${name}`)].some((id) => {
      const target = python.resolveId(id);
      return target.kind === 'file' && !looks.has(target.file);
    });
  }

  function isOne(file: string, analysis: Analysis): boolean {
    if (!found.has(file)) return false;
    const seen = looks.get(file)!;
    if (seen.isCertain || languageOf(file) === 'typescript') return true;
    const lines = imports.linesOf(file);
    return (
      namesLegacy(analysis, seen.quoted) ||
      takesOwned(analysis, sought, lines, seen.usesOnlyTypes) ||
      (seen.holdsClass && lines.some(isFromUnseen))
    );
  }

  return {
    add,
    recall,
    remove,
    follow,
    list: (analysis) => [...looks.keys()].filter((file) => isOne(file, analysis)),
    isOne,
    mayBecomeOne: (file) => found.has(file),
    // What was never looked at, being left out or behind a link, may pass on anything.
    mayPassOn: (file) =>
      !isFollowed || languageOf(file) !== 'python' || !looks.has(file) || leading.has(file),
    importersOf: (file) =>
      languageOf(file) === 'python'
        ? [...imports.importersOf(modules().python.idOf(file))]
        : leads.importersOf(file),
    // A Python module is imported by its name, whether it is there or not.
    formerImportersOf: (file) =>
      languageOf(file) === 'python'
        ? imports.importersOf(modules().python.idOf(file))
        : leads.formerImportersOf(file),
    importersBelow: (id) => imports.importersBelow(id),
    python: () => ({
      sought: sought.entries(),
      leading,
      contributions,
      words: new Set([...(remembered?.words ?? []), ...imports.words()]),
    }),
    importersOfModule: (id) => imports.importersOf(id),
    importersOfName: (file, name) =>
      languageOf(file) === 'python'
        ? imports.importersOfName(modules().python.idOf(file), name)
        : leads.importersOfName(file, name),
  };
}

const unseen: Seen = { isCertain: false, holdsClass: false, quoted: [], usesOnlyTypes: false };
