import { markdownText } from '../markdownText.ts';
import type { ValidationReport } from './reportSchema.ts';
import { writeSection, type Section } from './section.ts';

const recorded: readonly Section[] = [
  {
    title: '## Appendix A: frames, redacted',
    parts: [
      {
        kind: 'table',
        item: 'Frames',
        rows: 'ws.frames',
        columns: [
          ['direction', '{direction}'],
          ['at', '{t_ms|ms}'],
          ['opcode', '{opcode}'],
          ['type', '{type|orDash}'],
          ['bytes', '{size}'],
          ['body', '{body|code}'],
        ],
        most: 100,
        whyNot: () => 'no frame was recorded',
      },
    ],
  },
  {
    title: '## Appendix B: HTTP exchanges',
    parts: [
      {
        kind: 'table',
        item: 'HTTP exchanges',
        rows: 'http',
        columns: [
          ['method', '{method}'],
          ['URL', '{url|code}'],
          ['HTTP', '{status}'],
          ['time', '{ms|msOrDash}'],
          ['body', '{body|code}'],
        ],
        most: 50,
        whyNot: () => 'no exchange was recorded',
      },
    ],
  },
];

/** What was recorded, and from where; of evidence that is neither frame nor exchange the list. */
export function appendices(report: ValidationReport): string[] {
  const { client, evidence } = report;
  const others = evidence.filter(({ detail }) => detail?.['kind'] !== 'frame' && detail?.['kind'] !== 'http');
  return [
    ...recorded.flatMap((section) => writeSection(section, report).lines),
    '## Appendix C: environment',
    '',
    `${markdownText(client.os)}; ${markdownText(client.runtime)}; time zone ${markdownText(client.locale_tz)}; clock ${client.clock_skew_s === null ? 'not compared' : `${client.clock_skew_s} s ahead of the server`}`,
    '',
    '## Appendix D: evidence from elsewhere',
    '',
    ...others.map(({ id, source, title }) => `- [${id}] ${source}: ${markdownText(title)}`),
    '',
  ];
}
