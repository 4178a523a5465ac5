import { join } from 'node:path';
import { syntaxErrorsOf } from '../engine/placeIn.ts';
import type { Range } from '../engine/text.ts';
import type { Project } from './project.ts';
import type { FileViolations } from './protocol.ts';

const fileStart: Range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** What is to be said of one file, as it goes over the wire. */
export function reportOf(project: Project, file: string): FileViolations {
  const { violations, snapshot, unreadable } = project.check(file);
  const path = absolutePath(project, file);
  if (unreadable !== undefined)
    return { path, violations, syntaxErrors: [{ message: unreadable, range: fileStart }] };
  return { path, violations, syntaxErrors: snapshot ? syntaxErrorsOf(snapshot) : [] };
}

export function emptyReport(path: string): FileViolations {
  return { path, violations: [], syntaxErrors: [] };
}

/** Where a file of a project is, in the platform's own form. */
export function absolutePath(project: Project, file: string): string {
  return join(project.loaded.root, ...file.split('/'));
}
