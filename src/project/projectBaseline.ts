import { join } from 'node:path';
import { createKnownViolations, type KnownViolations } from '../engine/baseline/knownViolations.ts';
import type { Violation } from '../engine/violation.ts';
import { baselineFileName, readBaseline } from './baselineFile.ts';
import type { Project } from './project.ts';
import type { ConfigurationProblem } from './protocol.ts';

/** The baseline in a project's folder, as an editor needs it: read when it is first asked for, and again once it has changed. */
export interface ProjectBaseline {
  /** The violations of a file, those marked that the baseline knows. */
  marked(file: string, violations: readonly Violation[]): readonly Violation[];
  /** What is wrong with it: as long as it is, nothing is marked. */
  problem(): ConfigurationProblem | undefined;
  /** Takes in that its file may have changed. */
  changed(): void;
}

export function createProjectBaseline(project: Project): ProjectBaseline {
  const path = join(project.loaded.root, baselineFileName);
  let current: { readonly known: KnownViolations; readonly problem?: ConfigurationProblem } | undefined;

  function read(): typeof current & object {
    const result = readBaseline(path);
    if (result.kind !== 'faulty')
      return { known: createKnownViolations(result.kind === 'read' ? result.baseline.entries : []) };
    const { line, message } = result;
    const range = { start: { line, column: 1 }, end: { line: line + 1, column: 1 } };
    return { known: createKnownViolations([]), problem: { path, range, message } };
  }

  const now = (): typeof current & object => (current ??= read());
  return {
    marked: (file, violations) => now().known.marked(file, violations, (other) => project.isSeen(other)),
    problem: () => now().problem,
    changed: () => (current = undefined),
  };
}
