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
import { shapesOf, type Shapes } from './shapes.ts';
import { managerModules, statementsOf, type ManagerModules, type Statement } from './statements.ts';

export interface TreeReading {
  /** The from-imports of the managers' modules, and of the emitter's. */
  readonly statements: readonly Statement[];
  readonly emitter: readonly Statement[];
  /** What the names of the emitter's modules are. */
  readonly shapes: Shapes;
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
  const analysis = createAnalysis(config, { read, modules });
  const [managers, emitters] = ['websocket-manager', 'websocket-emitter'].map((source) =>
    managerModules(config, source, (id) => modules.python.resolveId(id)),
  ) as [ManagerModules, ManagerModules];

  const files = pythonFiles(root);
  const statements: Statement[] = [];
  const emitter: Statement[] = [];
  for (const file of files) {
    const { modules: written } = scanImportLines(readFileSync(join(root, file)));
    const ids = new Set(written.map((specifier) => modules.python.resolve(file, specifier).id));
    const concerns = ({ canonical, legacy }: ManagerModules): boolean =>
      ids.has(canonical.id) || [...legacy].some((id) => ids.has(id));
    if (concerns(managers)) statements.push(...of(file, managers));
    if (concerns(emitters)) emitter.push(...of(file, emitters));
  }
  return { statements, emitter, shapes: shapesOf(analysis, emitter), files: files.length };

  function of(file: string, source: ManagerModules): Statement[] {
    const snapshot = read(file);
    return snapshot ? statementsOf(analysis.graph, source, file, snapshot) : [];
  }
}

/** All `.py` files, whatever `.gitignore` says: the census counts what is committed. */
function pythonFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
