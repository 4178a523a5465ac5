import { join } from 'node:path';
import type { Analysis } from '../engine/analysis.ts';
import type { Config } from '../engine/config/schema.ts';
import { pathTest } from '../engine/globs.ts';
import type { Binding, Language } from '../engine/facts.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import type { Notebook } from '../engine/notebook/notebook.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import { ownerOf } from '../engine/ownership.ts';
import type { DirectoryTree } from './fileTree.ts';
import { createLookAlikeSearch } from './lookAlikeNames.ts';
import { createImportIndex, type ImportIndex, type ImportLine } from './importIndex.ts';
import { createPythonLook } from './pythonLook.ts';
import { createSoughtNames } from './soughtNames.ts';
import { readNotebookFile } from './sourceText.ts';
import { createReadBuffer, encodeInto, readBytes } from './readText.ts';
import { namesLegacy, takesOwned } from './takesOwned.ts';
import { createWordSearch } from './wordSearch.ts';

/**
 * Which files have to be read in full. Every file gets one cheap look: at its import lines (Python) and for the words
 * that a violation must contain. What a look cannot exclude is a candidate.
 */
export interface Candidates {
  /** Looks at a file, again if it was looked at before. */
  add(file: string): void;
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
  /** Python files that may import the module of this id, or one below it. */
  importersBelow(id: string): ReadonlySet<string>;
}

export interface CandidatesOptions {
  readonly root: string;
  readonly config: Config;
  /** The resolvers as they are now. */
  readonly modules: () => Analysis['modules'];
  readonly tree: DirectoryTree;
  /** The text of an open document. */
  readonly text: (file: string) => string | undefined;
}

export function createCandidates({ root, config, modules, tree, text }: CandidatesOptions): Candidates {
  const firstParts = new Map<string, boolean>();
  const imports: ImportIndex = createImportIndex(modules().python, (part) => {
    let inside = firstParts.get(part);
    if (inside === undefined)
      firstParts.set(part, (inside = modules().python.resolveId(part).kind !== 'unknown'));
    return inside;
  });
  const buffer = createReadBuffer();
  const order = new Map<string, number>();
  /** What holds a word that no import explains, and what cannot be read. */
  const mentioning = { python: new Set<string>(), typescript: new Set<string>() };
  /** What else was seen of Python files, where a rule may have a say about it. */
  const quoted = new Map<string, readonly string[]>();
  const usingOnlyTypes = new Set<string>();
  const holdingClass = new Set<string>();
  /** Every file that may have to be read, now or once others are different. */
  const found = new Set<string>();
  /** Files that may pass on something owned. */
  const leading = new Set<string>();
  const sought = createSoughtNames(config.sources.filter(({ language }) => language === 'python'));
  /** Files that were added since the last `follow`, or removed. */
  const unfollowed = new Set<string>();
  let isFollowed = false;
  let hasNewFiles = false;
  const lookAtPython = createPythonLook(config);
  const holdsTypeScriptWord = createWordSearch(typescriptWords(config));
  const holdsLookAlike = lookAlikeSearch(config);
  const isOwner = pathTest(config.sources.flatMap(({ owners }) => owners));

  function add(file: string): void {
    forget(file);
    if (!order.has(file)) {
      order.set(file, order.size);
      hasNewFiles = true;
    }
    const open = text(file);
    const bytes =
      open === undefined
        ? readBytes(join(root, file), buffer)
        : { ok: true as const, bytes: encodeInto(buffer, open) };
    if (!bytes.ok) {
      imports.set(file, undefined);
      mentioning[languageOf(file)].add(file);
      found.add(file);
      return;
    }
    if (isNotebook(file)) addNotebook(file, readNotebookFile(bytes.bytes));
    else look(file, bytes.bytes);
  }

  /** A notebook's own text has its code in pieces, among pictures. */
  function addNotebook(file: string, { text: module, problem }: Notebook): void {
    look(file, Buffer.from(module));
    if (!problem) return;
    mentioning.python.add(file);
    found.add(file);
  }

  function look(file: string, bytes: Buffer): void {
    if (holdsLookAlike(file, bytes)) mentioning[languageOf(file)].add(file);
    if (languageOf(file) === 'typescript') {
      if (holdsTypeScriptWord(bytes, () => true)) mentioning.typescript.add(file);
    } else {
      const seen = lookAtPython(bytes);
      const lines = imports.set(file, seen.imports);
      if (seen.holdsWord) mentioning.python.add(file);
      if (seen.usesOnlyTypes) usingOnlyTypes.add(file);
      if (seen.quoted.length > 0) quoted.set(file, seen.quoted);
      if (seen.holdsClass) holdingClass.add(file);
      if (seen.holdsClass || seen.quoted.length > 0 || lines.some((line) => sought.isTaken(line)))
        found.add(file);
    }
    if (mentioning[languageOf(file)].has(file)) found.add(file);
  }

  function remove(file: string): void {
    forget(file);
    imports.set(file, undefined);
  }

  /** Forgets all but the imports, which most edits leave as they are. */
  function forget(file: string): void {
    mentioning[languageOf(file)].delete(file);
    quoted.delete(file);
    usingOnlyTypes.delete(file);
    holdingClass.delete(file);
    found.delete(file);
    leading.delete(file);
    unfollowed.add(file);
  }

  function* follow(analysis: () => Analysis): Generator<undefined> {
    if (hasNewFiles && isFollowed) yield* lookAtNewPackages();
    hasNewFiles = false;
    const isFirst = !isFollowed;
    isFollowed = true;
    const queue = new Set<string>();
    for (const { canonical } of analysis().sources)
      if (canonical.kind === 'file' && (isFirst || unfollowed.has(canonical.file))) queue.add(canonical.file);
    for (const file of unfollowed) {
      if (languageOf(file) !== 'python') continue;
      if (found.has(file) || isOwner(file)) queue.add(file);
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
      const id = modules().python.idOf(file);
      if (languageOf(file) !== 'python' || imports.importersOf(id).size === 0) continue;
      for (const name of passedOn(analysis(), file)) {
        if (!sought.add(id, name)) continue;
        for (const importer of imports.importersOfName(id, name)) {
          found.add(importer);
          leading.add(importer);
          queue.add(importer);
        }
      }
      yield;
    }
  }

  /** Imports of what was outside of the roots were not kept: where it is inside now, all files are looked at again. */
  function* lookAtNewPackages(): Generator<undefined> {
    const isNew = ([part, inside]: [string, boolean]): boolean =>
      !inside && modules().python.resolveId(part).kind !== 'unknown';
    if (![...firstParts].some(isNew)) return;
    firstParts.clear();
    for (const file of order.keys()) {
      if (!tree.fileExists(file) && text(file) === undefined) continue;
      add(file);
      yield;
    }
  }

  /** Whether an import may lead to a file that was not looked at: what it passes on is not known. */
  function isFromUnseen({ module, names }: ImportLine): boolean {
    const { python } = modules();
    return [module, ...names.map((name) => `${module}.${name}`)].some((id) => {
      const target = python.resolveId(id);
      return target.kind === 'file' && !order.has(target.file);
    });
  }

  function isOne(file: string, analysis: Analysis): boolean {
    if (!found.has(file)) return false;
    if (mentioning[languageOf(file)].has(file)) return true;
    const lines = imports.linesOf(file);
    return (
      namesLegacy(analysis, quoted.get(file) ?? []) ||
      takesOwned(analysis, sought, lines, usingOnlyTypes.has(file)) ||
      (holdingClass.has(file) && lines.some(isFromUnseen))
    );
  }

  return {
    add,
    remove,
    follow,
    list: (analysis) =>
      [...found].filter((file) => isOne(file, analysis)).sort((a, b) => order.get(a)! - order.get(b)!),
    isOne,
    mayBecomeOne: (file) => found.has(file),
    // What was never looked at, being left out or behind a link, may pass on anything.
    mayPassOn: (file) =>
      !isFollowed || languageOf(file) !== 'python' || !order.has(file) || leading.has(file),
    importersOf: (file) =>
      languageOf(file) === 'python'
        ? [...imports.importersOf(modules().python.idOf(file))]
        : [...mentioning.typescript],
    importersBelow: (id) => imports.importersBelow(id),
  };
}

/** The names of a file's module level that mean something owned. */
function passedOn(analysis: Analysis, file: string): string[] {
  const { graph, sources } = analysis;
  const seen = analysis.context(file);
  if (!seen) return [];
  const names = new Set(
    seen.facts.bindings.flatMap((binding) =>
      binding.scope === 0 && isOwnable(binding) && seen.mayBeOwned(binding) ? [binding.name] : [],
    ),
  );
  return [...names].filter((name) => {
    const origin = graph.ownName(file, name);
    return origin.kind === 'definition' && ownerOf(sources, '', name, origin) !== undefined;
  });
}

function isOwnable({ kind }: Binding): boolean {
  return kind === 'import' || kind === 'alias' || kind === 'class' || kind === 'function';
}

/** Words of which a TypeScript file must hold one. */
function typescriptWords(config: Config): string[] {
  const sources = config.sources.filter(({ language }) => language === 'typescript');
  return [
    'ssot-disable',
    ...sources.flatMap((source) => [
      ...[...source.classes, ...source.legacyFactories, ...source.singletons],
      ...[source.module, ...source.legacyModules].map(lastPart),
    ]),
  ];
}

/** Whether a file may define a class that looks like a source. What a test defines is its own, and never reported. */
function lookAlikeSearch(config: Config): (file: string, bytes: Buffer) => boolean {
  const isTest = pathTest(config.tests);
  const search = (language: Language): ((bytes: Buffer) => boolean) =>
    createLookAlikeSearch(
      config.sources.flatMap((source) => (source.language === language ? source.lookAlikes : [])),
    );
  const searches = { python: search('python'), typescript: search('typescript') };
  return (file, bytes) => searches[languageOf(file)](bytes) && !isTest(file);
}

/** The part of a module's path that every import of it, or of a barrel beside it, is likely to hold. */
function lastPart(module: string): string {
  return module.slice(module.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}
