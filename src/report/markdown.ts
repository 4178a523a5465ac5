import { isCounted, type Violation } from '../engine/violation.ts';
import type { BaseViolation } from './baseReport.ts';
import { counted } from './counted.ts';
import type { Difference } from './difference.ts';
import { fixText } from './fixText.ts';
import { byImportance } from './importance.ts';
import { markdownCode, markdownTable, markdownText } from './markdownText.ts';
import { lineText, placeText } from './place.ts';
import { uriPath } from './uriPath.ts';
import { countViolations, type ScanResult } from './scanResult.ts';

export interface MarkdownOptions {
  /** Where files are shown, such as `https://github.com/OWNER/REPO/blob/COMMIT`. */
  readonly links?: string;
  /** The longest document, as `size` measures it. */
  readonly limit: number;
  readonly size: (text: string) => number;
}

/** GitHub takes so many characters in a comment. */
export const commentLimit = 65_536;

/** `scan --format markdown`: for a pull request or a job's summary. What does not fit is counted. */
export function renderMarkdown(result: ScanResult, options: MarkdownOptions): string {
  const { difference } = result;
  const head = [`## SSOT: ${headline(result)}`, '', summary(result), '', ...tables(result)];
  const sections = difference
    ? [
        section('New', 200, byImportance(difference.added), (each) => item(result, each, options)),
        section('Fixed', 50, difference.fixed, fixedItem),
      ]
    : [
        section('What to look at first', 50, byImportance(result.violations.filter(isCounted)), (each) =>
          item(result, each, options),
        ),
      ];
  const unread = section('Not read in full', 50, result.parseErrors, (error) => {
    const place = error.cell ? lineText({ range: error.cell.range, cell: error.cell }) : String(error.line);
    return `- ${markdownCode(`${error.file}:${place}`)} ${markdownText(error.message)}`;
  });
  return fitted(head, [...sections, unread], options);
}

interface Section {
  readonly title: string;
  /** As many as anybody reads, the first ones first. */
  readonly items: readonly string[];
  /** How many there are. */
  readonly total: number;
}

function section<T>(title: string, most: number, things: readonly T[], write: (thing: T) => string): Section {
  return {
    title: `${title} (${things.length})`,
    items: things.slice(0, most).map(write),
    total: things.length,
  };
}

/** Items of all sections, the first sections first, as far as the limit goes. */
function fitted(
  head: readonly string[],
  sections: readonly Section[],
  { limit, size }: MarkdownOptions,
): string {
  const lines = [...head];
  // A line that says how many are left out fits always.
  let left =
    limit - size(`${lines.join('\n')}\n`) - sections.length * size('\n### \n\n- … and 1000000 more\n');
  for (const { title, items, total } of sections) {
    left -= size(title);
    if (items.length === 0 || left < 0) continue;
    let shown = 0;
    while (shown < items.length && left >= size(`${items[shown]!}\n`)) left -= size(`${items[shown++]!}\n`);
    lines.push('', `### ${title}`, '', ...items.slice(0, shown));
    if (shown < total) lines.push(`- … and ${total - shown} more`);
  }
  return `${lines.join('\n')}\n`;
}

function headline({ violations, difference }: ScanResult): string {
  if (difference)
    return `${counted(difference.added.length, 'new violation')}, ${difference.fixed.length} fixed`;
  const count = countViolations(violations).violations;
  return count === 0 ? 'no violations' : counted(count, 'violation');
}

function summary(result: ScanResult): string {
  const { violations, intentional, suppressed, baselined, byFix } = countViolations(result.violations);
  const { difference, filesAnalyzed, filesSeen } = result;
  const sentences = [
    `**${counted(violations, 'violation')}**${difference ? ` (${counted(difference.unchanged, 'unchanged one')})` : ''}: ` +
      `${byFix.safe} safe, ${counted(byFix.repair, 'repair')}, ${counted(byFix.unsafe, 'suggestion')}, ${byFix.none} without a fix.`,
    ...(difference && difference.silenced > 0
      ? [`${difference.silenced} that counted are suppressed or intentional now.`]
      : []),
    `${intentional} intentional, ${suppressed} suppressed${result.baseline ? `, ${baselined} in the baseline` : ''}; ${filesAnalyzed} of ${filesSeen} files analyzed.`,
  ];
  return sentences.join(' ');
}

function tables({ violations, phases, difference }: ScanResult): string[] {
  const { byRule, byPhase } = countViolations(violations);
  const fixedRules = (difference?.fixed ?? []).map(({ ruleId }) => ruleId);
  const rules = [...new Set([...Object.keys(byRule), ...fixedRules])].slice(0, mostRows);
  if (rules.length === 0) return [];
  const row = (name: string, now: number, changes: Changes): string[] => [
    name,
    String(now),
    ...(difference ? [String(changes.added), String(changes.fixed)] : []),
  ];
  const columns = difference ? ['now', 'new', 'fixed'] : ['violations'];
  return [
    ...markdownTable(
      ['rule', ...columns],
      rules.map((id) =>
        row(
          markdownCode(id),
          byRule[id] ?? 0,
          changesOf(difference, (each) => each.ruleId === id),
        ),
      ),
    ),
    ...(phases.length === 0
      ? []
      : [
          '',
          ...markdownTable(
            ['phase', ...columns],
            phases.slice(0, mostRows).map(({ id, title }) =>
              row(
                markdownText(`${id} ${title}`),
                byPhase[id] ?? 0,
                changesOf(difference, (each) => each.phase === id),
              ),
            ),
          ),
        ]),
  ];
}

/** However long their titles, so many rows of two tables fit into a comment. */
const mostRows = 20;

interface Changes {
  readonly added: number;
  readonly fixed: number;
}

function changesOf(
  difference: Difference | undefined,
  isMeant: (violation: Pick<BaseViolation, 'ruleId' | 'phase'>) => boolean,
): Changes {
  return {
    added: difference?.added.filter(isMeant).length ?? 0,
    fixed: difference?.fixed.filter(isMeant).length ?? 0,
  };
}

function item({ pathInRepository }: ScanResult, violation: Violation, { links }: MarkdownOptions): string {
  const { file, ruleId, message, range, severity } = violation;
  const shown = markdownCode(`${file}:${placeText(violation)}`);
  const path = uriPath(`${pathInRepository}${file}`);
  const place =
    links === undefined ? shown : `[${shown}](<${links.replace(/\/$/, '')}/${path}#L${range.start.line}>)`;
  return `- ${place} ${severity} ${markdownCode(ruleId)}: ${markdownText(message)} _${markdownText(fixText(violation))}_`;
}

function fixedItem({ file, line, ruleId, message }: BaseViolation): string {
  return `- ${markdownCode(`${file}:${line}`)} ${markdownCode(ruleId)}: ${markdownText(message)}`;
}
