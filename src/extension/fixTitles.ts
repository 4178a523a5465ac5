import type { FixOffer } from '../project/protocol.ts';

/** What a fix is called in the menu: one that may change the behaviour cannot be taken for one that does not. */
export function fixTitle({ kind, title, reason }: Pick<FixOffer, 'kind' | 'title' | 'reason'>): string {
  switch (kind) {
    case 'safe':
      return title;
    case 'repair':
      return `${title} (repairs what fails today)`;
    case 'unsafe':
      return `Suggestion: ${title} (may change behavior${reason === null ? '' : `: ${headOf(reason)}`})`;
    case 'none':
      return 'Why is there no fix?';
  }
}

/** A reason up to its details: the menu has room for one clause, and another action tells the rest. */
function headOf(reason: string): string {
  return reason.split(/[:;] |, (?=and |so |where |which )/, 1)[0] ?? reason;
}

/**
 * Which offers an editor may apply without being asked which: the safe one, or the repair where nothing is safe.
 * A suggestion never is.
 */
export function preferredKind(offers: readonly Pick<FixOffer, 'kind'>[]): 'safe' | 'repair' | undefined {
  if (offers.some(({ kind }) => kind === 'safe')) return 'safe';
  return offers.some(({ kind }) => kind === 'repair') ? 'repair' : undefined;
}
