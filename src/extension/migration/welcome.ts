import type { SessionState } from '../session.ts';
import { coversNothing } from '../statusText.ts';
import type { Counts } from '../violationStore.ts';

/** Why nothing can be known yet, or nothing is there to be known. */
export type Unready =
  /** No configuration covers anything. */
  | 'unconfigured'
  /** A configuration is there, and nothing was scanned yet. */
  | 'unscanned'
  | 'scanning'
  /** A configuration cannot be used. */
  | 'misconfigured'
  | 'stopped';

/** Why the tree is empty, as the context key `ssot.tree` says it to the manifest's welcome texts. */
export type Emptiness =
  | Unready
  /** Nothing is left to do. */
  | 'done'
  /** Nothing is left but what a baseline knows. */
  | 'baselined'
  /** Something is there, and the filter hides it. */
  | 'filtered';

/** @param isConfigured whether a configuration was found; undefined while it is looked for */
export function emptiness(
  state: SessionState,
  counts: Counts,
  isConfigured: boolean | undefined,
  hasBaselined: boolean,
): Emptiness {
  if (state.kind !== 'stopped' && counts.violations > 0) return 'filtered';
  return unreadiness(state, counts, isConfigured) ?? (hasBaselined ? 'baselined' : 'done');
}

/** Undefined where a scan has ended that covers something. */
export function unreadiness(
  state: SessionState,
  { configurationProblems }: Pick<Counts, 'configurationProblems'>,
  isConfigured: boolean | undefined,
): Unready | undefined {
  if (state.kind === 'stopped') return 'stopped';
  if (state.kind === 'scanning' || isConfigured === undefined) return 'scanning';
  if (configurationProblems > 0) return 'misconfigured';
  if (!isConfigured || (state.kind === 'ready' && state.summary && coversNothing(state.summary)))
    return 'unconfigured';
  return state.kind === 'idle' || !state.summary ? 'unscanned' : undefined;
}
