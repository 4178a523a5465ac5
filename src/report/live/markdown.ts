import {
  verdictTitles,
  type ProbeResult,
  type ProbeVerdict,
  type Verdict,
} from '../../livecheck/protocol.ts';
import type { RunRecord } from '../../livecheck/runRecord.ts';
import { statisticsOf } from '../../livecheck/statistics.ts';
import { markdownCode, markdownTable, markdownText } from '../markdownText.ts';
import { evidenceRange, explained, titleOf } from './explained.ts';
import type { LiveResult } from './liveResult.ts';
import { statisticsTables } from './statisticsMarkdown.ts';

/**
 * `check --format markdown`: for a pull request or a job's summary. The gravest run in full, and what all of them add up to
 * where there were several. It fits into a comment: each text is cut, and there are only so many probes.
 */
export function renderLiveMarkdown({ runs, worst }: LiveResult): string {
  const { verdict, started, results } = worst;
  if (verdict === null || started === null) return '';
  const { target } = started;
  const lines = [
    `## Live check: ${verdictTitles[verdict.status]} (scope ${verdict.scope}${worst.cancelled ? ', cancelled' : ''})`,
    '',
    `**${markdownText(verdict.sentence)}**`,
    '',
    `${markdownText(target.label)}, ${markdownCode(target.apiUrl)}, as ${markdownCode(started.user)}, ${started.startedAt}, ${(worst.durationMs / 1000).toFixed(1)} s.`,
    ...waivers(verdict),
    '',
    ...markdownTable(
      ['probe', 'result', 'observed', 'evidence'],
      results.map((each) => row(each, verdict)),
      'words',
    ),
    ...findings(worst),
    ...notTested(verdict),
    ...(runs.length > 1 ? statisticsTables(statisticsOf(runs)) : []),
  ];
  return `${lines.join('\n')}\n`;
}

const words: Readonly<Record<ProbeVerdict, string>> = {
  pass: 'PASS',
  warn: 'WARN',
  fail: '**FAIL**',
  skipped: 'SKIPPED',
  inconclusive: '**INCONCLUSIVE**',
};

const isWaived = ({ reasons }: Verdict, { probe }: ProbeResult): boolean =>
  reasons.some((each) => each.probe === probe && each.verdict === 'waived');

const row = (result: ProbeResult, verdict: Verdict): string[] => [
  titleOf(result.probe),
  isWaived(verdict, result) ? `${words[result.verdict]} (waived)` : words[result.verdict],
  markdownText(result.summary),
  evidenceRange(result),
];

/** Somebody's decision stands where nobody can miss it. */
const waivers = ({ reasons }: Verdict): string[] =>
  reasons
    .filter((each) => each.verdict === 'waived')
    .flatMap(({ probe, text }) => [
      '',
      `Waived: ${probe === null ? '' : titleOf(probe)}: ${markdownText(text)}`,
    ]);

const toExplain: readonly ProbeVerdict[] = ['fail', 'inconclusive', 'warn'];

/** What somebody has to look at, the gravest first. */
function findings(run: RunRecord): string[] {
  const unwell = toExplain.flatMap((each) => run.results.filter(({ verdict }) => verdict === each));
  if (unwell.length === 0) return [];
  const items = unwell.map((result) => {
    const { title, what, where, cause, candidates, next } = explained(result, run);
    return [
      `- **${title}**: ${markdownText(what)}`,
      `  - Where: ${markdownText(where)}`,
      ...(cause === null ? [] : [`  - Cause: ${markdownText([cause, ...candidates].join('; '))}`]),
      `  - Next: ${markdownText(next)}`,
    ];
  });
  return ['', `### What to do (${unwell.length})`, '', ...items.flat()];
}

function notTested({ notTested: unasked }: Verdict): string[] {
  if (unasked.length === 0) return [];
  const items = unasked.map(({ title, reason }) => `- ${title}: ${markdownText(reason)}`);
  return ['', `### Not tested (${unasked.length})`, '', ...items];
}
