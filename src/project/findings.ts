import type { FileFindings } from './cache/scanRecord.ts';
import { findingsIn } from './fileFindings.ts';
import type { Project } from './project.ts';

export interface ScanProgress {
  readonly what: 'reading' | 'analyzing';
  readonly done: number;
  readonly total: number;
}

/** Long work that says how far it is, and may be left for a while after each step. */
export type Scanning<Result> = Generator<ScanProgress, Result>;

export function* indexed(project: Project): Scanning<void> {
  for (const { done, total } of project.index()) yield { what: 'reading', done, total };
}

/** What is found in the candidates of a project that has been indexed. */
export function* findingsOf(project: Project, isAsked: (file: string) => boolean): Scanning<FileFindings[]> {
  const candidates = project.candidates().filter(isAsked);
  const findings: FileFindings[] = [];
  for (const [done, file] of candidates.entries()) {
    yield { what: 'analyzing', done, total: candidates.length };
    findings.push(findingsIn(project, file));
    project.release(file);
  }
  return findings;
}
