import { dirname, join, relative, sep } from 'node:path';
import { pathTest, type PathTest } from '../engine/globs.ts';
import {
  configFileName,
  findConfig,
  loadConfig,
  type ConfigFault,
  type LoadedConfig,
} from './configuration.ts';
import { createDirectoryTree } from './fileTree.ts';
import { createProject, type Project } from './project.ts';
import { createProjectFiles, type ProjectFiles } from './projectFiles.ts';
import { createTraces, type Traces } from './trace.ts';
import { createCoverage } from './walk.ts';

/** The projects of an editor's workspace: one for each configuration in or above its folders. */
export interface Workspace {
  readonly projects: readonly Project[];
  readonly faults: readonly ConfigFault[];
  /** Folders for which there is no configuration. */
  readonly withoutConfiguration: readonly string[];
  /** Whether a file lies in one of the folders: a configuration above them reaches further. */
  isInside(path: string): boolean;
  /** The project in whose folder a path lies, that of the nearest configuration above it, and the path there. */
  holding(path: string): Place | undefined;
  /** The same for a file that the project covers. */
  locate(path: string): Place | undefined;
  /** Another project of the same configuration, which has read nothing yet: for what would be. */
  copyOf(project: Project): Project;
  /** The projects whose own folder is at a path, or below it. */
  projectsIn(path: string): readonly Project[];
  /** By what a project reads its files. */
  basisOf(project: Project): ProjectBasis;
}

export interface ProjectBasis {
  /** What the editor hides, for paths relative to the project's root. */
  readonly isExcluded: PathTest;
  readonly files: ProjectFiles;
  /** What was asked of the disk; undefined where nobody writes that down. */
  readonly traces: Traces | undefined;
}

export interface Place {
  readonly project: Project;
  readonly file: string;
}

/**
 * @param folders absolute
 * @param exclude globs of the editor, relative to each folder
 * @param isTraced whether projects write down what they ask of the disk
 */
export function openWorkspace(
  folders: readonly string[],
  exclude: readonly string[],
  isTraced = false,
): Workspace {
  const faults: ConfigFault[] = [];
  const withoutConfiguration: string[] = [];
  const paths = new Set<string>();
  const isHidden = pathTest(exclude);
  for (const folder of folders) {
    const inside = configsIn(folder, isHidden);
    const above = inside.includes(join(folder, configFileName)) ? undefined : findConfig(folder);
    if (above !== undefined) paths.add(above);
    for (const path of inside) paths.add(path);
    if (above === undefined && inside.length === 0) withoutConfiguration.push(folder);
  }

  const projects: Project[] = [];
  /** Folders of all configurations, the deepest first: what lies below a bad one is nobody else's. */
  const roots = [...paths].map((path) => dirname(path)).sort((a, b) => b.length - a.length);
  const byRoot = new Map<string, Project>();
  const bases = new Map<Project, ProjectBasis>();
  for (const path of paths) {
    const result = loadConfig(path);
    if (!result.ok) {
      faults.push(...result.faults);
      continue;
    }
    const { loaded } = result;
    const basis = basisFor(loaded);
    const project = createProject(loaded, basis);
    projects.push(project);
    bases.set(project, basis);
    byRoot.set(loaded.root, project);
  }

  function basisFor(loaded: LoadedConfig): ProjectBasis {
    const isExcluded = hiddenBelow(loaded.root, folders, isHidden);
    const files = createProjectFiles(loaded, isExcluded);
    return { isExcluded, files, traces: isTraced ? createTraces() : undefined };
  }

  function holding(path: string): Place | undefined {
    const root = roots.find((each) => isBelow(each, path));
    const project = root === undefined ? undefined : byRoot.get(root);
    return project && { project, file: posixPath(root!, path) };
  }

  function locate(path: string): Place | undefined {
    const place = holding(path);
    return place?.project.covers(place.file) ? place : undefined;
  }

  const isInside = (path: string): boolean => folders.some((folder) => isBelow(folder, path));
  const projectsIn = (path: string): readonly Project[] =>
    projects.filter(({ loaded: { root } }) => root === path || isBelow(path, root));
  const basisOf = (project: Project): ProjectBasis => bases.get(project)!;
  const copyOf = (project: Project): Project =>
    createProject(project.loaded, { isExcluded: basisOf(project).isExcluded });
  return { projects, faults, withoutConfiguration, isInside, holding, locate, copyOf, projectsIn, basisOf };
}

/** Whether a path lies somewhere in a folder. */
export function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function posixPath(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}

/** What the editor hides, for paths relative to `root`: its globs are relative to its own folders. */
function hiddenBelow(root: string, folders: readonly string[], isHidden: PathTest): PathTest {
  const tests = folders.flatMap((folder): PathTest[] => {
    if (folder === root) return [isHidden];
    if (isBelow(folder, root)) {
      const prefix = posixPath(folder, root);
      return [(path) => isHidden(`${prefix}/${path}`)];
    }
    if (!isBelow(root, folder)) return [];
    const prefix = `${posixPath(root, folder)}/`;
    return [(path) => path.startsWith(prefix) && isHidden(path.slice(prefix.length))];
  });
  return (path) => tests.some((test) => test(path));
}

/** The configurations in a folder, found as its files are: not in what is ignored. */
function configsIn(folder: string, isHidden: PathTest): string[] {
  const coverage = createCoverage({
    root: folder,
    tree: createDirectoryTree(folder),
    isExcluded: isHidden,
    isWanted: (name) => name === configFileName,
  });
  return coverage.walk().map((path) => join(folder, ...path.split('/')));
}
