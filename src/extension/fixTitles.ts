import type { FixOffer } from '../project/protocol.ts';

/** How much of a reason fits into the menu of code actions, in characters. */
const longest = 110;

/** What a fix is called in the menu: one that may change the behaviour cannot be taken for one that does not. */
export function fixTitle({ kind, title, reason }: Pick<FixOffer, 'kind' | 'title' | 'reason'>): string {
  switch (kind) {
    case 'safe':
      return title;
    case 'repair':
      return `${title} (repairs what fails today)`;
    case 'unsafe':
      return `Suggestion: ${title} (may change behavior${reason === null ? '' : `: ${shortened(reason)}`})`;
    case 'none':
      return 'Why is there no fix?';
  }
}

function shortened(reason: string): string {
  return reason.length <= longest ? reason : `${reason.slice(0, longest - 1).trimEnd()}…`;
}

/**
 * Which offers an editor may apply without being asked which: the safe one, or the repair where nothing is safe.
 * A suggestion never is.
 */
export function preferredKind(offers: readonly Pick<FixOffer, 'kind'>[]): 'safe' | 'repair' | undefined {
  if (offers.some(({ kind }) => kind === 'safe')) return 'safe';
  return offers.some(({ kind }) => kind === 'repair') ? 'repair' : undefined;
}
