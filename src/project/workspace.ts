import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pathTest } from '../engine/globs.ts';
import { configFileName, findConfig, loadConfig, type ConfigFault } from './configuration.ts';
import { createProject, type Project } from './project.ts';

/** The projects of an editor's workspace: one for each configuration in or above its folders. */
export interface Workspace {
  readonly projects: readonly Project[];
  readonly faults: readonly ConfigFault[];
  /** Folders for which there is no configuration. */
  readonly withoutConfiguration: readonly string[];
  /** The project that a file belongs to, that of the nearest configuration above it, and its path there. */
  locate(path: string): { readonly project: Project; readonly file: string } | undefined;
}

/** Folders in which nobody keeps a configuration of their own project. */
const never = new Set(['.git', 'node_modules', '__pycache__', '.venv', 'venv', 'dist', 'build']);

/**
 * @param folders absolute
 * @param exclude globs of the editor, relative to each folder
 */
export function openWorkspace(folders: readonly string[], exclude: readonly string[]): Workspace {
  const faults: ConfigFault[] = [];
  const withoutConfiguration: string[] = [];
  const paths = new Set<string>();
  for (const folder of folders) {
    const isExcluded = pathTest(exclude);
    const inside = configsIn(folder, (path) => isExcluded(path));
    const above = inside.includes(join(folder, configFileName)) ? undefined : findConfig(folder);
    if (above !== undefined) paths.add(above);
    for (const path of inside) paths.add(path);
    if (above === undefined && inside.length === 0) withoutConfiguration.push(folder);
  }

  const roots = [...paths].map((path) => path.slice(0, -configFileName.length - 1));
  const projects: Project[] = [];
  for (const path of paths) {
    const result = loadConfig(path);
    if (!result.ok) {
      faults.push(...result.faults);
      continue;
    }
    const { root } = result.loaded;
    // A configuration further inside has a graph of its own; its folder is not this project's.
    const nested = roots
      .filter((other) => other.startsWith(root + sep))
      .map((other) => relative(root, other).split(sep).join('/'));
    const excluded = pathTest([...exclude, ...nested, ...nested.map((folder) => `${folder}/**`)]);
    projects.push(createProject(result.loaded, { isExcluded: excluded }));
  }

  function locate(path: string): { project: Project; file: string } | undefined {
    const holding = projects.filter(({ loaded }) => path.startsWith(loaded.root + sep));
    const project = holding.sort((a, b) => b.loaded.root.length - a.loaded.root.length)[0];
    if (!project) return undefined;
    const file = path
      .slice(project.loaded.root.length + 1)
      .split(sep)
      .join('/');
    return project.covers(file) ? { project, file } : undefined;
  }

  return { projects, faults, withoutConfiguration, locate };
}

function configsIn(folder: string, isExcluded: (path: string) => boolean): string[] {
  const found: string[] = [];
  visit('');
  return found;

  function visit(directory: string): void {
    let entries;
    try {
      entries = readdirSync(join(folder, directory), { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (entry.name === configFileName && entry.isFile()) found.push(join(folder, directory, entry.name));
      else if (entry.isDirectory() && !never.has(entry.name) && !isExcluded(path)) visit(path);
    }
  }
}
