import { isCounted, type Violation } from '../engine/violation.ts';
import { renderAbsent } from './baselineText.ts';
import { byFile } from './grouping.ts';
import { countViolations, type ScanCounts, type ScanResult } from './scanResult.ts';
import { nestedLines } from './nestedText.ts';
import { lineText, placeText } from './place.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** What `scan` prints for people: by file, then the counts. Silent about what is suppressed, except in the counts. */
export function renderText(result: ScanResult, style: Style): string {
  const blocks = [...byFile(result.violations.filter(isCounted))].map(([file, violations]) =>
    fileBlock(file, violations, style),
  );
  const errors = result.parseErrors.map(
    ({ file, line, cell, message }) =>
      `${style.bold(printable(file))}:${cell ? lineText({ range: cell.range, cell }) : line}: ${style.yellow('not read in full')}: ${message}`,
  );
  const absent = result.baseline ? renderAbsent(result.baseline.file, result.baseline.absent, style) : '';
  const parts = [...blocks, errors.join('\n'), absent, summary(result, style)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function fileBlock(file: string, violations: readonly Violation[], style: Style): string {
  const places = violations.map(placeText);
  const width = Math.max(...places.map((place) => place.length));
  const lines = violations.flatMap((violation, index) => [
    `  ${style.dim(places[index]!.padStart(width))}  ${severity(violation, style)}  ${violation.message}  ${style.dim(violation.ruleId)}`,
    `  ${' '.repeat(width)}  ${fixLine(violation, style)}`,
  ]);
  return [style.bold(printable(file)), ...lines].join('\n');
}

function severity({ severity: level }: Violation, style: Style): string {
  return level === 'error'
    ? style.red('error')
    : level === 'warning'
      ? style.yellow('warning')
      : style.cyan('info');
}

function fixLine({ fix, reason }: Violation, style: Style): string {
  switch (fix.kind) {
    case 'safe':
      return style.green(`safe fix: ${fix.title}`);
    case 'repair':
      return style.green(`repair: ${fix.title}`);
    case 'unsafe':
      return style.yellow(`suggestion: ${fix.title}`) + style.dim(reason ? ` (${reason})` : '');
    case 'none':
      return style.dim(`no fix: ${reason ?? 'none is known'}`);
  }
}

function summary(result: ScanResult, style: Style): string {
  const counts = countViolations(result.violations);
  const files = `${result.filesAnalyzed} of ${result.filesSeen} files analyzed in ${(result.durationMs / 1000).toFixed(2)} s`;
  const aside = [
    ...(counts.intentional > 0 ? [`${counts.intentional} intentional`] : []),
    ...(counts.suppressed > 0 ? [`${counts.suppressed} suppressed`] : []),
    ...(counts.baselined > 0 ? [`${counts.baselined} in the baseline`] : []),
  ];
  const head =
    counts.violations === 0
      ? style.green('No violations.')
      : style.bold(`${counts.violations} ${counts.violations === 1 ? 'violation' : 'violations'}`);
  return [
    `${head}${aside.length > 0 ? ` (${aside.join(', ')})` : ''} ${style.dim(files)}`,
    ...(counts.violations > 0 ? [byRule(counts), byFix(counts)] : []),
    ...nestedLines(result.nested).map(style.yellow),
  ].join('\n');
}

function byRule({ byRule: rules }: ScanCounts): string {
  return Object.entries(rules)
    .sort(([, a], [, b]) => b - a)
    .map(([rule, count]) => `${count} ${rule}`)
    .join(', ');
}

function byFix({ byFix: fixes }: ScanCounts): string {
  return `fixes: ${fixes.safe} safe, ${fixes.repair} repairs, ${fixes.unsafe} suggestions; ${fixes.none} without a fix`;
}
