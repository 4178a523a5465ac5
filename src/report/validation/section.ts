import { markdownTable, markdownText } from '../markdownText.ts';
import type { ValidationReport } from './reportSchema.ts';
import { evidenceText, fill, valueAt, type Template } from './template.ts';

/** One sentence of a report, or the rows of a table, bound to data and to the evidence of it. */
export type Part =
  | {
      readonly kind: 'claim';
      /** What it is about, for the list of what was not tested. */
      readonly item: string;
      readonly text: Template;
      /** Where the ids of its evidence stand; without one it is not written. */
      readonly evidence: string;
      readonly whyNot: WhyNot;
    }
  | {
      readonly kind: 'table';
      readonly item: string;
      /** Where the rows stand; each has `evidence` of its own. */
      readonly rows: string;
      readonly columns: readonly (readonly [title: string, cell: Template])[];
      readonly most?: number;
      /** What having no rows means, where probes were executed: an answer, and not that something was not tested. */
      readonly none?: string;
      readonly whyNot: WhyNot;
    };

export type WhyNot = (report: ValidationReport) => string;

export interface Section {
  readonly title: string;
  readonly parts: readonly Part[];
}

export interface WrittenSection {
  readonly lines: readonly string[];
  /** The parts without data, each with why. */
  readonly omitted: readonly { readonly item: string; readonly reason: string }[];
}

/** Writes a section; one without any data says so, and never prose. */
export function writeSection({ title, parts }: Section, report: ValidationReport): WrittenSection {
  const lines: string[] = [];
  const omitted: { item: string; reason: string }[] = [];
  for (const part of parts) {
    const written = part.kind === 'claim' ? claim(part, report) : table(part, report);
    if (
      written.length === 0 &&
      part.kind === 'table' &&
      part.none !== undefined &&
      report.counts.executed > 0
    )
      lines.push(`${part.none} ${evidenceText(report.counts.evidence)}`);
    else if (written.length === 0) omitted.push({ item: part.item, reason: part.whyNot(report) });
    // Sentences follow each other; a table stands alone.
    if (part.kind === 'table' && lines.length > 0 && written.length > 0) lines.push('');
    lines.push(...written);
    if (part.kind === 'table' && written.length > 0) lines.push('');
  }
  const nothing =
    lines.length === 0 ? [`Not tested – ${markdownText(omitted[0]?.reason ?? 'nothing was recorded')}`] : [];
  return { lines: [title, '', ...lines, ...nothing, ...(lines.at(-1) === '' ? [] : [''])], omitted };
}

function claim({ text, evidence }: Extract<Part, { kind: 'claim' }>, report: ValidationReport): string[] {
  const ids = valueAt(report, evidence);
  const filled = fill(text, report);
  return filled.ok && isIds(ids) ? [`- ${filled.text} ${evidenceText(ids)}`] : [];
}

function table(
  { rows, columns, most = 60 }: Extract<Part, { kind: 'table' }>,
  report: ValidationReport,
): string[] {
  const all = valueAt(report, rows);
  if (!Array.isArray(all)) return [];
  const cells = all.flatMap((row: unknown) => {
    const ids = valueAt(row, 'evidence');
    const texts = columns.flatMap(([, cell]) => {
      const filled = fill(cell, row, true);
      return filled.ok ? [filled.text] : [];
    });
    if (texts.length !== columns.length) return [];
    if (isIds(ids)) return [[...texts, evidenceText(ids)]];
    // That something was not tested is the one thing that needs no evidence.
    return isUntested(valueAt(row, 'result')) ? [[...texts, '–']] : [];
  });
  if (cells.length === 0) return [];
  return [
    ...markdownTable([...columns.map(([title]) => title), 'evidence'], cells.slice(0, most), 'words'),
    ...(cells.length > most ? ['', `and ${cells.length - most} more, in the data file`] : []),
  ];
}

const isUntested = (result: unknown): boolean => result === 'not-tested' || result === 'skipped';
const isIds = (value: unknown): value is readonly string[] => Array.isArray(value) && value.length > 0;
