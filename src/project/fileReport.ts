import { join } from 'node:path';
import { legacyNames } from '../engine/legacyNames.ts';
import { linesOf, placeIn } from '../engine/placeIn.ts';
import { isOpen as isOpenViolation, type Violation } from '../engine/violation.ts';
import type { FileFindings } from './cache/scanRecord.ts';
import type { Project } from './project.ts';
import type { ProjectBaseline } from './projectBaseline.ts';
import type { FileViolations, ToldName } from './protocol.ts';

/**
 * What is to be said of one file, as it goes over the wire.
 *
 * @param baseline marks what it knows
 * @param isOpen somebody looks at the text, and not at the list of problems alone
 */
export function reportOf(
  project: Project,
  { file, violations: found, problems }: FileFindings,
  baseline: ProjectBaseline,
  isOpen: boolean,
): FileViolations {
  const violations = baseline.marked(file, found);
  return {
    path: absolutePath(project, file),
    violations,
    legacyNames: isOpen ? namesToTell(project, file, violations) : [],
    syntaxErrors: problems,
  };
}

function namesToTell(project: Project, file: string, violations: readonly Violation[]): ToldName[] {
  const shown = violations.filter(isOpenViolation);
  const context = shown.length > 0 ? project.analysis().context(file) : undefined;
  const snapshot = context && project.analysis().read(file);
  if (!snapshot) return [];
  const starts = linesOf(snapshot);
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
