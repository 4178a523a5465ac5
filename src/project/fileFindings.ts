import { mayExpire } from '../engine/suppressions.ts';
import { syntaxErrorsOf } from '../engine/placeIn.ts';
import type { Range } from '../engine/text.ts';
import type { FileFindings, FileProblem } from './cache/scanRecord.ts';
import type { FileReport, Project } from './project.ts';

const fileStart: Range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** What is found in one file as it is now. */
export function findingsIn(project: Project, file: string): FileFindings {
  const report = project.check(file);
  const isDated = report.snapshot?.facts.directives.some(({ text }) => mayExpire(text));
  return {
    file,
    violations: report.violations,
    problems: problemsOf(report),
    ...(isDated && { isDated }),
  };
}

function problemsOf({ unreadable, snapshot }: FileReport): readonly FileProblem[] {
  if (unreadable !== undefined) return [{ message: unreadable, range: fileStart }];
  return snapshot ? syntaxErrorsOf(snapshot) : [];
}
