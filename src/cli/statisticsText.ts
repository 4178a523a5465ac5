import { verdictTitles } from '../livecheck/protocol.ts';
import type { RunRecord } from '../livecheck/runRecord.ts';
import { statisticsOf, type RunStatistics } from '../livecheck/statistics.ts';
import { distributions, percent } from '../report/live/statisticsRows.ts';

/** More runs than these nobody reads one by one; the counts below have all of them. */
const listedRuns = 20;

/** What several runs against one target add up to, under the gravest of them. */
export function statisticsText(
  runs: readonly RunRecord[],
  paintStatus: (run: RunRecord) => string,
  duration: (ms: number) => string,
): string {
  const statistics = statisticsOf(runs);
  const { passed, successRate } = statistics;
  const more = runs.length > listedRuns ? [`  and ${runs.length - listedRuns} more`] : [];
  return [
    `${passed} of ${runs.length} runs passed (${percent(successRate)}); the gravest is shown above`,
    ...runs
      .slice(0, listedRuns)
      .map((run, index) => `  ${index + 1}  ${paintStatus(run)}  ${duration(run.durationMs)}`),
    ...more,
    ...countLines(statistics),
    ...timeLines(statistics),
    '',
  ].join('\n');
}

function countLines({ verdicts, handshakes, closeCodes }: RunStatistics): string[] {
  const closes = closeCodes.map(
    ({ code, name, sockets, byServer }) =>
      `${code} ${name} ${sockets}${byServer === 0 ? '' : ` (${byServer} by the server)`}`,
  );
  return [
    `verdicts     ${verdicts.map(({ status, runs }) => `${verdictTitles[status]} ${runs}`).join(', ')}`,
    `handshakes   ${handshakes.opened} of ${handshakes.tried} opened`,
    `close codes  ${closes.join(', ') || 'none'}`,
  ];
}

function timeLines(statistics: RunStatistics): string[] {
  const rows = distributions(statistics);
  const width = Math.max(0, ...rows.map(({ title }) => title.length));
  return rows.map(
    ({ title, samples, p50, p95, max }) =>
      `${title.padEnd(width)}  p50 ${p50} ms, p95 ${p95} ms, max ${max} ms (${samples} measured)`,
  );
}
