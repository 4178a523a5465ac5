import type ts from 'typescript';
import type { AnalysisHost, FileSnapshot } from '../engine/analysis.ts';
import type { FixEnvironment } from '../engine/fix/environment.ts';
import { createTypeScriptModules, type TypeScriptTree } from '../engine/graph/typescriptModules.ts';
import type { ModuleResolver } from '../engine/graph/moduleTarget.ts';
import { extractTypeScriptFacts, readTypeScript } from '../engine/typescript/extractFacts.ts';
import { importStyleOf, specifierFor } from '../engine/typescript/importStyle.ts';
import { folderOf, joinPath, modulePath } from '../engine/typescript/posixPath.ts';
import { createSpecifierResolver, type SpecifierHost } from '../engine/typescript/resolveSpecifier.ts';
import { workspacePackages, type WorkspaceHost } from '../engine/typescript/workspaces.ts';
import type { FileFacts } from '../engine/facts.ts';

/** The facts of files that the language service has parsed, as long as it keeps them. */
export interface FactsCache {
  of(file: ts.SourceFile): FileFacts;
}

export function createFactsCache(namespace: typeof ts, walked: () => void): FactsCache {
  const known = new WeakMap<ts.SourceFile, FileFacts>();
  return {
    of(file) {
      let facts = known.get(file);
      if (!facts) {
        walked();
        known.set(file, (facts = extractTypeScriptFacts(namespace, file)));
      }
      return facts;
    },
  };
}

/**
 * The engine's view of one program: the language service's files first, then what is on disk.
 *
 * @param poll called whenever the engine looks at a file, so that it can be stopped by what that throws
 */
export function createProgramFiles(
  namespace: typeof ts,
  program: ts.Program,
  host: ts.server.ServerHost,
  root: string,
  facts: FactsCache,
  poll: () => void,
): AnalysisHost & { readonly environment: FixEnvironment } {
  const onDisk = new Map<string, FileSnapshot | undefined>();
  const absolute = (path: string) => joinPath(root, path);

  function read(file: string): FileSnapshot | undefined {
    poll();
    const source = program.getSourceFile(absolute(file));
    if (source) return { text: source.text, facts: facts.of(source) };
    if (!onDisk.has(file)) {
      const text = host.fileExists(absolute(file)) ? host.readFile(absolute(file)) : undefined;
      onDisk.set(
        file,
        text === undefined ? undefined : { text, facts: readTypeScript(namespace, file, text) },
      );
    }
    return onDisk.get(file);
  }

  const packages = new Map<string, ReadonlyMap<string, string>>();
  const workspaceHost: WorkspaceHost = {
    readFile: (path) => (host.fileExists(path) ? host.readFile(path) : undefined),
    foldersIn: (path) => host.getDirectories(path),
  };
  /** The packages of the workspace whose top a folder is, by name. */
  const listed = (folder: string) => {
    let found = packages.get(folder);
    if (!found) packages.set(folder, (found = workspacePackages(workspaceHost, folder)));
    return found;
  };

  const tree: SpecifierHost & TypeScriptTree = {
    fileExists: (path) =>
      program.getSourceFile(absolute(path)) !== undefined || host.fileExists(absolute(path)),
    directoryExists: (path) => host.directoryExists(absolute(path)),
    readFile: (path) => (host.fileExists(absolute(path)) ? host.readFile(absolute(path)) : undefined),
    packageFolder: (name, fromFile) => workspacePackage(host, root, listed, absolute(fromFile), name),
    files: () =>
      program
        .getSourceFiles()
        .flatMap(({ fileName }) => (isOurs(fileName, root) ? [fileName.slice(root.length + 1)] : [])),
  };
  const specifiers = createSpecifierResolver(tree);

  return {
    read,
    modules: { typescript: createTypeScriptModules(tree), python: noModules },
    today: () => new Date().toISOString().slice(0, 10),
    environment: {
      parse: (file, text) => readTypeScript(namespace, file, text),
      specifier(file, module, today) {
        const snapshot = read(file);
        if (!snapshot || module.kind !== 'file') return undefined;
        const style = importStyleOf(snapshot.text, snapshot.facts);
        return specifierFor(specifiers, style, file, module.file, today);
      },
      importOptions: (file) => specifiers.optionsOf(file),
      importersOf(file) {
        // Whoever imports a module has the last part of its path in its text, or imports the folder that it is the index of.
        const word = modulePath(file).split('/').at(-1) ?? '';
        return program
          .getSourceFiles()
          .filter(({ fileName, text }) => isOurs(fileName, root) && text.includes(word))
          .map(({ fileName }) => fileName.slice(root.length + 1));
      },
      // What strings name are Python's patches; those of a mock registry are found as violations of their own.
      filesNaming: () => [],
      filesQuoting: () => [],
      mockingFiles: () =>
        program
          .getSourceFiles()
          .filter(({ fileName, text }) => isOurs(fileName, root) && /mock|proxyquire/i.test(text))
          .map(({ fileName }) => fileName.slice(root.length + 1)),
    },
  };
}

/** True for files below a folder that people write: no declarations, no packages. */
export function isOurs(fileName: string, root: string): boolean {
  return (
    fileName.startsWith(`${root}/`) && !fileName.includes('/node_modules/') && !/\.d\.[cm]?ts$/.test(fileName)
  );
}

/**
 * The folder that `node_modules` links a package to, where it is one of the workspace; where nothing is installed, that of
 * the package which the workspace itself says it has.
 */
function workspacePackage(
  host: ts.server.ServerHost,
  root: string,
  listed: (folder: string) => ReadonlyMap<string, string>,
  fromFile: string,
  name: string,
): string | undefined {
  for (let folder = folderOf(fromFile); folder.length >= root.length; folder = folderOf(folder)) {
    const link = `${folder}/node_modules/${name}`;
    if (!host.directoryExists(link)) {
      if (host.directoryExists(`${folder}/node_modules`)) continue;
      const own = listed(folder).get(name);
      if (own !== undefined) return own.slice(root.length + 1);
      continue;
    }
    const real = host.realpath?.(link) ?? link;
    return real.startsWith(`${root}/`) && !real.includes('/node_modules/')
      ? real.slice(root.length + 1)
      : undefined;
  }
  return undefined;
}

/** A TypeScript server knows nothing of Python's modules, and no rule asks for them in a TypeScript file. */
const unknown = (id: string) => ({ kind: 'unknown', id, reason: 'Python is not read here' }) as const;
const noModules: ModuleResolver = {
  resolve: (_file, specifier) => unknown(specifier),
  resolveId: unknown,
  resolveEvery: (id) => [unknown(id)],
  submodule: () => undefined,
  idOf: (file) => file,
};
