import { join } from 'node:path';
import { createAnalysis, type Analysis, type FileSnapshot } from '../engine/analysis.ts';
import type { FileFacts } from '../engine/facts.ts';
import type { FixEnvironment } from '../engine/fix/environment.ts';
import type { Language } from '../engine/facts.ts';
import type { PathTest } from '../engine/globs.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { createPythonModules } from '../engine/graph/pythonModules.ts';
import { createTypeScriptModules } from '../engine/graph/typescriptModules.ts';
import {
  createSpecifierResolver,
  type SpecifierHost,
  type SpecifierResolver,
} from '../engine/typescript/resolveSpecifier.ts';
import type { Violation } from '../engine/violation.ts';
import { createCandidates, type Candidates } from './candidates.ts';
import type { LoadedConfig } from './configuration.ts';
import type { DirectoryTree } from './fileTree.ts';
import { createFixEnvironment } from './fixEnvironment.ts';
import { createOpenDocuments, isPlainPython } from './openDocuments.ts';
import { codeFile, createProjectFiles, type ProjectFiles } from './projectFiles.ts';
import type { PythonMemory } from './pythonMemory.ts';
import { readBytes } from './readText.ts';
import { factsOf, readSnapshot } from './sourceReader.ts';
import { today } from './today.ts';
import { tracedLinks, tracedTree, type Traces } from './trace.ts';
import { isNeverLookedAt } from './walk.ts';
import { createLinkedFolder, createPackageFolder } from './workspacePackages.ts';

/**
 * One configuration and the files that it covers. Paths are relative to its root, POSIX. After a change, `index` has to
 * run to its end before anything is asked.
 */
export interface Project {
  readonly loaded: LoadedConfig;
  /** The analysis of the files as they are now. */
  analysis(): Analysis;
  readonly environment: FixEnvironment;
  /**
   * Reads what has not been read yet: the whole tree at first, what has changed later. Yields now and then with how far
   * it is; whoever stops in between can go on later, with this call or another.
   */
  index(): Iterable<IndexProgress>;
  /** Whether `index` has come to its end once. */
  isRead(): boolean;
  /** Whether there is nothing left for `index` to read now. */
  isUpToDate(): boolean;
  /** Takes these to be the files until `index` has looked: somebody else has. */
  expect(files: readonly string[]): void;
  /** Files that may hold a violation as everything is now. */
  candidates(): readonly string[];
  isCandidate(file: string): boolean;
  /** All files that `index` saw, or that are expected. */
  files(): readonly string[];
  /** Whether a file is one of them. */
  isSeen(file: string): boolean;
  check(file: string): FileReport;
  /** Python files that may import the module of this id, or one below it. */
  importersBelow(id: string): ReadonlySet<string>;
  /** Files that may import the module of a file, or a Python module of this id that is not there. */
  importersOf(module: { readonly file?: string; readonly id: string }): Iterable<string>;
  /** Files that may take `name` from `file`, or all of it. */
  importersOfName(file: string, name: string): readonly string[];
  /** Puts an open document's text in place of what is on disk; undefined takes it away again. */
  setDocument(file: string, text: string | undefined): void;
  /**
   * Takes in that a file, or a folder with all that is in it, was written, made or deleted.
   *
   * @returns whether that can matter to what is found
   */
  fileChanged(path: string): boolean;
  /**
   * Files whose violations may be others than when this was last asked: those that have changed, then those that a
   * change may reach through imports. To be asked where everything has been read: what a change leads to is not known before.
   */
  affected(): ReadonlySet<string>;
  /** The text of an open document, or what stands in the file; undefined where it cannot be read. */
  content(file: string): string | Buffer | undefined;
  /** Forgets the facts of a file that nobody asks about again. */
  release(file: string): void;
  /** Forgets the facts of all files but open documents: they are read again when they are needed. */
  releaseAll(): void;
  /** Why a file must not be written: a byte that is not edited would change. */
  refusalToWrite(file: string): string | undefined;
  /** True for files that the configuration lets be looked at. */
  covers(file: string): boolean;
  /** The configurations below the root, whose folders are left out as projects of their own, as far as `index` saw. */
  nested(): readonly string[];
  /** What a later run needs to know of Python's files; undefined before `index`. */
  python(): PythonMemory | undefined;
}

export interface IndexProgress {
  readonly done: number;
  readonly total: number;
}

export interface FileReport {
  readonly violations: readonly Violation[];
  /** One sentence where the file could not be read at all. */
  readonly unreadable: string | undefined;
  readonly snapshot: FileSnapshot | undefined;
}

/** What TypeScript's modules are found by. */
const moduleSettings = /(^|\/)(?:(?:[jt]sconfig[^/]*|package)\.json|pnpm-workspace\.yaml)$/;

/** Whether a file can matter to any project: code, or what modules are found by. */
export function isProjectFile(path: string): boolean {
  return codeFile.test(path) || moduleSettings.test(path);
}

/** What a project may be told beyond its configuration. */
export interface ProjectOptions {
  /** More paths to leave out, as an editor's settings say. */
  readonly isExcluded?: PathTest;
  /** The files, where somebody has listed them already. */
  readonly files?: ProjectFiles;
  /** Where to write down what is asked of the disk. */
  readonly traces?: Traces | undefined;
  readonly remembered?: Remembered;
}

/** What an earlier run has found out, and still holds: of the files that it leaves out nothing is asked but that they are there. */
export interface Remembered {
  isLeftOut(file: string): boolean;
  /** The languages of which there is anything to ask. */
  readonly languages: ReadonlySet<Language>;
  readonly python: PythonMemory | undefined;
}

export function createProject(loaded: LoadedConfig, options: ProjectOptions = {}): Project {
  const { root, config } = loaded;
  const { traces, remembered } = options;
  const { tree, coverage } = options.files ?? createProjectFiles(loaded, options.isExcluded);
  const trees = {
    python: traces ? tracedTree(tree, traces.python) : tree,
    typescript: traces ? tracedTree(tree, traces.typescript) : tree,
  };

  /** The configuration without sources of which nothing is asked: reading their modules can take longer than all else. */
  const asked = remembered
    ? { ...config, sources: config.sources.filter(({ language }) => remembered.languages.has(language)) }
    : config;
  const documents = createOpenDocuments();
  const snapshots = new Map<string, FileSnapshot | { unreadable: string }>();
  const refusals = new Map<string, string>();
  let seen = new Set<string>();
  let modules: Analysis['modules'] | undefined;
  let specifiers: SpecifierResolver | undefined;
  let current: Analysis | undefined;
  let candidates: Candidates | undefined;
  let reading: Iterator<IndexProgress> = readTree();
  let isRead = false;
  /** Files to look at again. */
  const unread = new Set<string>();
  /** Files that have changed since `affected` was asked, with whether they passed on something owned. */
  const touched = new Map<string, boolean>();

  const environment = createFixEnvironment({
    parse: factsOf,
    importersOf: (file) => candidates?.importersOf(file) ?? [],
    files: () => seen,
    content: (file) => documents.text(file) ?? bytesOf(file),
    read,
    specifiers: () => (specifiers ??= createSpecifierResolver(specifierHost())),
  });

  function bytesOf(path: string): Buffer | undefined {
    const result = readBytes(join(root, path));
    return result.ok ? result.bytes : undefined;
  }

  function readFile(path: string): string | undefined {
    traces?.typescript.read.add(path);
    return bytesOf(path)?.toString('utf8');
  }

  function specifierHost(): DirectoryTree & SpecifierHost & { files(): Iterable<string> } {
    const links = createLinkedFolder(root);
    return {
      ...trees.typescript,
      readFile,
      packageFolder: createPackageFolder(
        root,
        trees.typescript,
        traces ? tracedLinks(links, traces.typescript) : links,
        readFile,
      ),
      files: () =>
        [...(seen.size > 0 ? seen : coverage.walk())].filter((file) => languageOf(file) === 'typescript'),
    };
  }

  function read(file: string): FileSnapshot | undefined {
    const found = readOrReason(file);
    return 'unreadable' in found ? undefined : found;
  }

  function openPythonFacts(file: string): FileFacts | undefined {
    return documents.has(file) && isPlainPython(file) ? read(file)?.facts : undefined;
  }

  function readOrReason(file: string): FileSnapshot | { unreadable: string } {
    let known = snapshots.get(file);
    if (!known) snapshots.set(file, (known = readNow(file)));
    return known;
  }

  function readNow(file: string): FileSnapshot | { unreadable: string } {
    const open = documents.snapshot(file);
    if (open) return open;
    if (!seen.has(file)) traces?.[languageOf(file)].read.add(file);
    const result = readSnapshot(root, file);
    if (!result.ok) return { unreadable: result.message };
    if (result.refusal !== undefined) refusals.set(file, result.refusal);
    return result.snapshot;
  }

  function resolvers(): Analysis['modules'] {
    modules ??= {
      python: createPythonModules(trees.python, config.roots),
      typescript: createTypeScriptModules(specifierHost()),
    };
    return modules;
  }

  function analysis(): Analysis {
    current ??= createAnalysis(asked, { read, modules: resolvers(), mayPassOn, today });
    return current;
  }

  function mayPassOn(file: string): boolean {
    return candidates?.mayPassOn(file) ?? true;
  }

  function* readTree(): Generator<IndexProgress> {
    seen = new Set(coverage.walk());
    const total = seen.size;
    const text = (file: string): string | undefined => documents.text(file);
    const python = remembered?.python;
    const found = createCandidates({
      ...{ root, config, modules: resolvers, tree, text },
      facts: openPythonFacts,
      remembered: python,
    });
    candidates = found;
    let done = 0;
    for (const file of seen) {
      if (remembered?.isLeftOut(file)) found.recall(file);
      else found.add(file);
      if (++done % 200 === 0) yield { done, total };
    }
    yield* followed(found, total);
    isRead = true;
  }

  function* readChanges(found: Candidates): Generator<IndexProgress> {
    for (const file of unread) {
      unread.delete(file);
      const isThere = isOnDisk(file);
      // With a file that comes or goes, another one may stand for the module: who imports it is asked again.
      if (isThere !== seen.has(file)) touched.set(file, true);
      if (isThere) seen.add(file);
      else seen.delete(file);
      if (isThere || documents.has(file)) found.add(file, analysis);
      else found.remove(file);
      environment.changed(file);
      yield { done: seen.size - unread.size, total: seen.size };
    }
    yield* followed(found, seen.size);
  }

  function isOnDisk(file: string): boolean {
    return tree.fileExists(file) && coverage.covers(file);
  }

  function* followed(found: Candidates, total: number): Generator<IndexProgress> {
    const following = found.follow(analysis);
    while (!following.next().done) yield { done: total, total };
  }

  function nextStep(): IteratorResult<IndexProgress> {
    const step = reading.next();
    if (!step.done || unread.size === 0 || !candidates) return step;
    reading = readChanges(candidates);
    return reading.next();
  }

  function check(file: string): FileReport {
    const found = readOrReason(file);
    if ('unreadable' in found) return { violations: [], unreadable: found.unreadable, snapshot: undefined };
    return { violations: analysis().check(file), unreadable: undefined, snapshot: found };
  }

  /** Has a file looked at again, and takes back what was read of it. */
  function forget(file: string): void {
    touched.set(file, (touched.get(file) ?? false) || mayPassOn(file));
    unread.add(file);
    snapshots.delete(file);
    refusals.delete(file);
    if (current?.changed(file) === false) giveUpAnalysis();
  }

  function giveUpAnalysis(): void {
    if (traces)
      for (const file of current?.graph.seenFromOutside() ?? []) traces[languageOf(file)].consulted.add(file);
    current = undefined;
  }

  function setDocument(file: string, text: string | undefined): void {
    if (documents.text(file) === text) return;
    documents.set(file, text);
    forget(file);
  }

  function fileChanged(path: string): boolean {
    if (isNeverLookedAt(path)) return false;
    tree.changed(path);
    // Where modules are found may have changed with any file: a `tsconfig.json`, a declaration, one that is left out.
    modules = undefined;
    specifiers = undefined;
    giveUpAnalysis();
    if (isProjectFile(path)) {
      forget(path);
      return true;
    }
    const inside = `${path}/`;
    const files = [...seen].filter((file) => file.startsWith(inside));
    if (tree.directoryExists(path)) files.push(...coverage.walk(path));
    for (const file of files) forget(file);
    return files.length > 0;
  }

  function affected(): ReadonlySet<string> {
    const found = new Set(touched.keys());
    const spreading = [...touched].flatMap(([file, passedOn]) => (passedOn || mayPassOn(file) ? [file] : []));
    touched.clear();
    for (let file = spreading.pop(); file !== undefined; file = spreading.pop())
      for (const importer of reachedFrom(file)) {
        if (found.has(importer) || !candidates?.mayBecomeOne(importer)) continue;
        found.add(importer);
        if (mayPassOn(importer)) spreading.push(importer);
      }
    return found;
  }

  /** Whoever imports from a file, or did while it was there; with settings by which modules are found, every specifier may lead elsewhere. */
  function reachedFrom(file: string): Iterable<string> {
    // An open document need not be on disk.
    if (moduleSettings.test(file))
      return new Set([...seen, ...documents.files()].filter((each) => languageOf(each) === 'typescript'));
    if (seen.has(file)) return environment.importersOf(file);
    return [...environment.importersOf(file), ...(candidates?.formerImportersOf(file) ?? [])];
  }

  function isCandidate(file: string): boolean {
    // Of what has changed since it was looked at, anything may be true but that it is there.
    if (unread.has(file)) return isOnDisk(file) || documents.has(file);
    return candidates?.isOne(file, analysis()) ?? false;
  }

  return {
    loaded,
    analysis,
    environment,
    // Without `return`: leaving a loop over it early does not end the reading.
    index: () => ({ [Symbol.iterator]: () => ({ next: nextStep }) }),
    isRead: () => isRead,
    isUpToDate: () => isRead && unread.size === 0,
    expect: (files) => {
      if (!candidates) seen = new Set(files);
    },
    candidates: () => candidates?.list(analysis()) ?? [],
    isCandidate,
    files: () => [...seen],
    isSeen: (file) => seen.has(file),
    check,
    importersBelow: (id) => candidates?.importersBelow(id) ?? new Set(),
    importersOf: ({ file, id }) =>
      (file === undefined ? candidates?.importersOfModule(id) : candidates?.importersOf(file)) ?? [],
    importersOfName: (file, name) => candidates?.importersOfName(file, name) ?? [],
    content: (file) => documents.text(file) ?? bytesOf(file),
    setDocument,
    fileChanged,
    affected,
    release: (file) => {
      if (!documents.has(file)) snapshots.delete(file);
    },
    releaseAll: () => {
      giveUpAnalysis();
      for (const file of snapshots.keys()) if (!documents.has(file)) snapshots.delete(file);
    },
    refusalToWrite: (file) => refusals.get(file),
    covers: (file) => coverage.covers(file),
    nested: () => coverage.borders(),
    python: () => candidates?.python(),
  };
}
