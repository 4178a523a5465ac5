import type { SessionState } from '../session.ts';
import { coversNothing } from '../statusText.ts';
import type { Counts } from '../violationStore.ts';

/** Why the tree is empty, as the context key `ssot.tree` says it to the manifest's welcome texts. */
export type Emptiness =
  /** No configuration covers anything. */
  | 'unconfigured'
  /** A configuration is there, and nothing was scanned yet. */
  | 'unscanned'
  | 'scanning'
  /** A configuration cannot be used. */
  | 'misconfigured'
  | 'stopped'
  /** Nothing is left to do. */
  | 'done'
  /** Nothing is left but what a baseline knows. */
  | 'baselined'
  /** Something is there, and the filter hides it. */
  | 'filtered';

/** @param isConfigured whether a configuration was found; undefined while it is looked for */
export function emptiness(
  state: SessionState,
  { violations, configurationProblems }: Counts,
  isConfigured: boolean | undefined,
  hasBaselined: boolean,
): Emptiness {
  if (state.kind === 'stopped') return 'stopped';
  if (violations > 0) return 'filtered';
  if (state.kind === 'scanning' || isConfigured === undefined) return 'scanning';
  if (configurationProblems > 0) return 'misconfigured';
  if (!isConfigured || (state.kind === 'ready' && state.summary && coversNothing(state.summary)))
    return 'unconfigured';
  if (state.kind === 'idle' || !state.summary) return 'unscanned';
  return hasBaselined ? 'baselined' : 'done';
}
