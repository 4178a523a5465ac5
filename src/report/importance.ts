import type { FixKind, Violation } from '../engine/violation.ts';

const severities: readonly Violation['severity'][] = ['error', 'warning', 'info'];
/** What is broken today comes first, then what is quickly done. */
const fixes: readonly FixKind[] = ['repair', 'safe', 'unsafe', 'none'];

/** The gravest first; equal ones as they came. */
export function byImportance(violations: readonly Violation[]): Violation[] {
  return [...violations].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      fixes.indexOf(a.fix.kind) - fixes.indexOf(b.fix.kind),
  );
}
