import type { ProbeResult, ProbeVerdict, VerdictStatus } from '../livecheck/protocol.ts';
import { verdictTitles } from '../livecheck/protocol.ts';
import type { RunRecord } from '../livecheck/runRecord.ts';
import { redactDeep } from '../livecheck/redact.ts';
import { evidenceRange } from '../report/live/explained.ts';
import { statisticsText } from './statisticsText.ts';

const words: Readonly<Record<ProbeVerdict, string>> = {
  pass: 'PASS',
  warn: 'WARN',
  fail: 'FAIL',
  skipped: 'SKIP',
  inconclusive: 'INCO',
};

const colors = { red: 31, green: 32, yellow: 33, grey: 90, bold: 1 } as const;
type Color = keyof typeof colors;
type Paint = (color: Color, text: string) => string;

const painter =
  (color: boolean): Paint =>
  (name, text) =>
    color ? `\u001b[${colors[name]}m${text}\u001b[0m` : text;

const colorOf: Readonly<Record<ProbeVerdict, Color>> = {
  pass: 'green',
  warn: 'yellow',
  fail: 'red',
  skipped: 'grey',
  inconclusive: 'yellow',
};

/** What a server sent may hold control characters and ones that turn the writing direction; a terminal must not obey them. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');

/** One finished run as text: a line for each probe, what to do about those that are not well, and the verdict. */
export function liveCheckText(run: RunRecord, options: { readonly color: boolean }): string {
  const paint = painter(options.color);
  const safe = redactDeep(run, printable);
  const { started, verdict } = safe;
  if (started === null || verdict === null) return '';
  const titles = new Map(started.probes.map(({ id, title }) => [id, title]));
  const width = Math.max(...[...titles.values()].map((title) => title.length));
  const lines = [
    `Live check of ${started.target.label} (${started.target.apiUrl}), scope ${started.scope}`,
    `User ${started.user}; token ${started.tokenSource}`,
    '',
    ...safe.results.flatMap((result) =>
      probeLines(result, (titles.get(result.probe) ?? result.probe).padEnd(width), paint),
    ),
    '',
  ];
  for (const [reason, names] of groups(verdict.notTested))
    lines.push(`Not tested (${reason}): ${names.join(', ')}`);
  lines.push(
    '',
    `${statusText(verdict.status, paint)} (scope ${verdict.scope}${run.cancelled ? ', cancelled' : ''}) in ${seconds(run.durationMs)}`,
    verdict.sentence,
    '',
  );
  return lines.join('\n');
}

function probeLines(result: ProbeResult, title: string, paint: Paint): string[] {
  const { verdict, cause, nextStep } = result;
  const indent = ' '.repeat(6);
  const evidence = evidenceRange(result);
  const seen = evidence === '' ? '' : `  ${paint('grey', evidence)}`;
  const lines = [`${paint(colorOf[verdict], words[verdict])}  ${title}  ${result.summary}${seen}`];
  if (verdict === 'pass' || verdict === 'skipped') return lines;
  for (const other of result.findings)
    if (other.verdict !== verdict)
      lines.push(`${indent}${words[other.verdict].toLowerCase()}  ${other.text}`);
  if (cause !== null) {
    lines.push(`${indent}cause  ${cause.failure === null ? '' : `${cause.failure}  `}${cause.text}`);
    for (const { failure, text, ruledOut } of cause.candidates)
      lines.push(
        `${indent}  ${ruledOut === null ? 'or' : 'not'}  ${failure === null ? '' : `${failure}  `}${text}${ruledOut === null ? '' : ` (${ruledOut})`}`,
      );
  }
  if (nextStep !== null) lines.push(`${indent}next  ${nextStep}`);
  return lines;
}

/** The lines over several runs against one target. */
export function repeatText(runs: readonly RunRecord[], options: { readonly color: boolean }): string {
  const paint = painter(options.color);
  const status = ({ verdict }: RunRecord): string =>
    verdict === null ? 'refused' : statusText(verdict.status, paint);
  return statisticsText(runs, status, seconds);
}

function statusText(status: VerdictStatus, paint: Paint): string {
  const color = status === 'passed' ? 'green' : status === 'failed' ? 'red' : 'yellow';
  return paint('bold', paint(color, verdictTitles[status]));
}

function groups(
  notTested: readonly { readonly title: string; readonly reason: string }[],
): Map<string, string[]> {
  const byReason = new Map<string, string[]>();
  for (const { title, reason } of notTested) byReason.set(reason, [...(byReason.get(reason) ?? []), title]);
  return byReason;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
