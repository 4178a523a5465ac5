import { readFileSync } from 'node:fs';
import { readBaseReport, type BaseViolation } from '../report/baseReport.ts';
import { differenceFrom, type Difference } from '../report/difference.ts';
import type { ScanResult } from '../report/scanResult.ts';
import { isWithin, type Narrowing } from './narrowing.ts';

export type BaseFile =
  | { readonly ok: true; readonly violations: readonly BaseViolation[] }
  | { readonly ok: false; readonly message: string };

/** Reads the report of an earlier scan. */
export function readBase(path: string): BaseFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    return { ok: false, message: `--base ${path}: ${why}` };
  }
  const report = readBaseReport(text);
  return report.ok ? report : { ok: false, message: `--base ${path}: ${report.message}` };
}

/**
 * A scan beside an earlier one, which may have looked at more: what lies outside of the later one is left out of both.
 *
 * @param isThere whether there is a file, looked at or not
 */
export function compareWithBase(
  base: readonly BaseViolation[],
  result: ScanResult,
  narrowing: Narrowing,
  isAsked: (file: string) => boolean,
  isThere: (file: string) => boolean,
): Difference {
  const comparable = base.filter((each) => isAsked(each.file) && isWithin(each, narrowing));
  return differenceFrom(comparable, result.violations, (file) => !isThere(file));
}
