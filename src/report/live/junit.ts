import { probes, verdictTitles, type NotTested, type ProbeResult } from '../../livecheck/protocol.ts';
import type { RunRecord } from '../../livecheck/runRecord.ts';
import { isCrash, isPass } from '../../livecheck/verdict.ts';
import {
  attributesOf,
  junitDocument,
  suite,
  testCase,
  type Case,
  type CaseName,
  type Suite,
} from '../junitDocument.ts';
import { xmlText } from '../xml.ts';
import { explained, titleOf } from './explained.ts';
import type { LiveResult } from './liveResult.ts';

/**
 * `check --format junit`: a suite for each run, a case for each probe of the catalogue, and one for the verdict, which is
 * more than the sum of the probes: it fails too where what it promises was not tested.
 */
export function renderLiveJunit({ runs }: LiveResult): string {
  const suites = runs.map((run, index) => suiteOf(run, runs.length > 1 ? ` run ${index + 1}` : ''));
  const ms = runs.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return junitDocument('ssot check', suites, ms);
}

function suiteOf(run: RunRecord, suffix: string): Suite {
  const { started, results, verdict, durationMs } = run;
  const target = started?.target;
  const cases = probes.flatMap(({ id }): Case[] => {
    const result = results.find(({ probe }) => probe === id);
    if (result !== undefined) return [caseOf(result, run)];
    const unasked = verdict?.notTested.find(({ probe }) => probe === id);
    return unasked === undefined ? [] : [notTestedCase(unasked)];
  });
  return suite(
    `ssot check ${target?.label ?? ''} (scope ${started?.scope ?? ''})${suffix}`,
    [...cases, ...verdictCase(run)],
    {
      ms: durationMs,
      timestamp: started?.startedAt ?? '',
      properties: {
        target: target?.apiUrl ?? '',
        user: started?.user ?? '',
        verdict: verdict === null ? '' : verdictTitles[verdict.status],
      },
    },
  );
}

function caseOf(result: ProbeResult, run: RunRecord): Case {
  const name = nameOf(result);
  const waived = run.verdict?.reasons.find(
    (each) => each.probe === result.probe && each.verdict === 'waived',
  );
  if (waived !== undefined) return skipped(name, `waived: ${waived.text}`);
  switch (result.verdict) {
    case 'pass':
      return testCase('passed', name);
    case 'warn':
      return testCase('passed', name, `<system-out>${xmlText(told(result, run))}</system-out>`);
    case 'skipped':
      return skipped(name, result.summary);
    case 'fail':
      return unwell('failures', 'failure', name, result, run);
    case 'inconclusive':
      // An optional probe without an answer does not fail the run, so it must not fail the page that shows it.
      return isCrash(result) || probes.some(({ id, mandatory }) => id === result.probe && mandatory)
        ? unwell('errors', 'error', name, result, run)
        : skipped(name, `inconclusive: ${told(result, run)}`);
  }
}

const nameOf = ({ probe, durationMs }: ProbeResult): CaseName => ({
  name: titleOf(probe),
  className: `livecheck.${probe}`,
  ms: durationMs,
});

const skipped = (name: CaseName, message: string): Case =>
  testCase('skipped', name, `<skipped${attributesOf({ message })}/>`);

const notTestedCase = ({ probe, title, reason }: NotTested): Case =>
  skipped({ name: title, className: `livecheck.${probe}` }, `not tested: ${reason}`);

function unwell(
  outcome: 'failures' | 'errors',
  element: 'failure' | 'error',
  name: CaseName,
  result: ProbeResult,
  run: RunRecord,
): Case {
  const attributes = attributesOf({
    type: result.cause?.failure ?? result.verdict,
    message: result.summary,
  });
  return testCase(outcome, name, `<${element}${attributes}>${xmlText(told(result, run))}</${element}>`);
}

function told(result: ProbeResult, run: RunRecord): string {
  const { what, where, cause, candidates, next } = explained(result, run);
  return [
    what,
    `where: ${where}`,
    ...(cause === null ? [] : [`cause: ${cause}`]),
    ...candidates.map((each) => `  ${each}`),
    `next: ${next}`,
  ].join('\n');
}

function verdictCase(run: RunRecord): Case[] {
  const { verdict } = run;
  if (verdict === null) return [];
  const name = { name: 'Verdict', className: 'livecheck.verdict' };
  const { status, sentence, reasons } = verdict;
  if (isPass(status)) return [testCase('passed', name)];
  const lines = reasons.map(({ probe, text }) => {
    const result = run.results.find((each) => each.probe === probe);
    const next = result?.nextStep ?? null;
    return `${probe === null ? '' : `${titleOf(probe)}: `}${text}${next === null ? '' : `; next: ${next}`}`;
  });
  const attributes = attributesOf({ type: verdictTitles[status], message: sentence });
  return [testCase('failures', name, `<failure${attributes}>${xmlText(lines.join('\n'))}</failure>`)];
}
