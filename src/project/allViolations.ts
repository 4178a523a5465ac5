import type { Violation } from '../engine/violation.ts';
import type { IndexProgress, Project } from './project.ts';

/** The violations of all files of a project that has been indexed, each of which is let go of at once. */
export function* allViolations(project: Project): Generator<IndexProgress, Violation[]> {
  const candidates = project.candidates();
  const violations: Violation[] = [];
  for (const [done, file] of candidates.entries()) {
    yield { done, total: candidates.length };
    violations.push(...project.check(file).violations);
    project.release(file);
  }
  return violations;
}
