import type { FixKind } from '../engine/violation.ts';

/** What a change is called in a menu: one that may change the behavior cannot be taken for one that does not. */
export function titleOf(kind: FixKind, title: string, reason: string | null): string {
  if (kind !== 'unsafe') return title;
  return `${title} (suggestion${reason === null ? '' : `: ${reason}`})`;
}
