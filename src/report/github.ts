import { grouped } from '../engine/grouped.ts';
import { isCounted, type Violation } from '../engine/violation.ts';
import { counted } from './counted.ts';
import { fixText } from './fixText.ts';
import { byImportance } from './importance.ts';
import { lineText, placeText } from './place.ts';
import type { ScanResult } from './scanResult.ts';
import { workflowCommand, type Annotation } from './workflowCommand.ts';

/** GitHub shows so many annotations of a level that one step makes, and drops the others without a word. */
const mostOfALevel = 10;

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * `scan --format github`: annotations for the lines of a pull request. Where there are more than GitHub shows, those of
 * one rule in one file are taken together, and what is left after that is counted in a last one.
 */
export function renderGithub(result: ScanResult): string {
  const counting = result.violations.filter(isCounted);
  const annotations = (['error', 'warning', 'info'] as const).flatMap((severity) => [
    ...annotationsFor(
      result,
      counting.filter((each) => each.severity === severity),
      // What could not be read is a warning too, and has its place among them.
      severity === 'warning' ? unreadAnnotations(result) : [],
    ),
  ]);
  const lines = [...annotations.map(workflowCommand), counted(counting.length, 'violation')];
  return `${lines.join('\n')}\n`;
}

function annotationsFor(
  result: ScanResult,
  violations: readonly Violation[],
  others: readonly Annotation[],
): Annotation[] {
  const places = mostOfALevel - Math.min(others.length, 1);
  const told = others.length > 1 ? [withRest(others)] : [...others];
  if (violations.length <= places)
    return [...byImportance(violations).map((each) => annotationOf(result, [each])), ...told];
  const groups = [
    ...grouped(byImportance(violations), ({ file, ruleId }) => `${ruleId}\0${file}`).values(),
  ].sort((a, b) => b.length - a.length);
  if (groups.length <= places) return [...groups.map((group) => annotationOf(result, group)), ...told];
  const shown = groups.slice(0, places - 1);
  const rest = groups.slice(places - 1).flat();
  return [...shown.map((group) => annotationOf(result, group)), restOf(rest), ...told];
}

/** One annotation for violations of one rule in one file, at the first. */
function annotationOf({ pathInRepository }: ScanResult, group: readonly Violation[]): Annotation {
  const inOrder = [...group].sort((a, b) => a.range.start.line - b.range.start.line);
  const first = inOrder[0]!;
  const { file, range, ruleId, severity, message } = first;
  const { start, end } = range;
  return {
    level: levels[severity],
    title: group.length === 1 ? ruleId : `${ruleId} (${group.length} in this file)`,
    message: group.length === 1 ? `${cellText(first)}${message}\n${fixText(first)}` : listText(inOrder),
    place: {
      file: `${pathInRepository}${file}`,
      line: start.line,
      endLine: end.line,
      ...(start.line === end.line && { columns: { start: start.column, end: end.column } }),
    },
  };
}

/** So many lines of one annotation are read; the others are in the job's summary and in the log. */
const mostLines = 20;

function listText(violations: readonly Violation[]): string {
  const shown = violations.slice(0, mostLines).map((each) => `${lineText(each)}: ${each.message}`);
  const rest = violations.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}

function restOf(violations: readonly Violation[]): Annotation {
  const byRule = [...grouped(violations, ({ ruleId }) => ruleId)];
  const files = new Set(violations.map(({ file }) => file)).size;
  return {
    level: levels[violations[0]!.severity],
    title: `${violations.length} more in ${counted(files, 'file')}`,
    message: [
      ...byRule.map(([rule, group]) => `${group.length} ${rule}`),
      'GitHub shows no more annotations of this kind; the job summary has more of them, `ssot scan` all.',
    ].join('\n'),
  };
}

function unreadAnnotations({ pathInRepository, parseErrors }: ScanResult): Annotation[] {
  return parseErrors.map(({ file, line, cell, message }) => ({
    level: 'warning',
    title: 'not read in full',
    message: cell ? `cell ${cell.index}: ${message}` : message,
    place: { file: `${pathInRepository}${file}`, line, endLine: line },
  }));
}

function withRest(annotations: readonly Annotation[]): Annotation {
  const [first, ...others] = annotations;
  const places = others
    .slice(0, mostLines)
    .map(({ place, message }) => `${place!.file}:${place!.line}: ${message}`);
  const rest = others.length - places.length;
  return {
    ...first!,
    title: `${annotations.length} places were not read in full`,
    message: [first!.message, ...places, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'),
  };
}

function cellText(violation: Violation): string {
  return violation.cell ? `${placeText(violation)}: ` : '';
}
