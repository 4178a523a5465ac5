import { renderReport } from '../../../../src/report/validation/renderReport.ts';
import { built, inputOf } from './recording.ts';

/** The report of a run in Markdown. */
export const markdownOf = (...args: Parameters<typeof inputOf>): string =>
  renderReport(built(inputOf(...args)), { name: 'report.json', sha256: 'f00d' });

/** The lines of a section, without its title. */
export function sectionOf(markdown: string, title: string): string {
  const start = markdown.indexOf(`${title}\n`);
  if (start < 0) throw new Error(`there is no ${title}`);
  const rest = markdown.slice(start + title.length);
  const end = rest.search(/\n#{2,3} |\n---\n/u);
  return rest.slice(0, end < 0 ? undefined : end).trim();
}
