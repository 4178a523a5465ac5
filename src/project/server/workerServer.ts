import { absolutePath, emptyReport } from '../fileReport.ts';
import { fixAllOffer, fixOffers } from '../fixOffers.ts';
import { legacyFiles } from '../legacyFiles.ts';
import { moveModules } from '../moveModules.ts';
import { planSelected } from '../planSelected.ts';
import type { RequestProgress, WorkerNotices, WorkerRequests } from '../protocol.ts';
import { refactorImporters } from '../refactorImporters.ts';
import { refactorOffers } from '../refactorOffers.ts';
import { shimOffers } from '../shimOffers.ts';
import { createPause } from '../slices.ts';
import { createKeptInventories } from '../survey/inventoryKept.ts';
import { surveyAnswers } from '../survey/surveyAnswers.ts';
import { createChanges } from './changes.ts';
import { scanWorkspace } from './scan.ts';
import { createWorkspaceState, readAll, type Emit } from './workspaceState.ts';

/** Answers the requests of `protocol.ts`. Long work lets other messages in between. */
export interface WorkerServer {
  /** Rejects with `Cancelled` where the request was, or where another scan took its place. */
  ask<Name extends keyof WorkerRequests>(
    name: Name,
    params: WorkerRequests[Name][0],
    isCancelled: () => boolean,
    tellProgress?: (progress: RequestProgress) => void,
  ): Promise<WorkerRequests[Name][1]>;
  tell<Name extends keyof WorkerNotices>(name: Name, params: WorkerNotices[Name]): void;
}

type Answers = {
  [Name in keyof WorkerRequests]: (params: WorkerRequests[Name][0]) => Promise<WorkerRequests[Name][1]>;
};

export function createWorkerServer(emit: Emit): WorkerServer {
  const state = createWorkspaceState(emit);
  const { documents, placeOf, projects, scanned, isShown } = state;
  const inventories = createKeptInventories((project) => !state.workspace.projects.includes(project));
  const changes = createChanges(state, () => inventories.changed());

  /** Lets others work; rejects where nobody waits any more, or where the workspace is another one by now. */
  function pauseWhileOpen(isCancelled: () => boolean): () => Promise<boolean> {
    const at = state.workspace;
    return createPause(() => isCancelled() || state.workspace !== at);
  }

  function answers(isCancelled: () => boolean, tellProgress: (progress: RequestProgress) => void): Answers {
    return {
      scan: (request) => scanWorkspace(state, changes, request, { emit, isCancelled }),
      violations: async ({ path }) => {
        const place = await placeOf(path, isCancelled);
        return place ? state.reportFor(place.project, place.file) : emptyReport(path);
      },
      fixes: async ({ path, range, cell }) => {
        const place = await placeOf(path, isCancelled);
        return place ? fixOffers(place, range, cell) : [];
      },
      fixAll: async ({ path, limit }) => {
        const place = await placeOf(path, isCancelled);
        return place ? fixAllOffer(place, limit) : { edits: [], textLength: 0, fixed: 0, left: [] };
      },
      refactorings: async ({ path, range }) => {
        const place = await placeOf(path, isCancelled);
        return place ? refactorOffers(place, range, scanned(place.project)) : [];
      },
      refactorImporters: async (request) => {
        await changes.catchUp(isCancelled);
        const place = await placeOf(request.path, isCancelled);
        if (!place) return { files: [], left: [] };
        const pause = pauseWhileOpen(isCancelled);
        const isAsked = (file: string): boolean => isShown(place.project, file);
        return refactorImporters(place.project, request, { isAsked, pause, tellProgress });
      },
      planFixes: (request) => {
        const pause = pauseWhileOpen(isCancelled);
        return planSelected(state.workspace, documents, request, { pause, tellProgress });
      },
      moveModules: async (request) => {
        const { workspace } = state;
        const pause = createPause(isCancelled);
        for (const project of workspace.projects) await readAll(project, pause);
        return moveModules(workspace, request, { pause, isOpen: (path) => documents.has(path) });
      },
      legacyFiles: () => {
        // Where modules are says the disk: nothing has to be read for it.
        const all = state.workspace.projects.filter((project) => state.isUsable(project));
        return Promise.resolve(
          all.flatMap((project) => legacyFiles(project).map(({ file }) => absolutePath(project, file))),
        );
      },
      shims: async (request) => {
        await changes.catchUp(isCancelled);
        const pause = createPause(isCancelled);
        const offers = [];
        for (const project of await projects(isCancelled))
          for (const offer of await shimOffers(project, request, pause))
            if (state.workspace.isInside(offer.path)) offers.push(offer);
        return offers;
      },
      ...surveyAnswers({ inventories, placeOf, scanned, isShown, projects }, isCancelled, tellProgress),
    };
  }

  return {
    ask: async (name, params, isCancelled, tellProgress = () => undefined) =>
      answers(isCancelled, tellProgress)[name](params),
    tell(name, params) {
      if (name === 'document') changes.document(params as WorkerNotices['document']);
      else if (name === 'filesChanged') changes.files(params as WorkerNotices['filesChanged']);
    },
  };
}
