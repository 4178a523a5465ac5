/** Reads the statements of a whole tree, with the preset and nothing excluded. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { createAnalysis, type FileSnapshot } from '../../src/engine/analysis.ts';
import { parseConfig } from '../../src/engine/config/parseConfig.ts';
import { createPythonModules } from '../../src/engine/graph/pythonModules.ts';
import { createTypeScriptModules } from '../../src/engine/graph/typescriptModules.ts';
import { scanImportLines } from '../../src/engine/python/importLines.ts';
import { createDirectoryTree } from '../../src/project/fileTree.ts';
import { readSnapshot } from '../../src/project/sourceReader.ts';
import { managerModules, statementsOf, type Statement } from './statements.ts';

export interface TreeReading {
  readonly statements: readonly Statement[];
  readonly files: number;
}

/** @param root absolute path of the tree */
export function readTree(root: string): TreeReading {
  const parsed = parseConfig('{ "extends": ["preset:netra"], "exclude": [] }');
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  const { config } = parsed;
  const tree = createDirectoryTree(root);
  const modules = {
    python: createPythonModules(tree, config.roots),
    typescript: createTypeScriptModules({ ...tree, readFile: () => undefined }),
  };
  const snapshots = new Map<string, FileSnapshot | undefined>();
  const read = (file: string): FileSnapshot | undefined => {
    if (!snapshots.has(file)) {
      const result = readSnapshot(root, file);
      snapshots.set(file, result.ok ? result.snapshot : undefined);
    }
    return snapshots.get(file);
  };
  const { graph } = createAnalysis(config, { read, modules });
  const managers = managerModules(config, (id) => modules.python.resolveId(id));

  const files = pythonFiles(root);
  const statements = files.flatMap((file) => {
    const { modules: written } = scanImportLines(readFileSync(join(root, file)));
    const isManager = (specifier: string): boolean => {
      const { id } = modules.python.resolve(file, specifier);
      return id === managers.canonical.id || managers.legacy.has(id);
    };
    const snapshot = written.some(isManager) ? read(file) : undefined;
    return snapshot ? statementsOf(graph, managers, file, snapshot) : [];
  });
  return { statements, files: files.length };
}

/** All `.py` files, whatever `.gitignore` says: the census counts what is committed. */
function pythonFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
