import type { Project } from '../project.ts';
import { isSameAsOnDisk } from './sameAsOnDisk.ts';

/** Notices what becomes of projects while a scan goes by what is on disk, and by the documents that were open when it began. */
export interface Disturbances {
  /** From now on these are as the scan takes them. */
  watch(projects: readonly Project[]): void;
  /** The text of a document was another one before; undefined where it was not open. */
  document(project: Project, file: string, before: string | undefined, now: string | undefined): void;
  /** A file or folder has changed that matters. */
  files(project: Project): void;
  /** Ends the watch. @returns whether the project is still as the scan took it */
  end(project: Project): boolean;
}

export function createDisturbances(): Disturbances {
  let undisturbed = new Set<Project>();

  return {
    watch: (projects) => (undisturbed = new Set(projects)),
    document(project, file, before, now) {
      if (before === now || !undisturbed.has(project)) return;
      const isSame = (text: string | undefined): boolean =>
        text === undefined || isSameAsOnDisk(project, file, text);
      if (!isSame(before) || !isSame(now)) undisturbed.delete(project);
    },
    files: (project) => void undisturbed.delete(project),
    end: (project) => undisturbed.delete(project),
  };
}
