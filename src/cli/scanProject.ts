import type { Violation } from '../engine/violation.ts';
import type { FileFindings } from '../project/cache/scanRecord.ts';
import { scanFiles, type ScanFilesOptions, type ScanOutcome } from '../project/scanFiles.ts';
import type { ScanResult } from '../report/scanResult.ts';
import type { LoadedConfig } from '../project/configuration.ts';
import { pathInRepository } from '../project/pathInRepository.ts';
import { describeProblem } from './openProject.ts';
import { createProgressLine } from './progress.ts';
import { recordOf } from './scanCache.ts';

export type ScanProjectResult =
  | {
      readonly ok: true;
      readonly result: ScanResult;
      /** Whether a file is one of the project's, asked for or not. */
      readonly isThere: (file: string) => boolean;
    }
  /** What is wrong with the configuration. */
  | { readonly ok: false; readonly messages: readonly string[] };

export interface ScanProjectOptions {
  /** The files that are looked at; undefined for all. */
  readonly isAsked: ((file: string) => boolean) | undefined;
  readonly isWanted: (violation: Violation) => boolean;
  /** Whether what was found earlier may be used, and what is found is kept. */
  readonly cache: boolean;
  /** As `performance.now()` says it. */
  readonly started: number;
}

/** Scans a project to the end, and says on a terminal how far it is. */
export function scanProject(
  loaded: LoadedConfig,
  { isAsked, isWanted, cache, started }: ScanProjectOptions,
): ScanProjectResult {
  const outcome = runScan({ loaded, isAsked, record: cache ? recordOf(loaded) : undefined });
  if (!outcome.ok)
    return { ok: false, messages: outcome.problems.map((problem) => describeProblem(loaded, problem)) };
  const files = isAsked ? outcome.files.filter(isAsked) : outcome.files;
  const all = new Set(outcome.files);
  return {
    ok: true,
    isThere: (file) => all.has(file),
    result: {
      ...resultOf(loaded, files, outcome.findings, isWanted),
      nested: outcome.nested,
      durationMs: performance.now() - started,
    },
  };
}

function resultOf(
  { root, config }: LoadedConfig,
  files: readonly string[],
  findings: readonly FileFindings[],
  isWanted: (violation: Violation) => boolean,
): Omit<ScanResult, 'durationMs' | 'nested'> {
  return {
    root,
    pathInRepository: pathInRepository(root),
    phases: config.phases,
    filesSeen: files.length,
    filesAnalyzed: findings.length,
    violations: findings.flatMap(({ violations }) => violations.filter(isWanted)),
    parseErrors: findings.flatMap(({ file, problems }) =>
      problems.map(({ range, cell, message }) => ({
        ...{ file, line: range.start.line },
        ...(cell && { cell }),
        message,
      })),
    ),
  };
}

function runScan(options: ScanFilesOptions): ScanOutcome {
  const progress = createProgressLine();
  const scanning = scanFiles(options);
  for (;;) {
    const step = scanning.next();
    if (step.done) {
      progress.clear();
      return step.value;
    }
    const { what, done, total } = step.value;
    progress.show(`${what} ${done} of ${total} files`);
  }
}
