import { join } from 'node:path';
import type { Analysis } from '../engine/analysis.ts';
import type { Config } from '../engine/config/schema.ts';
import { pathTest } from '../engine/globs.ts';
import type { Binding } from '../engine/facts.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { ownerOf } from '../engine/ownership.ts';
import type { Source } from '../engine/source.ts';
import { createByteNames } from '../engine/python/byteNames.ts';
import { scanImportLines, type ImportLines } from '../engine/python/importLines.ts';
import type { DirectoryTree } from './fileTree.ts';
import { createImportIndex, type ImportIndex, type ImportLine } from './importIndex.ts';
import { createReadBuffer, readBytes } from './readText.ts';

/**
 * Which files have to be read in full. Every file gets one cheap look: at its import lines (Python) and for the words
 * that a violation must contain. What a look cannot exclude is a candidate.
 */
export interface Candidates {
  /** Looks at a file, again if it was looked at before. */
  add(file: string): void;
  /** The candidates in the order in which files were added. Reads those that others import from. */
  list(analysis: Analysis): readonly string[];
  /** False for a file of which the last listing found that it passes on nothing owned. */
  mayPassOn(file: string): boolean;
  /** Files that may import from `file`. */
  importersOf(file: string): readonly string[];
}

export interface CandidatesOptions {
  readonly root: string;
  readonly config: Config;
  readonly modules: Analysis['modules'];
  readonly tree: DirectoryTree;
  /** The text of an open document. */
  readonly text: (file: string) => string | undefined;
}

export function createCandidates({ root, config, modules, tree, text }: CandidatesOptions): Candidates {
  const firstParts = new Map<string, boolean>();
  const imports: ImportIndex = createImportIndex(modules.python, (part) => {
    let inside = firstParts.get(part);
    if (inside === undefined)
      firstParts.set(part, (inside = modules.python.resolveId(part).kind !== 'unknown'));
    return inside;
  });
  const names = createByteNames();
  const buffer = createReadBuffer();
  const order = new Map<string, number>();
  const unreadable = new Set<string>();
  const mentioning = new Set<string>();
  const leading = new Set<string>();
  const words = wordsOf(config);
  const isOwner = pathTest(config.sources.flatMap(({ owners }) => owners));

  function add(file: string): void {
    if (!order.has(file)) order.set(file, order.size);
    unreadable.delete(file);
    mentioning.delete(file);
    imports.set(file, undefined);
    const open = text(file);
    if (open === undefined && !tree.fileExists(file)) {
      order.delete(file);
      return;
    }
    const bytes =
      open === undefined
        ? readBytes(join(root, file), buffer)
        : { ok: true as const, bytes: Buffer.from(open) };
    if (!bytes.ok) {
      unreadable.add(file);
      return;
    }
    const language = languageOf(file);
    if (words[language].some((word) => bytes.bytes.includes(word))) mentioning.add(file);
    if (language === 'python') imports.set(file, rows(scanImportLines(bytes.bytes, names)));
  }

  function list(analysis: Analysis): readonly string[] {
    const found = new Set([...mentioning, ...unreadable]);
    const python = analysis.sources.filter((source) => source.config.language === 'python');
    const queue =
      python.length === 0
        ? []
        : [...order.keys()].filter((file) => isOwner(file) && languageOf(file) === 'python');
    for (const source of python) {
      if (source.canonical.kind === 'file') leading.add(source.canonical.file);
      for (const file of importersOfSource(source)) found.add(file);
    }
    for (const file of [...found, ...queue]) leading.add(file);
    queue.push(...found);
    // What a file passes on under its own name makes its importers candidates too, and lets them pass it on again.
    const told = new Set<string>();
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (languageOf(file) !== 'python' || imports.importersOf(modules.python.idOf(file)).size === 0)
        continue;
      for (const name of passedOn(analysis, file)) {
        const key = `${file}\0${name}`;
        if (told.has(key)) continue;
        told.add(key);
        for (const importer of imports.importersOfName(modules.python.idOf(file), name)) {
          found.add(importer);
          leading.add(importer);
          queue.push(importer);
        }
      }
    }
    return [...found].filter((file) => order.has(file)).sort((a, b) => order.get(a)! - order.get(b)!);
  }

  /** Files that name the canonical or a legacy module, or a package on the way to one. */
  function importersOfSource(source: Source): Set<string> {
    const files = new Set<string>();
    for (const module of [source.canonical.id, ...source.legacyModules]) {
      for (const file of imports.importersOf(module)) files.add(file);
      const parts = module.split('.');
      for (let length = 1; length < parts.length; length++)
        for (const file of imports.importersOfName(parts.slice(0, length).join('.'), parts[length]!))
          files.add(file);
    }
    return files;
  }

  return {
    add,
    list,
    mayPassOn: (file) => languageOf(file) !== 'python' || leading.has(file),
    importersOf: (file) =>
      languageOf(file) === 'python' ? [...imports.importersOf(modules.python.idOf(file))] : [...mentioning],
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

/** Words of which a file must hold one, as bytes: a word that holds another is covered by it. */
function wordsOf(config: Config): Record<'python' | 'typescript', Buffer[]> {
  const collect = (language: 'python' | 'typescript'): Buffer[] => {
    const words = new Set(['ssot-disable']);
    for (const source of config.sources.filter((each) => each.language === language)) {
      for (const name of source.classes) words.add(name);
      if (language === 'python') continue;
      for (const name of [...source.legacyFactories, ...source.singletons]) words.add(name);
      for (const module of [source.module, ...source.legacyModules]) words.add(lastPart(module));
    }
    const all = [...words];
    return all
      .filter((word) => !all.some((other) => other !== word && word.includes(other)))
      .map((word) => Buffer.from(word));
  };
  return { python: collect('python'), typescript: collect('typescript') };
}

/** The part of a module's path that every import of it, or of a barrel beside it, is likely to hold. */
function lastPart(module: string): string {
  return module.slice(module.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

function rows({ modules, firstNames, names }: ImportLines): ImportLine[] {
  return modules.map((module, index) => ({
    module,
    names: names.slice(firstNames[index], firstNames[index + 1]),
  }));
}
