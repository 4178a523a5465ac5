import { dirname, join } from 'node:path';
import { grouped } from '../engine/grouped.ts';
import { findConfig } from '../project/configuration.ts';
import { isBelow } from '../project/workspace.ts';
import { folderOf, isWhole, openProject, shown, whatIsGone, type OpenedProject } from './openProject.ts';

export type OpenAllResult =
  | {
      readonly ok: true;
      /** In the order of the paths that name something of them first; at least one. */
      readonly projects: readonly [OpenedProject, ...OpenedProject[]];
      /** What is left out, and why, as sentences. */
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly messages: readonly string[] };

/**
 * The projects that the named paths are of: with a configuration that is given the one that it makes, else one for each
 * configuration that is the nearest above a path. Paths that have none are left out where others have one.
 *
 * @returns messages that say what is wrong and where, for exit code 2
 */
export function openProjects(paths: readonly string[], configPath: string | undefined): OpenAllResult {
  const gone = whatIsGone(paths);
  if (gone !== undefined) return { ok: false, messages: [gone] };
  const named = paths.length === 0 ? ['.'] : paths;
  const groups = grouped(named, (path) => configPath ?? findConfig(folderOf(path)));
  const without = groups.size > 1 ? (groups.get(undefined) ?? []) : [];
  const opened = [...groups.values()]
    .filter((group) => group !== without)
    .map((group) => openProject(group, configPath));
  const messages = opened.flatMap((each) => (each.ok ? [] : each.messages));
  const [first, ...others] = opened.flatMap((each) => (each.ok ? [each] : []));
  if (messages.length > 0 || !first) return { ok: false, messages };
  const notes =
    without.length === 0
      ? []
      : [
          `left out, since no ssot.config.json is above ${without.length === 1 ? 'it' : 'them'}: ${without.join(', ')}`,
        ];
  return { ok: true, projects: [first, ...others], notes };
}

/** The configuration of a project, as messages name it. */
export function nameOf({ project }: OpenedProject): string {
  return shown(project.loaded.path);
}

/** Which of the configurations below a project's root make what is asked for less than it seems. */
export function leftOut(
  { project, isAsked }: OpenedProject,
  nested: readonly string[],
  projects: readonly OpenedProject[],
): string[] {
  const whole = new Set(projects.filter(isWhole).map((each) => each.project.loaded.path));
  return nested.filter((path) => isAsked(path) && !whole.has(join(project.loaded.root, path)));
}

/** The nearest folder that all of these are in, or are. Absolute. */
export function folderAround(folders: readonly string[]): string {
  return folders.reduce((around, folder) => {
    while (folder !== around && !isBelow(around, folder) && around !== dirname(around))
      around = dirname(around);
    return around;
  });
}

/**
 * Why what is for one configuration cannot be had, with the paths of each.
 *
 * @param what undefined where nothing of that kind is asked for
 */
export function severalFor(what: string | undefined, projects: readonly OpenedProject[]): string[] {
  if (what === undefined || projects.length === 1) return [];
  return [
    `${what} takes the files of one configuration, and these are of ${projects.length}: name those of each in a run of its own`,
    ...projects.map((each) => `  ${nameOf(each)} is for ${each.named.join(', ')}`),
  ];
}
