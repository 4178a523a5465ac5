import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../engine/config/schema.ts';
import { isCounted } from '../engine/violation.ts';
import { baselineFileName } from './baselineFile.ts';
import type { ConfigFault } from './configuration.ts';
import { fixAllOffer, fixOffers } from './fixOffers.ts';
import type { Project } from './project.ts';
import { legacyFiles } from './legacyFiles.ts';
import { moveModules } from './moveModules.ts';
import { planSelected } from './planSelected.ts';
import { refactorImporters } from './refactorImporters.ts';
import { refactorOffers } from './refactorOffers.ts';
import { shimOffers } from './shimOffers.ts';
import type {
  ConfigurationProblem,
  FileViolations,
  ProjectPhases,
  RequestProgress,
  ScanRequest,
  ScanSummary,
  WorkerEvents,
  WorkerNotices,
  WorkerRequests,
} from './protocol.ts';
import { absolutePath, emptyReport, reportOf } from './fileReport.ts';
import { createProjectBaseline, type ProjectBaseline } from './projectBaseline.ts';
import { createPause } from './slices.ts';
import { createKeptInventories } from './survey/inventoryKept.ts';
import { surveyAnswers } from './survey/surveyAnswers.ts';
import { createToldViolations } from './toldViolations.ts';
import { openWorkspace, type Place } from './workspace.ts';

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

type Emit = <Name extends keyof WorkerEvents>(event: Name, params: WorkerEvents[Name]) => void;

export function createWorkerServer(emit: Emit): WorkerServer {
  let workspace = openWorkspace([], []);
  const documents = new Map<string, string>();
  const told = createToldViolations((report) => {
    emit('violations', report);
  });
  /** Open documents whose text has changed: they are looked at before all else. */
  const urgent = new Set<string>();
  /** Files whose violations may have changed. */
  const stale = new Set<string>();
  /** What was said of each project's configuration, and so whether it could be used. */
  const assessed = new Map<Project, readonly ConfigFault[]>();
  const baselines = new Map<Project, ProjectBaseline>();
  const inventories = createKeptInventories((project) => !workspace.projects.includes(project));
  let isTelling = false;
  /** Whether what was told is about all files, and not about open documents alone. */
  let hasScanned = false;

  async function scan({ folders, exclude }: ScanRequest, isCancelled: () => boolean): Promise<ScanSummary> {
    const started = performance.now();
    const opened = openWorkspace(folders, exclude);
    workspace = opened;
    stale.clear();
    assessed.clear();
    baselines.clear();
    for (const [path, text] of documents) {
      const place = opened.locate(path);
      place?.project.setDocument(place.file, text);
    }
    const pause = createPause(() => isCancelled() || workspace !== opened);
    for (const project of opened.projects)
      for (const step of project.index()) if (await pause()) emit('progress', step);
    assess();
    tellProblems();
    const phases = opened.projects.map(({ loaded: { root, config } }) => ({
      root,
      phases: phasesOf(config),
    }));
    emit('phases', { phases });

    told.beginScan();
    const found = { filesSeen: 0, filesAnalyzed: 0, violations: 0 };
    for (const project of opened.projects) {
      found.filesSeen += project.files().filter((file) => isShown(project, file)).length;
      if (!isUsable(project)) continue;
      const candidates = project.candidates().filter((file) => isShown(project, file));
      for (const [done, file] of candidates.entries()) {
        if (await pause()) emit('progress', { done, total: candidates.length });
        const report = reportFor(project, file);
        found.filesAnalyzed++;
        found.violations += report.violations.filter(isCounted).length;
        told.put(report);
        project.release(file);
      }
    }
    told.endScan();
    hasScanned = true;
    for (const project of opened.projects) project.releaseAll();
    return {
      ...found,
      durationMs: performance.now() - started,
      withoutConfiguration: opened.withoutConfiguration,
    };
  }

  function baselineOf(project: Project): ProjectBaseline {
    let baseline = baselines.get(project);
    if (!baseline) baselines.set(project, (baseline = createProjectBaseline(project)));
    return baseline;
  }

  /** A configuration above the workspace's folders covers more than what is open here. */
  function isShown(project: Project, file: string): boolean {
    const path = absolutePath(project, file);
    return workspace.isInside(path) || documents.has(path);
  }

  /** Looks whether the code has what each configuration names. True where that has changed. */
  function assess(): boolean {
    let hasChanged = false;
    for (const project of workspace.projects) {
      const before = assessed.get(project);
      const now = faultsOf(project);
      if (before !== undefined && isDeepStrictEqual(before, now)) continue;
      hasChanged = true;
      assessed.set(project, now);
      // Where it could not be used before, or cannot be now, every file says something else.
      if (!before) continue;
      for (const { path } of toldOf(project)) stale.add(path);
      for (const file of project.candidates()) stale.add(absolutePath(project, file));
    }
    return hasChanged;
  }

  function tellProblems(): void {
    const faults = [...workspace.faults, ...workspace.projects.flatMap((each) => assessed.get(each) ?? [])];
    const ofBaselines = workspace.projects.flatMap((each) => baselineOf(each).problem() ?? []);
    emit('configurationProblems', { problems: [...faults.map(problemOf), ...ofBaselines] });
  }

  function isUsable(project: Project): boolean {
    return faultsOf(project).length === 0;
  }

  /** Where a file belongs, once its project has been read; undefined where nothing can be said of it. */
  async function placeOf(path: string, isCancelled: () => boolean): Promise<Place | undefined> {
    const pause = createPause(isCancelled);
    for (;;) {
      const at = workspace;
      const place = at.locate(path);
      if (!place) return undefined;
      await read(place.project, pause);
      if (workspace === at) return isUsable(place.project) ? place : undefined;
    }
  }

  function takeDocument({ path, text }: WorkerNotices['document']): void {
    if (text === null) documents.delete(path);
    else documents.set(path, text);
    const place = workspace.locate(path);
    if (!place) return;
    place.project.setDocument(place.file, text ?? undefined);
    urgent.add(path);
    void tellChanges();
  }

  function takeChanges({ paths }: WorkerNotices['filesChanged']): void {
    inventories.changed();
    for (const path of paths) {
      const place = workspace.holding(path);
      if (place?.file === baselineFileName) takeBaseline(place.project);
      else place?.project.fileChanged(place.file);
      // A folder that went with a whole project in it.
      for (const project of workspace.projectsIn(path))
        for (const file of project.files()) project.fileChanged(file);
    }
    void tellChanges();
  }

  /** With another baseline, what was told of any file may be marked otherwise. */
  function takeBaseline(project: Project): void {
    baselineOf(project).changed();
    for (const { path } of toldOf(project)) stale.add(path);
    tellProblems();
  }

  /** Tells the violations of files that have changed, then of those that the changes reach through imports. */
  async function tellChanges(): Promise<void> {
    if (isTelling) return;
    isTelling = true;
    try {
      const pause = createPause();
      for (;;) {
        await takeIn(pause);
        const [path] = urgent.size > 0 ? urgent : stale;
        if (path === undefined) return;
        urgent.delete(path);
        stale.delete(path);
        told.put(currentReport(path));
        await pause();
      }
    } finally {
      isTelling = false;
    }
  }

  async function takeIn(pause: () => Promise<boolean>): Promise<void> {
    for (let at; at !== workspace;) {
      at = workspace;
      for (const project of at.projects) {
        await read(project, pause);
        for (const file of project.affected()) stale.add(absolutePath(project, file));
      }
    }
    if (assess()) tellProblems();
  }

  function currentReport(path: string): FileViolations {
    const place = workspace.locate(path);
    if (!place) return emptyReport(path);
    const { project, file } = place;
    if (!isUsable(project) || !project.isCandidate(file) || !isShown(project, file)) return emptyReport(path);
    const report = reportFor(project, file);
    project.release(file);
    return report;
  }

  function reportFor(project: Project, file: string): FileViolations {
    const isOpen = documents.has(absolutePath(project, file));
    return reportOf(project, file, baselineOf(project), isOpen);
  }

  /** What the other side knows of a project's files. */
  function* toldOf(project: Project): Generator<FileViolations> {
    for (const report of told.reports()) if (workspace.locate(report.path)?.project === project) yield report;
  }

  /** The projects that can be used, read to the end. */
  async function projects(isCancelled: () => boolean): Promise<readonly Project[]> {
    const pause = createPause(isCancelled);
    const all = workspace.projects;
    for (const project of all) await read(project, pause);
    return all.filter(isUsable);
  }

  function scanned(project: Project): Iterable<FileViolations> | undefined {
    return hasScanned ? toldOf(project) : undefined;
  }

  return {
    async ask(name, params, isCancelled, tellProgress = () => undefined) {
      const handlers: {
        [Name in keyof WorkerRequests]: (params: WorkerRequests[Name][0]) => Promise<WorkerRequests[Name][1]>;
      } = {
        scan: (request) => scan(request, isCancelled),
        violations: async ({ path }) => {
          const place = await placeOf(path, isCancelled);
          return place ? reportFor(place.project, place.file) : emptyReport(path);
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
          const place = await placeOf(request.path, isCancelled);
          if (!place) return { files: [], left: [] };
          const at = workspace;
          const pause = createPause(() => isCancelled() || workspace !== at);
          const isAsked = (file: string): boolean => isShown(place.project, file);
          return refactorImporters(place.project, request, { isAsked, pause, tellProgress });
        },
        planFixes: async (request) => {
          const at = workspace;
          const pause = createPause(() => isCancelled() || workspace !== at);
          return planSelected(at, documents, request, { pause, tellProgress });
        },
        moveModules: async (request) => {
          const pause = createPause(isCancelled);
          for (const project of workspace.projects) await read(project, pause);
          return moveModules(workspace, request, { pause, isOpen: (path) => documents.has(path) });
        },
        legacyFiles: async () => {
          const all = await projects(isCancelled);
          return all.flatMap((project) =>
            legacyFiles(project).map(({ file }) => absolutePath(project, file)),
          );
        },
        shims: async (request) => {
          const pause = createPause(isCancelled);
          const offers = [];
          for (const project of await projects(isCancelled))
            for (const offer of await shimOffers(project, request, pause))
              if (workspace.isInside(offer.path)) offers.push(offer);
          return offers;
        },
        ...surveyAnswers({ inventories, placeOf, scanned, isShown, projects }, isCancelled, tellProgress),
      };
      return handlers[name](params);
    },
    tell(name, params) {
      if (name === 'document') takeDocument(params as WorkerNotices['document']);
      else if (name === 'filesChanged') takeChanges(params as WorkerNotices['filesChanged']);
    },
  };
}

/** What the code lacks of what the configuration names, at the keys that name it: without it nothing can be compared. */
function faultsOf(project: Project): ConfigFault[] {
  const { loaded } = project;
  return project
    .analysis()
    .problems.map(({ key, message }) => ({ path: loaded.path, key: '', message, range: loaded.locate(key) }));
}

function phasesOf({ phases }: Config): ProjectPhases['phases'] {
  return phases.map(({ id, title }) => ({ id, title }));
}

function problemOf({ path, range, key, message }: ConfigFault): ConfigurationProblem {
  return { path, range, message: key === '' ? message : `${key}: ${message}` };
}

/** Has a project read what it has not read yet. */
async function read(project: Project, pause: () => Promise<boolean>): Promise<void> {
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done) await pause();
}
