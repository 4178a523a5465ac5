import type { Violation } from '../engine/violation.ts';

/** What can be done about a violation, in one line without colours. */
export function fixText({ fix, reason }: Pick<Violation, 'fix' | 'reason'>): string {
  switch (fix.kind) {
    case 'safe':
      return `safe fix: ${fix.title}`;
    case 'repair':
      return `repair: ${fix.title}`;
    case 'unsafe':
      return `suggestion: ${fix.title}${reason === null ? '' : ` (${reason})`}`;
    case 'none':
      return `no fix: ${reason ?? 'none is known'}`;
  }
}
