import type { Evidence } from '../../../livecheck/observations.ts';
import type { Cause, ProbeResult, ProbeVerdict } from '../../../livecheck/protocol.ts';
import { markdownText } from '../../../report/markdownText.ts';

/** What the Testing view shows of a probe that has ended. */
export interface TestOutcome {
  /** `errored`: the answer proves nothing, which is neither a pass nor a failure. */
  readonly state: 'passed' | 'failed' | 'errored' | 'skipped';
  readonly durationMs: number;
  /** Markdown; null where there is nothing to explain at the test itself. */
  readonly message: string | null;
  /** Plain text for the run's output, whose lines end as a terminal wants it. */
  readonly output: string;
}

const states: Readonly<Record<ProbeVerdict, TestOutcome['state']>> = {
  pass: 'passed',
  warn: 'passed',
  fail: 'failed',
  inconclusive: 'errored',
  skipped: 'skipped',
};

/** The Testing view has no warning, so that one passes and its output says what is the matter. */
export function outcomeOfTest(
  title: string,
  result: ProbeResult,
  evidence: readonly Evidence[],
): TestOutcome {
  const { verdict, durationMs, summary, cause, nextStep } = result;
  const state = states[verdict];
  const details = verdict === 'pass' ? [] : [causeText(cause), nextStepText(nextStep)];
  return {
    state,
    durationMs,
    message: state === 'failed' || state === 'errored' ? messageOf(result, evidence) : null,
    output: outputOf([
      `${title}: ${verdict}: ${summary}`,
      ...details.filter((line) => line !== '').map(indented),
    ]),
  };
}

/** Lines as a terminal wants them. What a server said moves no cursor and sets no color. */
export const outputOf = (lines: readonly string[]): string =>
  lines.map((line) => `${line.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')}\r\n`).join('');

const indented = (line: string): string => `    ${line}`;

const causeText = (cause: Cause | null): string =>
  cause === null ? '' : `Likely cause${cause.failure === null ? '' : ` (${cause.failure})`}: ${cause.text}`;

const nextStepText = (nextStep: string | null): string => (nextStep === null ? '' : `Next step: ${nextStep}`);

/** More than this is for the panel, which shows what is in each. */
const mostEvidence = 10;

function messageOf(
  { summary, findings, cause, nextStep, evidence: recorded }: ProbeResult,
  evidence: readonly Evidence[],
): string {
  // What the finding stands on comes first; where it names nothing, all that was recorded.
  const cited = new Set(
    findings.filter(({ verdict }) => verdict !== 'pass').flatMap((each) => each.evidence),
  );
  const wanted = cited.size > 0 ? cited : new Set(recorded);
  const shown = evidence.filter(({ id }) => wanted.has(id)).slice(0, mostEvidence);
  const others = (cause?.candidates ?? []).map(({ failure, text, ruledOut }) => {
    const also = `or${failure === null ? '' : ` (${failure})`}: ${text}`;
    return `- ${markdownText(ruledOut === null ? also : `${also}; ruled out: ${ruledOut}`)}`;
  });
  return [
    `**${markdownText(summary)}**`,
    [markdownText(causeText(cause)), ...others].filter((line) => line !== '').join('\n'),
    markdownText(nextStepText(nextStep)),
    shown.map(({ id, title }) => `- ${markdownText(`${id}: ${title}`)}`).join('\n'),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}
