import { join } from 'node:path';
import { legacyNames } from '../engine/legacyNames.ts';
import { placeIn, syntaxErrorsOf } from '../engine/placeIn.ts';
import { lineStarts, type Range } from '../engine/text.ts';
import { isOpen as isOpenViolation, type Violation } from '../engine/violation.ts';
import type { Project } from './project.ts';
import type { ProjectBaseline } from './projectBaseline.ts';
import type { FileViolations, ToldName } from './protocol.ts';

const fileStart: Range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/**
 * What is to be said of one file, as it goes over the wire.
 *
 * @param baseline marks what it knows
 * @param isOpen somebody looks at the text, and not at the list of problems alone
 */
export function reportOf(
  project: Project,
  file: string,
  baseline: ProjectBaseline,
  isOpen: boolean,
): FileViolations {
  const { violations: found, snapshot, unreadable } = project.check(file);
  const violations = baseline.marked(file, found);
  const path = absolutePath(project, file);
  if (unreadable !== undefined)
    return {
      path,
      violations,
      legacyNames: [],
      syntaxErrors: [{ message: unreadable, range: fileStart }],
    };
  return {
    path,
    violations,
    legacyNames: isOpen ? namesToTell(project, file, violations) : [],
    syntaxErrors: snapshot ? syntaxErrorsOf(snapshot) : [],
  };
}

function namesToTell(project: Project, file: string, violations: readonly Violation[]): ToldName[] {
  const shown = violations.filter(isOpenViolation);
  const context = shown.length > 0 ? project.analysis().context(file) : undefined;
  const snapshot = context && project.analysis().read(file);
  if (!snapshot) return [];
  const starts = lineStarts(snapshot.text);
  return [false, true].flatMap((isKnown) =>
    legacyNames(
      context,
      shown.filter(({ baselined = false }) => baselined === isKnown),
    ).map(({ span, message, violation }) => ({
      ...placeIn(snapshot, starts, span),
      message,
      violation: violation.fingerprint,
      ...(isKnown && { baselined: true }),
    })),
  );
}

export function emptyReport(path: string): FileViolations {
  return { path, violations: [], legacyNames: [], syntaxErrors: [] };
}

/** Where a file of a project is, in the platform's own form. */
export function absolutePath(project: Project, file: string): string {
  return join(project.loaded.root, ...file.split('/'));
}
