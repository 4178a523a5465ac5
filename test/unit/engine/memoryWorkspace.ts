import ts from 'typescript';
import { createAnalysis, type Analysis, type FileSnapshot } from '../../../src/engine/analysis.ts';
import { parseConfig } from '../../../src/engine/config/parseConfig.ts';
import type { FileFacts } from '../../../src/engine/facts.ts';
import type { FixEnvironment } from '../../../src/engine/fix/environment.ts';
import { languageOf } from '../../../src/engine/graph/moduleGraph.ts';
import { createPythonModules } from '../../../src/engine/graph/pythonModules.ts';
import { createTypeScriptModules } from '../../../src/engine/graph/typescriptModules.ts';
import { notebookFacts } from '../../../src/engine/notebook/notebookFacts.ts';
import { isNotebook, readNotebook } from '../../../src/engine/notebook/readNotebook.ts';
import { extractPythonFacts } from '../../../src/engine/python/extractFacts.ts';
import { readTypeScript } from '../../../src/engine/typescript/extractFacts.ts';
import { importStyleOf, specifierFor } from '../../../src/engine/typescript/importStyle.ts';
import { createSpecifierResolver } from '../../../src/engine/typescript/resolveSpecifier.ts';
import { notebookBytes } from './percentNotebook.ts';

/** A workspace that is nowhere on disk, read by the engine as a real one would be. */
export interface MemoryWorkspace {
  readonly analysis: Analysis;
  readonly environment: FixEnvironment;
}

/** @param files texts by path, `ssot.config.json` among them */
export function openMemory(files: ReadonlyMap<string, string>): MemoryWorkspace {
  const parsed = parseConfig(files.get('ssot.config.json') ?? '{}');
  if (!parsed.ok) throw new Error(parsed.problems.map(({ key, message }) => `${key}: ${message}`).join('\n'));
  const folders = new Set([...files.keys()].flatMap((path) => foldersOf(path)));
  const tree = {
    fileExists: (path: string) => files.has(path),
    directoryExists: (path: string) => folders.has(path),
    readFile: (path: string) => files.get(path),
    files: () => [...files.keys()].filter((path) => /\.[cm]?[jt]sx?$/.test(path)),
  };
  const snapshots = new Map<string, FileSnapshot>();
  const read = (file: string): FileSnapshot | undefined => {
    const text = files.get(file);
    if (text === undefined) return undefined;
    let known = snapshots.get(file);
    if (!known) snapshots.set(file, (known = snapshotOf(file, text)));
    return known;
  };
  const modules = {
    python: createPythonModules(tree, parsed.config.roots),
    typescript: createTypeScriptModules(tree),
  };
  const analysis = createAnalysis(parsed.config, { read, modules });
  const specifiers = createSpecifierResolver(tree);
  const code = [...files.keys()].filter((path) => /\.(py|ipynb|[cm]?[jt]sx?)$/.test(path));
  const pythonWith = (pattern: string): string[] =>
    code.filter((file) => languageOf(file) === 'python' && new RegExp(pattern).test(files.get(file)!));
  const environment: FixEnvironment = {
    parse,
    importersOf: (file) =>
      code.filter((each) =>
        analysis.graph.importsOf(each).some((fact) => {
          const target = analysis.graph.target(each, fact);
          const inside = fact.names.map(({ name }) => modules[languageOf(each)].submodule(target, name));
          return [target, ...inside].some((found) => found?.kind === 'file' && found.file === file);
        }),
      ),
    filesNaming: (dotted) => {
      const last = dotted.slice(dotted.lastIndexOf('.') + 1);
      return pythonWith(`["'](${dotted.replaceAll('.', '\\.')}(\\.[\\w.]*)?|\\.[\\w.]*\\b${last})["']`);
    },
    filesQuoting: (dotted) => pythonWith(`["']${dotted.replaceAll('.', '\\.')}\\.?["']`),
    mockingFiles: () => code.filter((file) => languageOf(file) === 'typescript'),
    specifier: (file, module, today) => {
      if (languageOf(file) === 'python') return module.id;
      const { text, facts } = read(file)!;
      return module.kind === 'file'
        ? specifierFor(specifiers, importStyleOf(text, facts), file, module.file, today)
        : undefined;
    },
    importOptions: (file) => specifiers.optionsOf(file),
  };
  return { analysis, environment };
}

/** A notebook is in the percent format. */
function snapshotOf(file: string, text: string): FileSnapshot {
  if (!isNotebook(file)) return { text, facts: parse(file, text) };
  const notebook = readNotebook(notebookBytes(text));
  return { text: notebook.text, facts: notebookFacts(notebook), notebook };
}

export function parse(file: string, text: string): FileFacts {
  return languageOf(file) === 'python' ? extractPythonFacts(text) : readTypeScript(ts, file, text);
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
