import { importOptionsOf, type ImportOptions } from './importOptions.ts';
import { folderOf, joinPath } from './posixPath.ts';
import { readProjectFile, type ProjectFile, type ProjectFileHost } from './projectFile.ts';

/** The part of a project's `tsconfig.json` or `jsconfig.json` by which it finds modules. */
export interface PathMappings {
  /** The folder that specifiers without a dot may start in. */
  readonly baseUrl: string | undefined;
  /** In the order in which they are tried: the most specific pattern first. */
  readonly patterns: readonly PathPattern[];
  /** Folders that are merged into one when the program runs: a relative path may lead from one into another. */
  readonly rootDirs: readonly string[];
  /** What may stand between a module's name and its extension, in the order in which it is tried. */
  readonly suffixes: readonly string[];
  /** Conditions of package exports that hold beside the usual ones. */
  readonly conditions: readonly string[];
  /** The older ways to find modules do not look at what packages export. */
  readonly ignoresExports: boolean;
  readonly options: ImportOptions;
}

/** One entry of `paths`: `@/*` is the prefix `@/`, the suffix `` and a star. */
export interface PathPattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly hasStar: boolean;
  /** Paths with at most one `*`, from the root. */
  readonly targets: readonly string[];
}

/** One project, and those that it refers to. */
interface Project {
  readonly file: ProjectFile;
  readonly mappings: PathMappings;
  readonly references: readonly Project[];
}

const none: PathMappings = {
  baseUrl: undefined,
  patterns: [],
  rootDirs: [],
  suffixes: [''],
  conditions: [],
  ignoresExports: false,
  options: importOptionsOf({}),
};

/**
 * The mappings of the nearest `tsconfig.json`, else `jsconfig.json`, at or above a file; none where there is no such file.
 * Where that project does not hold the file and refers to others, those of the first one that does; of a solution none of
 * whose projects holds it, those of the first that has any. Files of one project get the same object.
 */
export function createPathMappings(host: ProjectFileHost): (file: string) => PathMappings {
  const known = new Map<string, Project | undefined>();
  const nearestTo = new Map<string, Project | undefined>();

  function projectAt(path: string): Project | undefined {
    if (known.has(path)) return known.get(path);
    // Projects that refer to each other in a circle add nothing.
    known.set(path, undefined);
    const file = readProjectFile(host, path);
    const project = file && {
      file,
      mappings: mappingsOf(file),
      references: file.references.flatMap((reference) => projectAt(reference) ?? []),
    };
    known.set(path, project);
    return project;
  }

  function nearest(folder: string): Project | undefined {
    if (nearestTo.has(folder)) return nearestTo.get(folder);
    const found =
      projectAt(joinPath(folder, 'tsconfig.json')) ?? projectAt(joinPath(folder, 'jsconfig.json'));
    const isTop = folder === '' || folder === '/' || folder.endsWith('..');
    const project = found ?? (isTop ? undefined : nearest(folderOf(folder)));
    nearestTo.set(folder, project);
    return project;
  }

  return (file) => {
    const project = nearest(folderOf(file));
    return project ? projectFor(project, file).mappings : none;
  };
}

function projectFor(project: Project, file: string): Project {
  if (project.references.length === 0 || project.file.holds(file)) return project;
  const holding = holdingIn(project, file);
  if (holding) return holding;
  const hasMappings = ({ mappings }: Project): boolean =>
    mappings.patterns.length > 0 || mappings.baseUrl !== undefined;
  return hasMappings(project) ? project : (project.references.find(hasMappings) ?? project);
}

function holdingIn({ references }: Project, file: string): Project | undefined {
  for (const each of references) {
    const found = each.file.holds(file) ? each : holdingIn(each, file);
    if (found) return found;
  }
  return undefined;
}

function mappingsOf(file: ProjectFile): PathMappings {
  const patterns = Object.entries(file.paths).map(([pattern, targets]): PathPattern => {
    const star = pattern.indexOf('*');
    return {
      prefix: star === -1 ? pattern : pattern.slice(0, star),
      suffix: star === -1 ? '' : pattern.slice(star + 1),
      hasStar: star !== -1,
      targets,
    };
  });
  // TypeScript takes a pattern without a star first, then the one with the longest prefix.
  patterns.sort((a, b) => Number(a.hasStar) - Number(b.hasStar) || b.prefix.length - a.prefix.length);
  return {
    baseUrl: file.baseUrl,
    patterns,
    rootDirs: file.rootDirs,
    suffixes: file.moduleSuffixes.length > 0 ? file.moduleSuffixes : [''],
    conditions: file.customConditions,
    ignoresExports: ['node', 'node10', 'classic'].includes(file.moduleResolution ?? ''),
    options: file.importOptions,
  };
}

/** What a pattern's star stands for in `text`; empty for a pattern without one; undefined where it does not match. */
export function matchPattern(
  { prefix, suffix, hasStar }: Pick<PathPattern, 'prefix' | 'suffix' | 'hasStar'>,
  text: string,
): string | undefined {
  if (!hasStar) return text === prefix ? '' : undefined;
  if (text.length < prefix.length + suffix.length || !text.startsWith(prefix) || !text.endsWith(suffix))
    return undefined;
  return text.slice(prefix.length, text.length - suffix.length);
}
