import type { Violation } from '../engine/violation.ts';
import { countViolations, type ScanResult } from './scanResult.ts';

/** The version of the JSON that `scan --format json` writes. It changes when a reader of the old one would break. */
export const schemaVersion = 1;

/** The whole of `scan --format json`: one document, keys in the order of the design. */
export function renderJson(result: ScanResult, toolVersion: string): string {
  const { filesSeen, filesAnalyzed, parseErrors, durationMs } = result;
  const document = {
    schemaVersion,
    tool: { name: 'ssot-migrator', version: toolVersion },
    root: '.',
    summary: {
      filesSeen,
      filesAnalyzed,
      ...countViolations(result.violations),
      parseErrors: parseErrors.length,
      durationMs: Math.round(durationMs),
    },
    violations: result.violations.map(jsonViolation),
    parseErrors,
    ...(result.baseline && { baseline: result.baseline }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function jsonViolation(violation: Violation): object {
  return {
    ruleId: violation.ruleId,
    severity: violation.severity,
    phase: violation.phase,
    source: violation.source,
    file: violation.file,
    range: violation.range,
    ...(violation.cell && { cell: violation.cell }),
    form: violation.form,
    module: violation.module,
    names: violation.names,
    items: violation.items,
    message: violation.message,
    fix: violation.fix,
    reason: violation.reason,
    intentional: violation.intentional,
    suppressed: violation.suppressed,
    ...(violation.suppressed && { suppressionReason: violation.suppressionReason }),
    baselined: violation.baselined ?? false,
    fingerprint: violation.fingerprint,
  };
}
