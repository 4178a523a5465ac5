import type { ConfigurationProblem, FileViolations, ProjectPhases, ToldName } from '../project/protocol.ts';
import { isCounted, type Violation } from '../engine/violation.ts';

/** What the worker has said about the workspace, as it stands. Paths are absolute, in the platform's form. */
export interface ViolationStore {
  /** Every violation of a file: suppressed and intentional ones too. */
  violationsOf(path: string): readonly Violation[];
  /** Where the legacy names of an open file stand. */
  legacyNamesOf(path: string): readonly ToldName[];
  /** Every file that has a violation. */
  files(): Iterable<string>;
  configurationProblems(): readonly ConfigurationProblem[];
  /** The phases of each configuration. */
  phases(): readonly ProjectPhases[];
  counts(): Counts;
}

/** Suppressed and intentional violations are not counted, nor are those that a baseline knows. */
export interface Counts {
  readonly violations: number;
  readonly files: number;
  readonly configurationProblems: number;
}

export interface WritableViolationStore extends ViolationStore {
  put(file: FileViolations): void;
  putConfigurationProblems(problems: readonly ConfigurationProblem[]): void;
  putPhases(phases: readonly ProjectPhases[]): void;
  /** Forgets everything, and says which files had something. */
  clear(): string[];
}

export function createViolationStore(): WritableViolationStore {
  const byPath = new Map<string, FileViolations>();
  let problems: readonly ConfigurationProblem[] = [];
  let phases: readonly ProjectPhases[] = [];
  // Kept up with each file: they are asked for many times a second while a scan tells of thousands.
  let counted = 0;
  let filesWithSome = 0;

  function count(violations: readonly Violation[], sign: 1 | -1): void {
    const found = violations.filter(isCounted).length;
    counted += sign * found;
    if (found > 0) filesWithSome += sign;
  }

  return {
    violationsOf: (path) => byPath.get(path)?.violations ?? [],
    legacyNamesOf: (path) => byPath.get(path)?.legacyNames ?? [],
    files: () => byPath.keys(),
    configurationProblems: () => problems,
    phases: () => phases,
    counts: () => ({
      violations: counted,
      files: filesWithSome,
      configurationProblems: problems.length,
    }),
    put: (file) => {
      count(byPath.get(file.path)?.violations ?? [], -1);
      count(file.violations, 1);
      if (file.violations.length === 0) byPath.delete(file.path);
      else byPath.set(file.path, file);
    },
    putConfigurationProblems: (next) => {
      problems = next;
    },
    putPhases: (next) => {
      phases = next;
    },
    clear: () => {
      const had = [...byPath.keys()];
      byPath.clear();
      problems = [];
      counted = 0;
      filesWithSome = 0;
      return had;
    },
  };
}
