import type { Violation } from '../violation.ts';

/** A violation that a baseline knows: what it is, and the file that it was in. */
export interface BaselineEntry {
  /** Relative to the configuration's folder, POSIX. */
  readonly file: string;
  readonly ruleId: string;
  readonly fingerprint: string;
  readonly module: string;
  readonly names: readonly string[];
}

export function entryOf({ file, ruleId, fingerprint, module, names }: Violation): BaselineEntry {
  return { file, ruleId, fingerprint, module, names };
}

/** By file, then by what people look for in it. Code units, not letters: the order is the same on every machine. */
export function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compare(a.file, b.file) ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.module, b.module) ||
    compare(a.fingerprint, b.fingerprint)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
