import type { SourceProblem } from '../engine/source.ts';
import { keepScan } from './cache/keepScan.ts';
import { knownScan } from './cache/knownScan.ts';
import type { RecordFile } from './cache/recordFile.ts';
import type { FileFindings } from './cache/scanRecord.ts';
import type { LoadedConfig } from './configuration.ts';
import { findingsOf, indexed, type Scanning } from './findings.ts';
import { createProject } from './project.ts';
import { createProjectFiles } from './projectFiles.ts';
import { createTraces } from './trace.ts';

export type ScanOutcome =
  | {
      readonly ok: true;
      /** All files that are covered. */
      readonly files: readonly string[];
      /** The configurations below the root, whose folders are projects of their own. */
      readonly nested: readonly string[];
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

/** Scans the files of a configuration. What an earlier scan has found is not worked out again where nothing that it rests on has changed. */
export function* scanFiles(options: ScanFilesOptions): Scanning<ScanOutcome> {
  const { loaded, isAsked, record, startedAt: started = Date.now() } = options;
  const known = record && (yield* knownScan({ loaded, isAsked, record, started }));
  if (known) return { ok: true, files: known.files, nested: known.nested, findings: known.findings };
  return yield* scanAnew(options, started);
}

/** A scan of everything. */
function* scanAnew({ loaded, isAsked, record }: ScanFilesOptions, started: number): Scanning<ScanOutcome> {
  const files = createProjectFiles(loaded);
  const traces = record && !isAsked ? createTraces() : undefined;
  const project = createProject(loaded, { files, ...(traces && { traces }) });
  yield* indexed(project);
  const { problems } = project.analysis();
  if (problems.length > 0) return { ok: false, problems };
  const findings = yield* findingsOf(project, isAsked ?? (() => true));
  if (record && traces)
    keepScan(record, { ...{ project, files, traces, findings, started }, stampUnread: () => undefined });
  return { ok: true, files: project.files(), nested: project.nested(), findings };
}
