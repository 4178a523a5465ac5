import type { History } from '../history.ts';
import { renderBurnDown } from '../burnDown.ts';
import { renderReport, renderReportJson } from './renderReport.ts';
import type { ValidationReport } from './reportSchema.ts';

/** A file to be written, with its name alone. */
export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/** The name of a report's files without what they end in: of `a.md`, and of `a.json`, it is `a`. */
export const stemOf = (name: string): string => name.replace(/\.(?:md|json)$/iu, '');
export const markdownName = (stem: string): string => `${stem}.md`;
export const dataName = (stem: string): string => `${stem}.json`;
export const burnDownName = (stem: string): string => `${stem}.burn-down.svg`;

/** A name for a report that sorts by time. @param createdAt ISO 8601 */
export const reportName = (createdAt: string): string =>
  `validation-report-${createdAt.replace(/\.\d+/u, '').replaceAll(':', '-')}`;

/**
 * The files of a report, the Markdown last: it names the hash of the data beside it.
 *
 * @param sha256 of a text in UTF-8, in hexadecimal
 */
export function reportFiles(
  report: ValidationReport,
  history: History | null,
  stem: string,
  sha256: (text: string) => string,
): readonly ReportFile[] {
  const data = { name: dataName(stem), text: renderReportJson(report) };
  return [
    ...(history === null ? [] : [{ name: burnDownName(stem), text: renderBurnDown(history) }]),
    data,
    { name: markdownName(stem), text: renderReport(report, { name: data.name, sha256: sha256(data.text) }) },
  ];
}
