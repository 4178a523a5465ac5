import { isCounted } from '../../engine/violation.ts';
import type { KnownScan } from '../cache/knownScan.ts';
import type { FileFindings } from '../cache/scanRecord.ts';
import { findingsIn } from '../fileFindings.ts';
import { absolutePath, reportOf } from '../fileReport.ts';
import type { Project } from '../project.ts';
import type { ScanRequest, ScanSummary } from '../protocol.ts';
import { Cancelled, createPause, nextTurn } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import type { Changes } from './changes.ts';
import { openKeptScan, type KeptScan } from './keptScan.ts';
import { readAll, type Emit, type WorkspaceState } from './workspaceState.ts';

/** What a scan works with, and how much it has found. */
interface Scan {
  readonly state: WorkspaceState;
  readonly changes: Changes;
  readonly emit: Emit;
  readonly opened: Workspace;
  readonly kept: ReadonlyMap<Project, KeptScan>;
  /** Lets others work; true where it did. @throws Cancelled */
  readonly pause: () => Promise<boolean>;
  readonly found: { filesSeen: number; filesAnalyzed: number; filesKnown: number; violations: number };
}

/** Opens the workspace anew and tells what is in all of its files. @throws Cancelled, also where another scan takes its place */
export async function scanWorkspace(
  state: WorkspaceState,
  changes: Changes,
  request: ScanRequest,
  { emit, isCancelled }: { readonly emit: Emit; readonly isCancelled: () => boolean },
): Promise<ScanSummary> {
  const started = performance.now();
  const opened = state.open(request);
  changes.clear();
  const { cache } = request;
  const scan: Scan = {
    ...{ state, changes, emit, opened },
    kept: new Map(
      cache === undefined
        ? []
        : opened.projects.map((project) => [project, openKeptScan(state, project, request, cache)]),
    ),
    pause: createPause(() => isCancelled() || state.workspace !== opened),
    found: { filesSeen: 0, filesAnalyzed: 0, filesKnown: 0, violations: 0 },
  };
  // What was found earlier is told before what changes from now on.
  const goOn = changes.hold();
  let known: ReadonlyMap<Project, KnownScan>;
  let others: readonly Project[];
  try {
    known = await findKnown(scan);
    others = opened.projects.filter((project) => !known.has(project));
    for (const project of others)
      for (const step of project.index()) if (await scan.pause()) emit('progress', step);
    tellSettings(scan);
    state.told.beginScan();
    for (const [project, each] of known) await tellKnown(scan, project, each);
  } catch (error) {
    goOn();
    throw error;
  }
  if (known.size > 0) void readLater(scan, [...known.keys()], goOn);
  else goOn();
  for (const project of others) await tellAll(scan, project);
  state.told.endScan();
  state.scanEnded();
  for (const project of others) project.releaseAll();
  return {
    ...scan.found,
    durationMs: performance.now() - started,
    withoutConfiguration: opened.withoutConfiguration,
  };
}

/** What is known of projects from an earlier window. */
async function findKnown({ state, kept, pause, emit }: Scan): Promise<ReadonlyMap<Project, KnownScan>> {
  const known = new Map<Project, KnownScan>();
  for (const [project, each] of kept) {
    const steps = each.known();
    for (;;) {
      const step = steps.next();
      if (step.done) {
        if (!step.value) break;
        known.set(project, step.value);
        state.trust(project, step.value.files);
        break;
      }
      const { done, total } = step.value;
      if (await pause()) emit('progress', { done, total });
    }
  }
  return known;
}

/** What is wrong with configurations, and in which order they have projects migrated. */
function tellSettings({ state, emit, opened }: Scan): void {
  state.assess();
  state.tellProblems();
  const phases = opened.projects.map(({ loaded: { root, config } }) => ({
    root,
    phases: config.phases.map(({ id, title }) => ({ id, title })),
  }));
  emit('phases', { phases });
}

async function tellKnown(
  { state, pause, found }: Scan,
  project: Project,
  { files, findings, analyzed }: KnownScan,
): Promise<void> {
  const { told, documents } = state;
  found.filesSeen += files.filter((file) => state.isShown(project, file)).length;
  found.filesAnalyzed += findings.length;
  found.filesKnown += findings.length - analyzed;
  for (const each of findings) {
    await pause();
    const report = reportOf(project, each, state.baselineOf(project), false);
    found.violations += report.violations.filter(isCounted).length;
    // More is told of what somebody looks at, once the project has been read.
    if (!documents.has(report.path) || !told.confirm(report.path)) told.put(report);
  }
}

/** Has projects read of which all was known, so that they can take in what changes, and tells what has changed meanwhile. */
async function readLater(
  { state, changes, opened }: Scan,
  projects: readonly Project[],
  goOn: () => void,
): Promise<void> {
  try {
    // First of all comes the answer that is known.
    await nextTurn();
    const pause = createPause(() => state.workspace !== opened);
    for (const project of projects) {
      await readAll(project, pause);
      // What a change would have reached before it is not known.
      if (!state.disturbances.end(project)) changes.doubt(project);
      project.releaseAll();
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  } finally {
    goOn();
  }
  changes.tell();
}

/** Reads the candidates of a project, tells what is in them and keeps it. */
async function tellAll({ state, kept, pause, emit, found }: Scan, project: Project): Promise<void> {
  const { told, documents } = state;
  found.filesSeen += project.files().filter((file) => state.isShown(project, file)).length;
  if (!state.isUsable(project)) return;
  const candidates = project.candidates().filter((file) => state.isShown(project, file));
  const all: FileFindings[] = [];
  for (const [done, file] of candidates.entries()) {
    if (await pause()) emit('progress', { done, total: candidates.length });
    const findings = findingsIn(project, file);
    const path = absolutePath(project, file);
    const report = reportOf(project, findings, state.baselineOf(project), documents.has(path));
    found.filesAnalyzed++;
    found.violations += report.violations.filter(isCounted).length;
    told.put(report);
    project.release(file);
    if (kept.size > 0) all.push(findings);
  }
  kept.get(project)?.keep(all);
}
