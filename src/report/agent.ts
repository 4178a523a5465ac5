import { grouped } from '../engine/grouped.ts';
import { isCounted, type Violation, type ViolationItem } from '../engine/violation.ts';
import { counted } from './counted.ts';
import { byFile } from './grouping.ts';
import { byImportance } from './importance.ts';
import { lineText } from './place.ts';
import { countViolations, type ScanResult } from './scanResult.ts';

export interface AgentOptions {
  /** The command line that fixes what was scanned, without `--repair`; undefined where there is none. */
  readonly fixCommand: string | undefined;
  /** The command line that explains a place, up to the place; undefined where there is none. */
  readonly explainCommand: string | undefined;
  /** The folder that was scanned, from where the commands run; empty where that is the same. */
  readonly folder: string;
}

/** The longest report, in UTF-16 code units: some five thousand tokens. */
const limit = 20_000;

/** `scan --format agent`: what a coding agent needs to go on, in few tokens. What does not fit is counted. */
export function renderAgent(
  result: ScanResult,
  { fixCommand, explainCommand, folder }: AgentOptions,
): string {
  const place = (file: string): string => oneLine(folder === '' ? file : `${folder}/${file}`);
  const counting = result.violations.filter(isCounted);
  const { byFix } = countViolations(counting);
  const files = byFile(byImportance(counting));
  const lines = [
    counting.length === 0
      ? 'no violations'
      : `${counted(counting.length, 'violation')} in ${counted(files.size, 'file')}: ` +
        `${byFix.safe} safe, ${byFix.repair} repair, ${byFix.unsafe} unsafe, ${byFix.none} none`,
    ...(fixCommand !== undefined && byFix.safe + byFix.repair > 0
      ? [
          `fix safe${byFix.repair > 0 ? ' and repair' : ''}: ${fixCommand}${byFix.repair > 0 ? ' --repair' : ''}`,
        ]
      : []),
    ...(counting.length > 0 && explainCommand !== undefined ? [`why: ${explainCommand} FILE:LINE`] : []),
  ];
  const blocks = [
    ...result.parseErrors.map(({ file, line, message }) => ({
      lines: [`${place(file)}:${line} not read in full: ${oneLine(message)}`],
      violations: 0,
    })),
    ...[...files].map(([file, violations]) => ({
      lines: [place(file), ...fileLines(violations)],
      violations: violations.length,
    })),
  ];
  let left = limit - lines.join('\n').length - 80;
  const shown = blocks.findIndex((block) => (left -= block.lines.join('\n').length + 1) < 0);
  const rest = shown < 0 ? [] : blocks.slice(shown);
  lines.push(...blocks.slice(0, blocks.length - rest.length).flatMap((block) => block.lines));
  if (rest.length > 0) {
    const violations = rest.reduce((sum, each) => sum + each.violations, 0);
    lines.push(`… ${violations} more in ${counted(rest.length, 'file')}: scan single paths to see them`);
  }
  return `${lines.join('\n')}\n`;
}

/** Equal ones of a file on one line, with all their line numbers. */
function fileLines(violations: readonly Violation[]): string[] {
  return [...grouped(violations, whatOf)].map(([what, equal]) => `${equal.map(lineText).join(',')} ${what}`);
}

function whatOf({ ruleId, names, module, fix, reason, items }: Violation): string {
  const from = module === '' || ruleId === 'direct-construction' ? '' : ` from ${module}`;
  const targets = fix.kind === 'none' ? [] : new Set(items.map(targetOf));
  const to = [...targets].join(', ');
  const why = fix.kind === 'none' && reason !== null ? `: ${oneLine(reason)}` : '';
  return `${ruleId} ${names.join(',')}${from}${to === '' ? '' : ` -> ${to}`} [${fix.kind}${why}]`.replace(
    / {2,}/g,
    ' ',
  );
}

/** Where a name should come from: its module, with the name where it is another one there. */
function targetOf({ name, to = '' }: ViolationItem): string {
  return to.endsWith(`.${name}`) ? to.slice(0, -name.length - 1) : to;
}

const longest = 160;

function oneLine(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
