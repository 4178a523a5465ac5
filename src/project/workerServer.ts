import { join } from 'node:path';
import { fixFile, fixViolations } from '../engine/fix/fixFile.ts';
import { lineStarts, rangeOf, type Range } from '../engine/text.ts';
import type { Violation } from '../engine/violation.ts';
import type { ConfigFault } from './configuration.ts';
import type { Project } from './project.ts';
import type {
  FileViolations,
  FixAllAnswer,
  FixLimit,
  FixOffer,
  ScanRequest,
  ScanSummary,
  WorkerEvents,
  WorkerNotices,
  WorkerRequests,
} from './protocol.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Answers the requests of `protocol.ts`. One request is worked on at a time; a scan lets others in between. */
export interface WorkerServer {
  ask<Name extends keyof WorkerRequests>(
    name: Name,
    params: WorkerRequests[Name][0],
    isCancelled: () => boolean,
  ): Promise<WorkerRequests[Name][1]>;
  tell<Name extends keyof WorkerNotices>(name: Name, params: WorkerNotices[Name]): void;
}

/** Thrown inside a request that was cancelled. */
export class Cancelled extends Error {}

type Emit = <Name extends keyof WorkerEvents>(event: Name, params: WorkerEvents[Name]) => void;

/** How long a scan works before it lets other messages in, in milliseconds. */
const slice = 25;

export function createWorkerServer(emit: Emit): WorkerServer {
  let workspace: Workspace = { projects: [], faults: [], withoutConfiguration: [], locate: () => undefined };
  const documents = new Map<string, string>();
  /** Files that violations were told of, so that they can be cleared. */
  let told = new Set<string>();
  /** Files whose violations may have changed because a file that they import did. */
  const stale = new Set<string>();
  let draining = false;

  async function scan({ folders, exclude }: ScanRequest, isCancelled: () => boolean): Promise<ScanSummary> {
    const started = performance.now();
    const opened = openWorkspace(folders, exclude);
    workspace = opened;
    for (const [path, text] of documents) {
      const place = opened.locate(path);
      place?.project.setDocument(place.file, text);
    }
    const pause = createPause(() => isCancelled() || workspace !== opened);
    for (const project of opened.projects)
      for (const { done, total } of project.index()) if (await pause()) emit('progress', { done, total });
    emitProblems(opened);

    const before = told;
    told = new Set();
    let violations = 0;
    let filesAnalyzed = 0;
    for (const project of opened.projects.filter(isUsable)) {
      const candidates = project.candidates();
      for (const [done, file] of candidates.entries()) {
        if (await pause()) emit('progress', { done, total: candidates.length });
        const report = reportOf(project, file);
        filesAnalyzed++;
        violations += report.violations.filter(
          ({ suppressed, intentional }) => !suppressed && !intentional,
        ).length;
        if (report.violations.length > 0 || before.has(report.path)) emit('violations', report);
        if (report.violations.length > 0) told.add(report.path);
        project.release(file);
      }
    }
    for (const path of before)
      if (!told.has(path)) emit('violations', { path, violations: [], syntaxErrors: [] });
    return {
      filesSeen: opened.projects.reduce((sum, project) => sum + project.files().length, 0),
      filesAnalyzed,
      violations,
      durationMs: performance.now() - started,
      withoutConfiguration: opened.withoutConfiguration,
    };
  }

  function emitProblems(opened: Workspace): void {
    emit('configurationProblems', {
      problems: [...opened.faults, ...opened.projects.flatMap(faultsOf)].map(
        ({ path, range, key, message }) => ({
          path,
          range,
          message: key === '' ? message : `${key}: ${message}`,
        }),
      ),
    });
  }

  function violations({ path }: { path: string }): FileViolations {
    const place = workspace.locate(path);
    if (!place || !isUsable(place.project)) return { path, violations: [], syntaxErrors: [] };
    return reportOf(place.project, place.file);
  }

  function fixes({ path, range }: { path: string; range?: Range }): FixOffer[] {
    const place = workspace.locate(path);
    if (!place || !isUsable(place.project)) return [];
    const { project, file } = place;
    const report = project.check(file);
    return report.violations
      .filter((violation) => !violation.suppressed && (!range || touches(violation.range, range)))
      .map((violation) => offer(project, file, violation, report.snapshot?.text.length ?? 0));
  }

  function fixAll({ path, limit }: { path: string; limit: FixLimit }): FixAllAnswer {
    const place = workspace.locate(path);
    if (!place || !isUsable(place.project)) return { edits: [], textLength: 0, fixed: 0, left: [] };
    const { project, file } = place;
    const text = project.analysis().read(file)?.text ?? '';
    const result = fixFile(project.analysis(), project.environment, file, limit);
    const fixed = new Set(result.fixed);
    const left = project
      .check(file)
      .violations.filter(
        (violation) => !violation.suppressed && !violation.intentional && !fixed.has(violation),
      )
      .map((violation) => ({
        range: violation.range,
        reason:
          result.refused.find((each) => each.violation === violation)?.reason ??
          violation.reason ??
          `its fix is a ${violation.fix.kind}`,
      }));
    return { edits: result.edits, textLength: text.length, fixed: fixed.size, left };
  }

  function takeDocument({ path, text }: WorkerNotices['document']): void {
    if (text === null) documents.delete(path);
    else documents.set(path, text);
    const place = workspace.locate(path);
    if (!place) return;
    place.project.setDocument(place.file, text ?? undefined);
    refresh(place.project, new Set([place.file]));
  }

  function takeChanges({ paths }: WorkerNotices['filesChanged']): void {
    const byProject = new Map<Project, Set<string>>();
    for (const path of paths) {
      const place = workspace.locate(path);
      if (!place) continue;
      place.project.fileChanged(place.file);
      const known = byProject.get(place.project) ?? new Set();
      byProject.set(place.project, known.add(place.file));
    }
    for (const [project, files] of byProject) refresh(project, files);
  }

  /** Tells the violations of changed files at once, and then those of the files whose imports may lead to them. */
  function refresh(project: Project, changed: ReadonlySet<string>): void {
    if (!isUsable(project)) return;
    for (const file of changed) tellViolations(project, file);
    for (const file of changed)
      for (const importer of project.environment.importersOf(file)) stale.add(absolute(project, importer));
    if (!draining) void drain();
  }

  async function drain(): Promise<void> {
    draining = true;
    const pause = createPause(() => false);
    for (const path of stale) {
      stale.delete(path);
      const place = workspace.locate(path);
      if (place && isUsable(place.project)) tellViolations(place.project, place.file);
      await pause();
    }
    draining = false;
  }

  function tellViolations(project: Project, file: string): void {
    const report = reportOf(project, file);
    if (report.violations.length === 0 && report.syntaxErrors.length === 0 && !told.delete(report.path))
      return;
    if (report.violations.length > 0) told.add(report.path);
    emit('violations', report);
  }

  return {
    async ask(name, params, isCancelled) {
      const handlers: {
        [Name in keyof WorkerRequests]: (
          params: WorkerRequests[Name][0],
        ) => WorkerRequests[Name][1] | Promise<WorkerRequests[Name][1]>;
      } = {
        scan: (request) => scan(request, isCancelled),
        violations,
        fixes,
        fixAll,
      };
      return handlers[name](params);
    },
    tell(name, params) {
      if (name === 'document') takeDocument(params as WorkerNotices['document']);
      else if (name === 'filesChanged') takeChanges(params as WorkerNotices['filesChanged']);
    },
  };
}

function offer(project: Project, file: string, violation: Violation, textLength: number): FixOffer {
  const base = {
    violation: violation.fingerprint,
    ruleId: violation.ruleId,
    range: violation.range,
    title: violation.fix.title,
    textLength,
  };
  if (violation.fix.kind === 'none') return { ...base, kind: 'none', edits: [], reason: violation.reason };
  const refusal = project.refusalToWrite(file);
  const result =
    refusal === undefined
      ? fixViolations(project.analysis(), project.environment, file, [violation])
      : { ok: false as const, reason: refusal };
  return result.ok
    ? { ...base, kind: violation.fix.kind, edits: result.edits, reason: violation.reason }
    : { ...base, kind: 'none', edits: [], reason: result.reason };
}

function reportOf(project: Project, file: string): FileViolations {
  const { violations, snapshot } = project.check(file);
  const starts = snapshot && snapshot.facts.syntaxErrors.length > 0 ? lineStarts(snapshot.text) : [];
  const syntaxErrors = (snapshot?.facts.syntaxErrors ?? []).map(({ message, offset }) => ({
    message,
    range: rangeOf(starts, { start: offset, end: offset }),
  }));
  return { path: absolute(project, file), violations, syntaxErrors };
}

function absolute(project: Project, file: string): string {
  return join(project.loaded.root, ...file.split('/'));
}

/** A project whose canonical modules are there: without one, nothing can be compared. */
function isUsable(project: Project): boolean {
  return project.analysis().problems.length === 0;
}

/** What the code lacks of what the configuration names, at the keys that name it. */
function faultsOf(project: Project): ConfigFault[] {
  const { loaded } = project;
  return project
    .analysis()
    .problems.map(({ key, message }) => ({ path: loaded.path, key: '', message, range: loaded.locate(key) }));
}

function touches(a: Range, b: Range): boolean {
  const before = (x: Range, y: Range): boolean =>
    x.end.line < y.start.line || (x.end.line === y.start.line && x.end.column < y.start.column);
  return !before(a, b) && !before(b, a);
}

/** Lets waiting messages in once a slice of time is used up; true where it did. @throws Cancelled */
function createPause(isCancelled: () => boolean): () => Promise<boolean> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < slice) return false;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
    if (isCancelled()) throw new Cancelled('cancelled');
    return true;
  };
}
