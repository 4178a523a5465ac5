import type { ValidationReport } from './reportSchema.ts';

type Diff = NonNullable<ValidationReport['diff']>;
type Compared = Pick<ValidationReport, 'verdict' | 'steps' | 'code' | 'findings'>;

/** What is otherwise than in an earlier report: verdict, probes, what is left of the migration, findings. */
export function compareReports(before: ValidationReport, after: Compared, evidence: readonly string[]): Diff {
  const changed: Diff['changed'] = [];
  const compare = (what: string, old: string | undefined, now: string, stands: readonly string[]): void => {
    if (old !== undefined && old !== now)
      changed.push({ what, before: old, after: now, evidence: [...stands, ...evidence] });
  };
  compare('Verdict', before.verdict.title, after.verdict.title, []);
  for (const { id, title, status, evidence: own } of after.steps)
    compare(title, before.steps.find((each) => each.id === id)?.status, status, own);
  if (before.code && after.code) {
    compare(
      'Violations',
      String(before.code.violations),
      String(after.code.violations),
      after.code.scan_evidence,
    );
    for (const { id, title, left, evidence: own } of after.code.phases) {
      const old = before.code.phases.find((each) => each.id === id && each.title === title);
      compare(`Left of phase ${title}`, old && String(old.left), String(left), own);
    }
  }
  const named = ({ findings }: Compared): string =>
    [...new Set(findings.flatMap(({ failure_ref }) => failure_ref ?? []))].sort().join(', ') || 'none';
  compare('Known failures', named(before), named(after), []);
  return { baseline_report_id: before.report_id, changed, evidence: [...evidence] };
}
