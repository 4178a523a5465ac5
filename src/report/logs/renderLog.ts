import type { LogSummary } from '../../livecheck/logs/logSummary.ts';
import { schemaVersion } from '../json.ts';
import { markdownText } from '../markdownText.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';
import { logHeadline, logSections, seenText } from './logRows.ts';

/** `ssot logs` for people. @param name of the file */
export function renderLogText(log: LogSummary, name: string, style: Style): string {
  return [
    `${style.bold(printable(name))}: ${logHeadline(log)}`,
    '',
    ...logSections(log).flatMap(({ title, rows, nothing }) => [
      style.cyan(title),
      ...(rows.length === 0 ? [style.dim(`  ${nothing}`)] : []),
      ...rows.map(
        ({ text, seen }) =>
          `  ${printable(text)}${seen === null ? '' : `  ${style.dim(`(${seenText(seen)})`)}`}`,
      ),
      '',
    ]),
  ].join('\n');
}

/** `ssot logs --format markdown`. */
export function renderLogMarkdown(log: LogSummary, name: string): string {
  return [
    `## Deployment log ${markdownText(name)}`,
    '',
    `${markdownText(logHeadline(log))}.`,
    '',
    ...logSections(log).flatMap(({ title, rows, nothing }) => [
      `### ${title}`,
      '',
      ...(rows.length === 0 ? [nothing] : []),
      ...rows.map(
        ({ text, seen }) =>
          `- ${markdownText(text)}${seen === null ? '' : ` _(${markdownText(seenText(seen))})_`}`,
      ),
      '',
    ]),
  ].join('\n');
}

/** `ssot logs --format json`. */
export function renderLogJson(log: LogSummary, name: string, toolVersion: string): string {
  const document = {
    schemaVersion,
    tool: { name: 'ssot-migrator', version: toolVersion },
    file: name,
    ...log,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
