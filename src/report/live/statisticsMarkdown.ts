import { verdictTitles } from '../../livecheck/protocol.ts';
import type { RunStatistics } from '../../livecheck/statistics.ts';
import { markdownTable } from '../markdownText.ts';
import { distributions, percent } from './statisticsRows.ts';

/** What several runs add up to, as tables. */
export function statisticsTables(statistics: RunStatistics): string[] {
  const { runs, passed, successRate, verdicts, handshakes, closeCodes } = statistics;
  return [
    '',
    `### ${runs} runs: ${passed} passed, ${percent(successRate)}`,
    '',
    ...markdownTable(
      ['verdict', 'runs'],
      verdicts.map((each) => [verdictTitles[each.status], String(each.runs)]),
    ),
    '',
    `${handshakes.opened} of ${handshakes.tried} handshakes opened a socket.`,
    ...table(
      ['close code', 'sockets', 'by the server'],
      closeCodes.map(({ code, name, sockets, byServer }) => [
        `${code} ${name}`,
        String(sockets),
        String(byServer),
      ]),
    ),
    ...table(
      ['milliseconds', 'samples', 'p50', 'p95', 'max'],
      distributions(statistics).map(({ title, samples, p50, p95, max }) => [
        title,
        String(samples),
        String(p50),
        String(p95),
        String(max),
      ]),
    ),
  ];
}

/** Nothing where there are no rows. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0 ? [] : ['', ...markdownTable(head, rows)];
