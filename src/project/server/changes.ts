import { baselineFileName } from '../baselineFile.ts';
import { absolutePath } from '../fileReport.ts';
import type { Project } from '../project.ts';
import type { WorkerNotices } from '../protocol.ts';
import { createPause } from '../slices.ts';
import { readAll, type WorkspaceState } from './workspaceState.ts';

/** Takes in what changes after a scan, and tells what is other for it. */
export interface Changes {
  document(params: WorkerNotices['document']): void;
  files(params: WorkerNotices['filesChanged']): void;
  /** Has all taken in that is on disk now, though nobody has told of it yet. @throws Cancelled */
  catchUp(isCancelled: () => boolean): Promise<void>;
  /** Forgets what was to be looked at: a scan looks at everything. */
  clear(): void;
  /**
   * Tells of nothing until that is called which it returns: what was found earlier must not be told after what has been
   * found since.
   */
  hold(): () => void;
  /** What was told of a project may be wrong of any file: all of it is looked at again with the next telling. */
  doubt(project: Project): void;
  /** Tells what is to be told by now. */
  tell(): void;
}

/** @param filesChanged is called before a change of files is taken in */
export function createChanges(state: WorkspaceState, filesChanged: () => void): Changes {
  /** Open documents whose text has changed: they are looked at before all else. */
  const urgent = new Set<string>();
  /** Files whose violations may have changed. */
  const stale = new Set<string>();
  let isTelling = false;
  let holds = 0;
  /** Something was to be told while nothing might be. */
  let isWaiting = false;

  function files({ paths }: WorkerNotices['filesChanged']): void {
    filesChanged();
    const { workspace } = state;
    for (const path of paths) {
      const place = workspace.holding(path);
      if (place?.file === baselineFileName) takeBaseline(place.project);
      else if (place?.project.fileChanged(place.file)) state.disturbances.files(place.project);
      // A folder that went with a whole project in it.
      for (const project of workspace.projectsIn(path)) {
        state.disturbances.files(project);
        for (const file of project.files()) project.fileChanged(file);
      }
    }
    void tellChanges();
  }

  /** With another baseline, what was told of any file may be marked otherwise. */
  function takeBaseline(project: Project): void {
    state.baselineOf(project).changed();
    for (const { path } of state.toldOf(project)) stale.add(path);
    state.tellProblems();
  }

  /** Tells the violations of files that have changed, then of those that the changes reach through imports. */
  async function tellChanges(): Promise<void> {
    if (holds > 0) isWaiting = true;
    if (isTelling || holds > 0) return;
    isTelling = true;
    isWaiting = false;
    try {
      const pause = createPause();
      for (;;) {
        await takeIn(pause);
        if (holds > 0) {
          isWaiting = true;
          return;
        }
        const [path] = urgent.size > 0 ? urgent : stale;
        if (path === undefined) return;
        urgent.delete(path);
        stale.delete(path);
        state.told.put(state.currentReport(path));
        await pause();
      }
    } finally {
      isTelling = false;
    }
  }

  async function takeIn(pause: () => Promise<boolean>): Promise<void> {
    for (let at; at !== state.workspace;) {
      at = state.workspace;
      for (const project of at.projects) {
        // More may have come in between the end of the reading and its answer, of which nobody could say yet what it affects.
        do await readAll(project, pause);
        while (!project.isUpToDate());
        for (const file of project.affected()) stale.add(absolutePath(project, file));
      }
    }
    const others = state.assess();
    if (!others) return;
    for (const path of others) stale.add(path);
    state.tellProblems();
  }

  return {
    document({ path, text }) {
      if (!state.takeDocument(path, text)) return;
      urgent.add(path);
      void tellChanges();
    },
    files,
    async catchUp(isCancelled) {
      if (!(await state.catchUp(isCancelled))) return;
      filesChanged();
      void tellChanges();
    },
    clear: () => {
      stale.clear();
    },
    hold() {
      holds++;
      return () => {
        holds--;
        if (isWaiting) void tellChanges();
      };
    },
    doubt(project) {
      for (const { path } of state.toldOf(project)) stale.add(path);
      for (const file of project.candidates()) stale.add(absolutePath(project, file));
    },
    tell: () => void tellChanges(),
  };
}
