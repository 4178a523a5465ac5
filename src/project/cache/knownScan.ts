import type { Language } from '../../engine/facts.ts';
import type { PathTest } from '../../engine/globs.ts';
import { languageOf } from '../../engine/graph/moduleGraph.ts';
import type { LoadedConfig } from '../configuration.ts';
import { findingsOf, indexed, type Scanning } from '../findings.ts';
import { createProject } from '../project.ts';
import { createProjectFiles } from '../projectFiles.ts';
import { today } from '../today.ts';
import { createTraces } from '../trace.ts';
import { compare } from './compare.ts';
import { keepScan } from './keepScan.ts';
import type { RecordFile, StoredScan } from './recordFile.ts';
import { isOutdated, pythonMemory, type FileFindings, type ScanRests } from './scanRecord.ts';
import { untrusted } from './stamps.ts';
import { languagesToRedo, passOnTheSame } from './whatHolds.ts';

/** A scan of which much may be known from an earlier one. */
export interface KnownScanOptions {
  readonly loaded: LoadedConfig;
  /** Where the earlier scan is kept, and this one will be where it is of the same files. */
  readonly record: RecordFile;
  /** More paths that are left out: the same as when the record was made. */
  readonly isExcluded?: PathTest;
  /** Which files the record is about; all without it. */
  readonly isShown?: PathTest;
  /** The files of them whose findings are wanted now; all without it. */
  readonly isAsked?: PathTest | undefined;
  /** Texts that count in place of what is on disk. */
  readonly documents?: ReadonlyMap<string, string>;
  /** The share of the files that may have to be looked at: where it is more, a scan anew is no slower. 1 without it. */
  readonly mostAnew?: number;
  /** Milliseconds since 1970, before anything was read. */
  readonly started: number;
}

export interface KnownScan {
  /** All files that are covered. */
  readonly files: readonly string[];
  /** The configurations below the root, whose folders are projects of their own. */
  readonly nested: readonly string[];
  /** What a scan of everything would find, in its order. */
  readonly findings: readonly FileFindings[];
  /** Of how many files that was worked out now. */
  readonly analyzed: number;
}

/**
 * What an earlier scan has found where that still holds, and the rest worked out. Undefined where all has to be: nothing was
 * kept, or too much has changed.
 */
export function* knownScan(options: KnownScanOptions): Scanning<KnownScan | undefined> {
  const { loaded, record, documents, isShown, isAsked } = options;
  const stored = record.read();
  if (!stored || isOutdated(stored.results, today())) return undefined;
  const changes = compare(loaded.root, stored.results);
  if (changes.areNone && !documents?.size) {
    const { files, nested, findings } = stored.results;
    const isWanted = (file: string): boolean => isShown?.(file) !== false && isAsked?.(file) !== false;
    const wanted = findings.filter(({ file }) => isWanted(file));
    return { files, nested, findings: wanted, analyzed: 0 };
  }
  const rests = stored.rests();
  return rests && (yield* scanAgain(options, { stored, rests, changes }));
}

const nothing: ReadonlyMap<string, string> = new Map();

interface Earlier {
  readonly stored: StoredScan;
  readonly rests: ScanRests;
  readonly changes: ReturnType<typeof compare>;
}

/** A scan of what may be different than before, `redo` in any case. */
function* scanAgain(
  options: KnownScanOptions,
  earlier: Earlier,
  alsoRedo: readonly Language[] = [],
): Scanning<KnownScan | undefined> {
  const { loaded, record, isExcluded, isShown, isAsked, documents = nothing, mostAnew = 1 } = options;
  const { stored, rests, changes } = earlier;
  const files = createProjectFiles(loaded, isExcluded);
  const covered = files.coverage.walk();
  const now = changes.against(covered, files.tree, documents);
  const redo = new Set([...languagesToRedo(rests, now), ...alsoRedo]);
  const isOther = (file: string): boolean => now.changed.has(file) || now.added.has(file);
  const isLeftOut = (file: string): boolean => !redo.has(languageOf(file)) && !isOther(file);
  const fresh = covered.filter((file) => !isLeftOut(file));
  if (fresh.length > covered.length * mostAnew) return undefined;
  const languages = new Set([...redo, ...[...fresh, ...documents.keys()].map(languageOf)]);
  const before = redo.has('python') ? undefined : pythonMemory(rests);
  const traces = createTraces();
  const project = createProject(loaded, {
    ...{ files, traces },
    remembered: { isLeftOut, languages, python: before },
  });
  for (const [file, text] of documents) project.setDocument(file, text);
  yield* indexed(project);
  // A configuration that does not fit the files any more is described by a scan that leaves out nothing.
  if (project.analysis().problems.length > 0) return undefined;
  const after = project.python();
  if (before && after && !passOnTheSame(before, after, fresh))
    return yield* scanAgain(options, earlier, [...redo, 'python']);

  const isWanted = (file: string): boolean => isShown?.(file) !== false && isAsked?.(file) !== false;
  const found = yield* findingsOf(project, isWanted);
  const kept = stored.results.findings.filter(({ file }) => isLeftOut(file) && isWanted(file));
  const findings = inOrder(covered, [...kept, ...found]);
  const there = new Set(covered);
  const areOnDisk = [...documents.keys()].every((file) => there.has(file));
  // What rests on a document without a file, no later scan can tell.
  if (!isAsked && areOnDisk)
    keepScan(record, {
      ...{ project, files, traces, findings, started: options.started },
      earlier: { rests, redone: redo },
      stampUnread: (file) =>
        documents.has(file) ? untrusted : isOther(file) ? undefined : changes.stampOf(file),
    });
  const ofNoFile = found.filter(({ file }) => !there.has(file));
  return {
    files: covered,
    nested: project.nested(),
    findings: [...findings, ...ofNoFile],
    analyzed: found.length,
  };
}

function inOrder(files: readonly string[], findings: readonly FileFindings[]): FileFindings[] {
  const byFile = new Map(findings.map((each) => [each.file, each]));
  return files.flatMap((file) => byFile.get(file) ?? []);
}
