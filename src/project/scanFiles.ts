import { resolve } from 'node:path';
import type { Language } from '../engine/facts.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { syntaxErrorsOf } from '../engine/placeIn.ts';
import type { SourceProblem } from '../engine/source.ts';
import { compare, whatWasWatched } from './cache/compare.ts';
import type { RecordFile, StoredScan } from './cache/recordFile.ts';
import {
  pythonMemory,
  isOutdated,
  restsOf,
  storedMemory,
  type FileFindings,
  type ScanRests,
  type ScanResults,
} from './cache/scanRecord.ts';
import { stampAfterReading } from './cache/stamps.ts';
import { languagesToRedo, passOnTheSame } from './cache/whatHolds.ts';
import type { PythonMemory } from './pythonMemory.ts';
import type { LoadedConfig } from './configuration.ts';
import { createProject, type Project } from './project.ts';
import { createProjectFiles } from './projectFiles.ts';
import { today } from './today.ts';
import { createTraces, type Traces } from './trace.ts';

export interface ScanProgress {
  readonly what: 'reading' | 'analyzing';
  readonly done: number;
  readonly total: number;
}

export type ScanOutcome =
  | {
      readonly ok: true;
      /** All files that are covered. */
      readonly files: readonly string[];
      /** Of the files that were read in full. */
      readonly findings: readonly FileFindings[];
    }
  /** What is wrong with the configuration. */
  | { readonly ok: false; readonly problems: readonly SourceProblem[] };

export interface ScanFilesOptions {
  readonly loaded: LoadedConfig;
  /** The files whose findings are wanted; undefined for all. */
  readonly isAsked?: ((file: string) => boolean) | undefined;
  /** Where an earlier scan is kept, and this one will be where it is of all files. */
  readonly record?: RecordFile | undefined;
  /** Milliseconds since 1970: what has changed shortly before is not taken to be settled. The present where it is left out. */
  readonly startedAt?: number;
}

type Scanning = Generator<ScanProgress, ScanOutcome>;

/** Scans the files of a configuration. What an earlier scan has found is not worked out again where nothing that it rests on has changed. */
export function* scanFiles(options: ScanFilesOptions): Scanning {
  const { loaded, isAsked = () => true, record, startedAt: started = Date.now() } = options;
  const stored = record?.read();
  if (!record || !stored || isOutdated(stored.results, today())) return yield* scanAnew(options, started);

  const changes = compare(loaded.root, stored.results);
  if (changes.areNone) return outcomeOf(stored.results, isAsked);
  const rests = stored.rests();
  if (!rests) return yield* scanAnew(options, started);
  return yield* scanAgain(options, started, { stored, rests, changes });
}

/** A scan of everything. */
function* scanAnew({ loaded, isAsked, record }: ScanFilesOptions, started: number): Scanning {
  const files = createProjectFiles(loaded);
  const traces = record && !isAsked ? createTraces() : undefined;
  const project = createProject(loaded, { files, ...(traces && { traces }) });
  yield* indexed(project);
  const { problems } = project.analysis();
  if (problems.length > 0) return { ok: false, problems };
  const findings = yield* findingsOf(project, isAsked ?? (() => true));
  const covered = project.files();
  if (record && traces) {
    const stamps = covered.map((file) => stampAfterReading(resolve(loaded.root, file), 'stat', started));
    const rests = restsAfter(project, traces, undefined, new Set(['python', 'typescript']));
    const watched = whatWasWatched(loaded.root, files, covered, rests, started);
    record.write({ files: covered, stamps, watched, findings, day: today() }, rests);
  }
  return { ok: true, files: covered, findings };
}

interface Earlier {
  readonly stored: StoredScan;
  readonly rests: ScanRests;
  readonly changes: ReturnType<typeof compare>;
}

/** A scan of what may be different than before, `redo` in any case. */
function* scanAgain(
  options: ScanFilesOptions,
  started: number,
  earlier: Earlier,
  alsoRedo: readonly Language[] = [],
): Scanning {
  const { loaded, isAsked, record } = options;
  const { stored, rests, changes } = earlier;
  const files = createProjectFiles(loaded);
  const covered = files.coverage.walk();
  const now = changes.against(covered, files.tree);
  const redo = new Set([...languagesToRedo(rests, now), ...alsoRedo]);
  const isOther = (file: string): boolean => now.changed.has(file) || now.added.has(file);
  const isLeftOut = (file: string): boolean => !redo.has(languageOf(file)) && !isOther(file);
  const fresh = covered.filter((file) => !isLeftOut(file));
  const languages = new Set([...redo, ...fresh.map(languageOf)]);
  const before = redo.has('python') ? undefined : pythonMemory(rests);
  const traces = createTraces();
  const project = createProject(loaded, {
    files,
    traces,
    remembered: { isLeftOut, languages, python: before },
  });
  yield* indexed(project);
  // A configuration that does not fit the files any more is described by a scan that leaves out nothing.
  if (project.analysis().problems.length > 0) return yield* scanAnew(options, started);
  const after = project.python();
  if (before && after && !passOnTheSame(before, after, fresh))
    return yield* scanAgain(options, started, earlier, [...redo, 'python']);

  const found = yield* findingsOf(project, isAsked ?? (() => true));
  const findings = inOrder(covered, [
    ...stored.results.findings.filter(({ file }) => isLeftOut(file) && isAsked?.(file) !== false),
    ...found,
  ]);
  if (record && !isAsked) {
    const stamps = covered.map((file) =>
      isOther(file) ? stampAfterReading(resolve(loaded.root, file), 'stat', started) : changes.stampOf(file),
    );
    const restsNow = restsAfter(project, traces, rests, redo);
    const watched = whatWasWatched(loaded.root, files, covered, restsNow, started);
    record.write({ files: covered, stamps, watched, findings, day: today() }, restsNow);
  }
  return { ok: true, files: covered, findings };
}

function* indexed(project: Project): Generator<ScanProgress, void> {
  for (const { done, total } of project.index()) yield { what: 'reading', done, total };
}

function* findingsOf(
  project: Project,
  isAsked: (file: string) => boolean,
): Generator<ScanProgress, FileFindings[]> {
  const candidates = project.candidates().filter(isAsked);
  const findings: FileFindings[] = [];
  for (const [done, file] of candidates.entries()) {
    yield { what: 'analyzing', done, total: candidates.length };
    const { violations, unreadable, snapshot } = project.check(file);
    const problems = (snapshot ? syntaxErrorsOf(snapshot) : []).map(({ message, range, cell }) => ({
      line: range.start.line,
      ...(cell && { cell }),
      message,
    }));
    findings.push({
      file,
      violations,
      problems: unreadable === undefined ? problems : [{ line: 1, message: unreadable }],
      ...(snapshot?.facts.directives.some(({ text }) => text.includes('[until')) && { isDated: true }),
    });
    project.release(file);
  }
  return findings;
}

function restsAfter(
  project: Project,
  traces: Traces,
  earlier: ScanRests | undefined,
  redone: ReadonlySet<Language>,
): ScanRests {
  const consulted = [...project.analysis().graph.seenFromOutside()];
  const rests = (language: Language): ScanRests['languages'][Language] =>
    restsOf(
      consulted.filter((file) => languageOf(file) === language),
      traces[language],
      redone.has(language) ? undefined : earlier?.languages[language],
    );
  const memory: PythonMemory = project.python()!;
  return {
    languages: { python: rests('python'), typescript: rests('typescript') },
    python: storedMemory(memory),
  };
}

function inOrder(files: readonly string[], findings: readonly FileFindings[]): FileFindings[] {
  const byFile = new Map(findings.map((each) => [each.file, each]));
  return files.flatMap((file) => byFile.get(file) ?? []);
}

function outcomeOf({ files, findings }: ScanResults, isAsked: (file: string) => boolean): ScanOutcome {
  return { ok: true, files, findings: findings.filter(({ file }) => isAsked(file)) };
}
