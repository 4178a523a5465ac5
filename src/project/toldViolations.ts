import { emptyReport } from './fileReport.ts';
import type { FileViolations } from './protocol.ts';

/** What the other side has been told of single files, so that it is told what has changed and nothing else. */
export interface ToldViolations {
  /** Tells of a file unless it was told the same. */
  put(report: FileViolations): void;
  /** Leaves what was told of a file as it is. @returns false where nothing was */
  confirm(path: string): boolean;
  /** What holds of every file that has something to be told of. */
  reports(): Iterable<FileViolations>;
  /** A scan begins: what is told of from now on is confirmed. */
  beginScan(): void;
  /** A scan has ended: files that it did not come by have no violations any more. */
  endScan(): void;
}

export function createToldViolations(emit: (report: FileViolations) => void): ToldViolations {
  const told = new Map<string, FileViolations>();
  let unconfirmed = new Set<string>();

  function put(report: FileViolations): void {
    const { path } = report;
    const isEmpty = report.violations.length === 0 && report.syntaxErrors.length === 0;
    const before = told.get(path);
    unconfirmed.delete(path);
    if (isEmpty ? !before : before && saysTheSame(before, report)) return;
    if (isEmpty) told.delete(path);
    else told.set(path, report);
    emit(report);
  }

  function confirm(path: string): boolean {
    unconfirmed.delete(path);
    return told.has(path);
  }

  function endScan(): void {
    for (const path of unconfirmed) put(emptyReport(path));
  }

  return {
    put,
    confirm,
    reports: () => told.values(),
    beginScan: () => (unconfirmed = new Set(told.keys())),
    endScan,
  };
}

/** What has been kept is JSON: undefined values and prototypes, which nobody is told of, are not there. */
function saysTheSame(a: FileViolations, b: FileViolations): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
