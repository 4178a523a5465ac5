import type { ConfigurationProblem, FileViolations, ToldName } from '../project/protocol.ts';
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
  /** Forgets everything, and says which files had something. */
  clear(): string[];
}

export function createViolationStore(): WritableViolationStore {
  const byPath = new Map<string, FileViolations>();
  let problems: readonly ConfigurationProblem[] = [];
  return {
    violationsOf: (path) => byPath.get(path)?.violations ?? [],
    legacyNamesOf: (path) => byPath.get(path)?.legacyNames ?? [],
    files: () => byPath.keys(),
    configurationProblems: () => problems,
    counts: () => {
      const counted = [...byPath.values()].map(({ violations }) => violations.filter(isCounted).length);
      return {
        violations: counted.reduce((sum, count) => sum + count, 0),
        files: counted.filter((count) => count > 0).length,
        configurationProblems: problems.length,
      };
    },
    put: (file) => {
      if (file.violations.length === 0) byPath.delete(file.path);
      else byPath.set(file.path, file);
    },
    putConfigurationProblems: (next) => {
      problems = next;
    },
    clear: () => {
      const had = [...byPath.keys()];
      byPath.clear();
      problems = [];
      return had;
    },
  };
}
