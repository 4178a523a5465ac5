import type { BaselineEntry } from '../engine/baseline/entry.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

const shownEntries = 20;

/** The entries of a baseline that are not there any more, for people. Empty where there is none. */
export function renderAbsent(file: string, absent: readonly BaselineEntry[], style: Style): string {
  if (absent.length === 0) return '';
  const lines = absent
    .slice(0, shownEntries)
    .map(
      ({ file: place, ruleId, names }) => `  ${printable(place)}  ${names.join(', ')}  ${style.dim(ruleId)}`,
    );
  const more = absent.length - lines.length;
  const are = absent.length === 1 ? '1 entry is' : `${absent.length} entries are`;
  return [
    `${style.bold(file)}: ${are} gone: ${style.cyan('ssot baseline prune')} takes them out`,
    ...lines,
    ...(more > 0 ? [style.dim(`  and ${more} more`)] : []),
  ].join('\n');
}
