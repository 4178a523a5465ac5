import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import type { SourceProblem } from '../engine/source.ts';
import {
  configFileName,
  describeFault,
  findConfig,
  loadConfig,
  type LoadedConfig,
} from '../project/configuration.ts';
import { createProject, type Project } from '../project/project.ts';
import { createProgressLine } from './progress.ts';

export interface OpenedProject {
  readonly project: Project;
  readonly isAsked: (file: string) => boolean;
  /** The named paths, relative to the project's root. */
  readonly asked: readonly string[];
}

export type OpenResult =
  ({ readonly ok: true } & OpenedProject) | { readonly ok: false; readonly messages: readonly string[] };

/**
 * The project that a command works on: the given configuration over the one folder that is named, else the nearest
 * configuration above the named paths, which then narrow the files.
 *
 * @returns messages that say what is wrong and where, for exit code 2
 */
export function openProject(paths: readonly string[], configPath: string | undefined): OpenResult {
  const asked = (paths.length === 0 ? ['.'] : paths).map((path) => resolve(path));
  for (const [index, path] of asked.entries()) {
    if (!isThere(path)) return failed(`${paths[index] ?? path}: there is no such file or folder`);
  }
  const first = isFolder(asked[0]!) ? asked[0]! : dirname(asked[0]!);
  const path = configPath === undefined ? findConfig(first) : resolve(configPath);
  if (path === undefined)
    return failed(
      `no ${configFileName} in ${first} or above it; ssot init proposes one, or name one with --config FILE`,
    );

  // With --config, patterns are relative to the one folder that is scanned.
  const root = configPath === undefined ? undefined : asked.length === 1 ? first : process.cwd();
  const result = loadConfig(path, root);
  if (!result.ok)
    return {
      ok: false,
      messages: result.faults.map((fault) => describeFault({ ...fault, path: shown(fault.path) })),
    };

  const project = createProject(result.loaded);
  const inside: string[] = [];
  for (const [index, each] of asked.entries()) {
    const place = relative(result.loaded.root, each).split(sep).join('/');
    if (place === '..' || place.startsWith('../'))
      return failed(
        `${paths[index] ?? each} is outside of ${shown(result.loaded.root)}, the folder of ${shown(path)}`,
      );
    inside.push(place);
  }
  const isAsked = (file: string): boolean =>
    inside.some((place) => place === '' || file === place || file.startsWith(`${place}/`));
  return { ok: true, project, isAsked, asked: inside };
}

/** Reads the tree and compares it with the configuration. @returns what is wrong with the configuration */
export function indexProject(project: Project): readonly string[] {
  const progress = createProgressLine();
  for (const { done, total } of project.index()) progress.show(`reading ${done} of ${total} files`);
  progress.clear();
  return project.analysis().problems.map((problem) => describeProblem(project.loaded, problem));
}

/** What a configuration names and the code does not have, as one line. */
export function describeProblem({ path }: LoadedConfig, { key, message }: SourceProblem): string {
  return `${shown(path)}: ${key}: ${message}`;
}

function shown(path: string): string {
  const place = relative(process.cwd(), path);
  return place === '' ? '.' : place.startsWith('..') ? path : place;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory();
}

function failed(...messages: readonly string[]): OpenResult {
  return { ok: false, messages };
}
