import type { Explanation, Trail } from '../engine/explain.ts';
import type { PlaceInFile } from '../engine/placeIn.ts';
import type { Span } from '../engine/text.ts';
import { lineText, placeText } from './place.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** Where a span of a file is, so that a step can be shown by its line. */
export type PlaceOf = (file: string, span: Span) => PlaceInFile;

/** What `explain` prints: for each violation its fix, and for each name both ways, step by step. */
export function renderExplanation(
  explanations: readonly Explanation[],
  placeOf: PlaceOf,
  style: Style,
): string {
  return `${explanations.map((explanation) => block(explanation, placeOf, style)).join('\n\n')}\n`;
}

function block({ violation, names }: Explanation, placeOf: PlaceOf, style: Style): string {
  const { file, message, ruleId, fix, reason, suppressed } = violation;
  const lines = [
    `${style.bold(`${printable(file)}:${placeText(violation)}`)}  ${message}  ${style.dim(ruleId)}`,
    ...(suppressed ? ['  suppressed by a comment'] : []),
    `  ${fix.kind === 'none' ? `no fix: ${reason ?? 'none is known'}` : `${fix.kind === 'unsafe' ? 'suggestion' : fix.kind}: ${fix.title}`}`,
  ];
  for (const { name, today, canonical, kind, why } of names) {
    lines.push('', `  ${style.bold(name)}`, ...trailLines('today', today, placeOf));
    if (canonical) lines.push(...trailLines(canonical.name, canonical, placeOf));
    lines.push(`    so: ${kind === 'none' ? 'no fix' : kind}, ${why}`);
  }
  return lines.join('\n');
}

function trailLines(title: string, { steps, end }: Trail, placeOf: PlaceOf): string[] {
  const shown = steps.map(({ file, span, says }) => `      ${file}:${lineText(placeOf(file, span))} ${says}`);
  return [`    ${title}:`, ...shown, `      ${shown.length > 0 ? 'which is ' : ''}${end}`];
}
