import { join } from 'node:path';
import { createAnalysis, type Analysis, type FileSnapshot } from '../engine/analysis.ts';
import type { FixEnvironment } from '../engine/fix/environment.ts';
import { pathTest, type PathTest } from '../engine/globs.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { createPythonModules } from '../engine/graph/pythonModules.ts';
import { createTypeScriptModules } from '../engine/graph/typescriptModules.ts';
import { createSpecifierResolver, type SpecifierResolver } from '../engine/typescript/resolveSpecifier.ts';
import type { Violation } from '../engine/violation.ts';
import { createCandidates, type Candidates } from './candidates.ts';
import type { LoadedConfig } from './configuration.ts';
import { createDirectoryTree } from './fileTree.ts';
import { createFixEnvironment } from './fixEnvironment.ts';
import { readBytes } from './readText.ts';
import { factsOf, readSnapshot } from './sourceReader.ts';
import { walk } from './walk.ts';

/** One configuration and the files that it covers. Paths are relative to its root, POSIX. */
export interface Project {
  readonly loaded: LoadedConfig;
  /** The analysis of the files as they are now. */
  analysis(): Analysis;
  readonly environment: FixEnvironment;
  /** Reads the whole tree, yielding now and then with how far it is, so that a caller can stop or show it. */
  index(): Generator<IndexProgress>;
  /** Files of the last indexing that may hold a violation. */
  candidates(): readonly string[];
  /** All files that the last indexing saw. */
  files(): readonly string[];
  check(file: string): FileReport;
  /** Puts an open document's text in place of what is on disk; undefined takes it away again. */
  setDocument(file: string, text: string | undefined): void;
  /** Takes in that a file was written, made or deleted. */
  fileChanged(file: string): void;
  /** Forgets the facts of a file that nobody asks about again. */
  release(file: string): void;
  /** Why a file must not be written: a byte that is not edited would change. */
  refusalToWrite(file: string): string | undefined;
  /** True for files that the configuration lets be looked at. */
  covers(file: string): boolean;
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

const codeFile = /\.(py|[cm]?[jt]sx?)$/;
const declarationFile = /\.d\.[cm]?ts$/;

export interface ProjectOptions {
  /** More paths to leave out, as an editor's settings say. */
  readonly isExcluded?: PathTest;
}

export function createProject(loaded: LoadedConfig, options: ProjectOptions = {}): Project {
  const { root, config } = loaded;
  const byConfig = pathTest(config.exclude);
  const isExcluded: PathTest = (path) => byConfig(path) || (options.isExcluded?.(path) ?? false);
  const languages = new Set(config.sources.map(({ language }) => language));
  const isWanted = (name: string): boolean =>
    codeFile.test(name) && !declarationFile.test(name) && languages.has(languageOf(name));

  const tree = createDirectoryTree(root);
  const newModules = (): Analysis['modules'] => ({
    python: createPythonModules(tree, config.roots),
    typescript: createTypeScriptModules({ ...tree, readFile }),
  });
  let modules = newModules();
  let specifiers: SpecifierResolver | undefined;
  const documents = new Map<string, string>();
  const snapshots = new Map<string, FileSnapshot | { unreadable: string }>();
  const refusals = new Map<string, string>();
  let current: Analysis | undefined;
  let seen: readonly string[] = [];
  let candidates: Candidates | undefined;

  function readFile(path: string): string | undefined {
    const read = readBytes(join(root, path));
    return read.ok ? read.bytes.toString('utf8') : undefined;
  }

  function read(file: string): FileSnapshot | undefined {
    const found = readOrReason(file);
    return 'unreadable' in found ? undefined : found;
  }

  function readOrReason(file: string): FileSnapshot | { unreadable: string } {
    let known = snapshots.get(file);
    if (!known) snapshots.set(file, (known = readNow(file)));
    return known;
  }

  function readNow(file: string): FileSnapshot | { unreadable: string } {
    const open = documents.get(file);
    if (open !== undefined) return { text: open, facts: factsOf(file, open) };
    const result = readSnapshot(root, file);
    if (!result.ok) return { unreadable: result.message };
    if (result.refusal !== undefined) refusals.set(file, result.refusal);
    return result.snapshot;
  }

  function analysis(): Analysis {
    current ??= createAnalysis(config, {
      read,
      modules,
      mayPassOn: (file) => candidates?.mayPassOn(file) ?? true,
    });
    return current;
  }

  function* index(): Generator<IndexProgress> {
    seen = walk({ root, tree, isExcluded, isWanted });
    candidates = createCandidates({ root, config, modules, tree, text: (file) => documents.get(file) });
    for (const [done, file] of seen.entries()) {
      candidates.add(file);
      if (done % 200 === 199) yield { done, total: seen.length };
    }
  }

  function check(file: string): FileReport {
    const found = readOrReason(file);
    if ('unreadable' in found) return { violations: [], unreadable: found.unreadable, snapshot: undefined };
    return { violations: analysis().check(file), unreadable: undefined, snapshot: found };
  }

  function forget(file: string): void {
    snapshots.delete(file);
    refusals.delete(file);
    current = undefined;
  }

  function setDocument(file: string, text: string | undefined): void {
    if (documents.get(file) === text) return;
    if (text === undefined) documents.delete(file);
    else documents.set(file, text);
    forget(file);
    candidates?.add(file);
  }

  function fileChanged(file: string): void {
    const wasThere = seen.includes(file);
    tree.changed(file);
    modules = newModules();
    specifiers = undefined;
    forget(file);
    candidates?.add(file);
    const isThere = tree.fileExists(file) && covers(file);
    if (isThere && !wasThere) seen = [...seen, file];
    if (!isThere && wasThere) seen = seen.filter((each) => each !== file);
  }

  function covers(file: string): boolean {
    return isWanted(file.slice(file.lastIndexOf('/') + 1)) && !isExcluded(file);
  }

  return {
    loaded,
    analysis,
    environment: createFixEnvironment({
      root,
      parse: factsOf,
      importersOf: (file) => candidates?.importersOf(file) ?? [],
      files: () => seen,
      read,
      specifiers: () => (specifiers ??= createSpecifierResolver({ ...tree, readFile })),
    }),
    index,
    candidates: () => candidates?.list(analysis()) ?? [],
    files: () => seen,
    check,
    setDocument,
    fileChanged,
    release: (file) => {
      if (!documents.has(file)) snapshots.delete(file);
    },
    refusalToWrite: (file) => refusals.get(file),
    covers,
  };
}
