import type { Explanation, Trail } from '../engine/explain.ts';
import { positionAt } from '../engine/text.ts';
import type { Style } from './style.ts';

/** Offsets of the line starts of a file, so that a step can be shown by its line. */
export type LineStarts = (file: string) => readonly number[];

/** What `explain` prints: for each violation its fix, and for each name both ways, step by step. */
export function renderExplanation(
  explanations: readonly Explanation[],
  startsOf: LineStarts,
  style: Style,
): string {
  return `${explanations.map((explanation) => block(explanation, startsOf, style)).join('\n\n')}\n`;
}

function block({ violation, names }: Explanation, startsOf: LineStarts, style: Style): string {
  const { file, range, message, ruleId, fix, reason, suppressed } = violation;
  const lines = [
    `${style.bold(`${file}:${range.start.line}:${range.start.column}`)}  ${message}  ${style.dim(ruleId)}`,
    ...(suppressed ? ['  suppressed by a comment'] : []),
    `  ${fix.kind === 'none' ? `no fix: ${reason ?? 'none is known'}` : `${fix.kind === 'unsafe' ? 'suggestion' : fix.kind}: ${fix.title}`}`,
  ];
  for (const { name, today, canonical, kind, why } of names) {
    lines.push('', `  ${style.bold(name)}`, ...trailLines('today', today, startsOf));
    if (canonical) lines.push(...trailLines(canonical.name, canonical, startsOf));
    lines.push(`    so: ${kind === 'none' ? 'no fix' : kind}, ${why}`);
  }
  return lines.join('\n');
}

function trailLines(title: string, { steps, end }: Trail, startsOf: LineStarts): string[] {
  const shown = steps.map(
    ({ file, span, says }) => `      ${file}:${positionAt(startsOf(file), span.start).line} ${says}`,
  );
  return [`    ${title}:`, ...shown, `      ${shown.length > 0 ? 'which is ' : ''}${end}`];
}
