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
  /** The paths as they were named. */
  readonly named: readonly string[];
  /** The same, relative to the project's root. */
  readonly asked: readonly string[];
}

/** Whether all of a project is asked for. */
export function isWhole({ asked }: OpenedProject): boolean {
  return asked.includes('');
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
  const named = paths.length === 0 ? ['.'] : paths;
  const asked = named.map((path) => resolve(path));
  const gone = whatIsGone(paths);
  if (gone !== undefined) return failed(gone);
  const first = folderOf(asked[0]!);
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
        `${named[index]!} is outside of ${shown(result.loaded.root)}, the folder of ${shown(path)}`,
      );
    inside.push(place);
  }
  const isAsked = (file: string): boolean =>
    inside.some((place) => place === '' || file === place || file.startsWith(`${place}/`));
  return { ok: true, project, isAsked, named, asked: inside };
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

/** A path as messages name it. */
export function shown(path: string): string {
  const place = relative(process.cwd(), path);
  return place === '' ? '.' : place.startsWith('..') ? path : place;
}

/** Says of the first path that is not there that it is not. */
export function whatIsGone(paths: readonly string[]): string | undefined {
  const gone = paths.find((path) => statSync(path, { throwIfNoEntry: false }) === undefined);
  return gone === undefined ? undefined : `${gone}: there is no such file or folder`;
}

/** The folder that a path is, or that it lies in. Absolute. */
export function folderOf(path: string): string {
  return statSync(path).isDirectory() ? resolve(path) : dirname(resolve(path));
}

function failed(...messages: readonly string[]): OpenResult {
  return { ok: false, messages };
}
