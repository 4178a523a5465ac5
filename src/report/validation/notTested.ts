import { title } from './deployment.ts';
import type { ReportInput } from './input.ts';
import { factNames } from './factNames.ts';
import type { ValidationReport } from './reportSchema.ts';

/** Everything that a reader might take for said, and is not: each with the reason. */
export function notTestedOf(
  report: ValidationReport,
  { code, history, log, baseline }: ReportInput,
): ValidationReport['not_tested'] {
  const steps = report.steps
    .filter(({ status }) => status === 'not-tested' || status === 'skipped')
    .map(({ title: item, reason }) => ({ item, reason: reason ?? 'no reason was recorded' }));
  const facts = factNames.filter((name) => report.deployment[name].source === 'unknown');
  const asked = [
    { item: 'State of the migration', part: code },
    { item: 'Burn-down', part: code.given ? history : code },
    { item: 'Deployment log', part: log },
    { item: 'Comparison with an earlier report', part: baseline },
  ];
  return [
    ...steps,
    ...asked.flatMap(({ item, part }) => (part.given ? [] : [{ item, reason: part.reason }])),
    ...(facts.length === 0
      ? []
      : [
          {
            item: `Deployment: ${facts.map(title).join(', ')}`,
            reason: 'a client cannot observe it, and neither a log nor the user states it',
          },
        ]),
    ...(report.target?.reported_url === null
      ? [
          {
            item: 'Whether the tested URL is the reported one',
            reason: 'no reported URL is given (--fact reported_url=URL)',
          },
        ]
      : []),
  ];
}
