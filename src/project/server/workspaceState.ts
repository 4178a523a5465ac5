import { isDeepStrictEqual } from 'node:util';
import { changedOnDisk } from '../changedOnDisk.ts';
import type { ConfigFault } from '../configuration.ts';
import { findingsIn } from '../fileFindings.ts';
import { absolutePath, emptyReport, reportOf } from '../fileReport.ts';
import type { Project } from '../project.ts';
import { createProjectBaseline, type ProjectBaseline } from '../projectBaseline.ts';
import type { ConfigurationProblem, FileViolations, ScanRequest, WorkerEvents } from '../protocol.ts';
import { createPause } from '../slices.ts';
import { createToldViolations, type ToldViolations } from '../toldViolations.ts';
import { openWorkspace, type Place, type Workspace } from '../workspace.ts';
import { createDisturbances, type Disturbances } from './disturbances.ts';

export type Emit = <Name extends keyof WorkerEvents>(event: Name, params: WorkerEvents[Name]) => void;

/** The workspace as it is now, and what the other side has been told of it. */
export interface WorkspaceState {
  /** The one that was opened last: it may be another after every pause. */
  readonly workspace: Workspace;
  /** The texts of open documents, by path. */
  readonly documents: ReadonlyMap<string, string>;
  readonly told: ToldViolations;
  /** What becomes of projects while they are scanned. */
  readonly disturbances: Disturbances;
  /** Opens the folders anew: what is known of them is read again when it is asked for. */
  open(request: ScanRequest): Workspace;
  /** Takes in the text of a document; null when it was closed. @returns false for one that no project covers */
  takeDocument(path: string, text: string | null): boolean;
  /** What an earlier scan has found still holds, so that the project can be used: until it has been read itself. */
  trust(project: Project, files: readonly string[]): void;
  /** A scan has ended: what was told is about all files, and not about open documents alone. */
  scanEnded(): void;
  /**
   * Looks whether the code has what each configuration names.
   *
   * @returns files that say something else where that has changed; undefined where it has not
   */
  assess(): readonly string[] | undefined;
  tellProblems(): void;
  isUsable(project: Project): boolean;
  /** A configuration above the workspace's folders covers more than what is open here. */
  readonly isShown: (project: Project, file: string) => boolean;
  baselineOf(project: Project): ProjectBaseline;
  reportFor(project: Project, file: string): FileViolations;
  /** What is to be told of a file now, which may be nothing. */
  currentReport(path: string): FileViolations;
  /** What the other side knows of a project's files. */
  toldOf(project: Project): Iterable<FileViolations>;
  /** The same, once a scan has ended; undefined before. */
  readonly scanned: (project: Project) => Iterable<FileViolations> | undefined;
  /** Where a file belongs, once its project has been read; undefined where nothing can be said of it. @throws Cancelled */
  readonly placeOf: (path: string, isCancelled: () => boolean) => Promise<Place | undefined>;
  /**
   * Has what is on disk now taken in, whether or not somebody has told of it: for answers by which files are written.
   *
   * @returns whether anything may be other than it was
   * @throws Cancelled
   */
  catchUp(isCancelled: () => boolean): Promise<boolean>;
  /** The projects that can be used, read to the end. @throws Cancelled */
  readonly projects: (isCancelled: () => boolean) => Promise<readonly Project[]>;
}

export function createWorkspaceState(emit: Emit): WorkspaceState {
  let workspace = openWorkspace([], []);
  const documents = new Map<string, string>();
  const told = createToldViolations((report) => {
    emit('violations', report);
  });
  /** What was said of each project's configuration, and so whether it could be used. */
  const assessed = new Map<Project, readonly ConfigFault[]>();
  const baselines = new Map<Project, ProjectBaseline>();
  const trusted = new WeakSet<Project>();
  const disturbances = createDisturbances();
  /** Until when all that has changed on disk is known to be taken in, as milliseconds since 1970. */
  const caughtUp = new WeakMap<Project, number>();
  let hasScanned = false;

  function open({ folders, exclude, cache }: ScanRequest): Workspace {
    const now = Date.now();
    workspace = openWorkspace(folders, exclude, cache !== undefined);
    for (const project of workspace.projects) caughtUp.set(project, now);
    assessed.clear();
    baselines.clear();
    for (const [path, text] of documents) {
      const place = workspace.locate(path);
      place?.project.setDocument(place.file, text);
    }
    disturbances.watch(workspace.projects);
    return workspace;
  }

  function takeDocument(path: string, text: string | null): boolean {
    const before = documents.get(path);
    if (text === null) documents.delete(path);
    else documents.set(path, text);
    const place = workspace.locate(path);
    if (!place) return false;
    const now = text ?? undefined;
    disturbances.document(place.project, place.file, before, now);
    place.project.setDocument(place.file, now);
    return true;
  }

  function trust(project: Project, files: readonly string[]): void {
    trusted.add(project);
    project.expect(files);
  }

  function currentFaults(project: Project): ConfigFault[] {
    // Its canonical modules are not read for the sake of an answer that is known.
    return trusted.has(project) && !project.isRead() ? [] : faultsOf(project);
  }

  function baselineOf(project: Project): ProjectBaseline {
    let baseline = baselines.get(project);
    if (!baseline) baselines.set(project, (baseline = createProjectBaseline(project)));
    return baseline;
  }

  function isShown(project: Project, file: string): boolean {
    const path = absolutePath(project, file);
    return workspace.isInside(path) || documents.has(path);
  }

  function assess(): readonly string[] | undefined {
    const others: string[] = [];
    let hasChanged = false;
    for (const project of workspace.projects) {
      const before = assessed.get(project);
      const now = currentFaults(project);
      if (before !== undefined && isDeepStrictEqual(before, now)) continue;
      hasChanged = true;
      assessed.set(project, now);
      // Where it could not be used before, or cannot be now, every file says something else.
      if (!before) continue;
      for (const { path } of toldOf(project)) others.push(path);
      for (const file of project.candidates()) others.push(absolutePath(project, file));
    }
    return hasChanged ? others : undefined;
  }

  function tellProblems(): void {
    const faults = [...workspace.faults, ...workspace.projects.flatMap((each) => assessed.get(each) ?? [])];
    const ofBaselines = workspace.projects.flatMap((each) => baselineOf(each).problem() ?? []);
    emit('configurationProblems', { problems: [...faults.map(problemOf), ...ofBaselines] });
  }

  function isUsable(project: Project): boolean {
    return currentFaults(project).length === 0;
  }

  async function placeOf(path: string, isCancelled: () => boolean): Promise<Place | undefined> {
    const pause = createPause(isCancelled);
    for (;;) {
      const at = workspace;
      const place = at.locate(path);
      if (!place) return undefined;
      await readAll(place.project, pause);
      if (workspace === at) return isUsable(place.project) ? place : undefined;
    }
  }

  function reportFor(project: Project, file: string): FileViolations {
    const isOpen = documents.has(absolutePath(project, file));
    return reportOf(project, findingsIn(project, file), baselineOf(project), isOpen);
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

  function* toldOf(project: Project): Generator<FileViolations> {
    for (const report of told.reports()) if (workspace.locate(report.path)?.project === project) yield report;
  }

  async function catchUp(isCancelled: () => boolean): Promise<boolean> {
    const pause = createPause(isCancelled);
    let hasChanged = false;
    for (const project of workspace.projects) {
      await readAll(project, pause);
      const now = Date.now();
      for (const path of changedOnDisk(project, caughtUp.get(project) ?? 0)) {
        await pause();
        if (path === undefined) continue;
        if (project.fileChanged(path)) disturbances.files(project);
        hasChanged = true;
      }
      caughtUp.set(project, now);
    }
    return hasChanged;
  }

  async function projects(isCancelled: () => boolean): Promise<readonly Project[]> {
    const pause = createPause(isCancelled);
    const all = workspace.projects;
    for (const project of all) await readAll(project, pause);
    return all.filter(isUsable);
  }

  return {
    get workspace() {
      return workspace;
    },
    documents,
    told,
    disturbances,
    open,
    trust,
    takeDocument,
    scanEnded: () => (hasScanned = true),
    assess,
    tellProblems,
    isUsable,
    isShown,
    baselineOf,
    reportFor,
    currentReport,
    toldOf,
    scanned: (project) => (hasScanned ? toldOf(project) : undefined),
    placeOf,
    catchUp,
    projects,
  };
}

/** Has a project read what it has not read yet. */
export async function readAll(project: Project, pause: () => Promise<boolean>): Promise<void> {
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done) await pause();
}

/** What the code lacks of what the configuration names, at the keys that name it: without it nothing can be compared. */
function faultsOf(project: Project): ConfigFault[] {
  const { loaded } = project;
  return project
    .analysis()
    .problems.map(({ key, message }) => ({ path: loaded.path, key: '', message, range: loaded.locate(key) }));
}

function problemOf({ path, range, key, message }: ConfigFault): ConfigurationProblem {
  return { path, range, message: key === '' ? message : `${key}: ${message}` };
}
