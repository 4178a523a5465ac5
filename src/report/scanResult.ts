import type { CellRange } from '../engine/notebook/notebook.ts';
import type { BaselineEntry } from '../engine/baseline/entry.ts';
import { isCounted, isOpen, type FixKind, type Violation } from '../engine/violation.ts';
import type { Difference } from './difference.ts';

/** What one scan found, as the reporters take it. Paths are relative to `root`, POSIX. */
export interface ScanResult {
  readonly root: string;
  /** Of `root` in the repository that it lies in: empty, or with a slash at its end, such as `backend/`. */
  readonly pathInRepository: string;
  /** Of the configuration, in its order. */
  readonly phases: readonly { readonly id: string; readonly title: string }[];
  readonly filesSeen: number;
  readonly filesAnalyzed: number;
  readonly violations: readonly Violation[];
  readonly parseErrors: readonly ParseError[];
  /** Configurations in the folders that were looked at: what is below one of them is left out. */
  readonly nested: readonly string[];
  readonly durationMs: number;
  /** Where a baseline was taken into account: its file, and the entries of it that are not there any more. */
  readonly baseline?: { readonly file: string; readonly absent: readonly BaselineEntry[] };
  /** What has changed since an earlier scan, where it is compared with one. */
  readonly difference?: Difference;
}

/** A file, or a place in one, that could not be read. */
export interface ParseError {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Of a notebook: the cell, and the range in it. */
  readonly cell?: CellRange;
  readonly message: string;
}

export interface ScanCounts {
  /** Violations that count: neither intentional nor suppressed, and in no baseline. */
  readonly violations: number;
  readonly intentional: number;
  readonly suppressed: number;
  readonly baselined: number;
  readonly byRule: Readonly<Record<string, number>>;
  readonly byPhase: Readonly<Record<string, number>>;
  readonly byFix: Readonly<Record<FixKind, number>>;
}

export function countViolations(violations: readonly Violation[]): ScanCounts {
  const counting = violations.filter(isCounted);
  const byRule: Record<string, number> = {};
  const byPhase: Record<string, number> = {};
  const byFix: Record<FixKind, number> = { safe: 0, repair: 0, unsafe: 0, none: 0 };
  for (const { ruleId, phase, fix } of counting) {
    byRule[ruleId] = (byRule[ruleId] ?? 0) + 1;
    if (phase !== null) byPhase[phase] = (byPhase[phase] ?? 0) + 1;
    byFix[fix.kind]++;
  }
  return {
    violations: counting.length,
    intentional: violations.filter(({ intentional, suppressed }) => intentional && !suppressed).length,
    suppressed: violations.filter(({ suppressed }) => suppressed).length,
    baselined: violations.filter((violation) => isOpen(violation) && !isCounted(violation)).length,
    byRule,
    byPhase,
    byFix,
  };
}

/** Whether a scan should fail a build: it has a violation that counts and weighs more than a remark. */
export function hasFailures(violations: readonly Violation[]): boolean {
  return violations.some((violation) => isCounted(violation) && violation.severity !== 'info');
}
