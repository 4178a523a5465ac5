/** What a run came to, as the runner outside the editor reads it: written again after every test. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One failed test or hook. */
export interface Failure {
  /** Suites and test, joined by ` > `. */
  readonly title: string;
  readonly message: string;
}

/** Counts of tests; a failed hook counts as one failed test. */
export interface Results {
  /** What `vscode.version` says. */
  readonly version: string;
  passed: number;
  failed: number;
  skipped: number;
  readonly failures: Failure[];
  /** The test that runs now: after a time-out, the one that hung. */
  running: string | null;
  complete: boolean;
}

/** Writes results to the file that the runner named, if it named one. */
export function writeResults(file: string | undefined, results: Results): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
