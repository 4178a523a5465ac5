import type { ProbeResult } from '../../livecheck/protocol.ts';
import type { ValidationReport } from './reportSchema.ts';

/** What became of connections that should be refused. */
export function refusals(results: readonly ProbeResult[]): ValidationReport['auth']['negative'] {
  const expected = 'refused with 401, 403 or 1008';
  const observed = (each: {
    outcome: string;
    status: number | null;
    closeCode: number | null;
    userShown: string | null;
  }): string =>
    each.outcome === 'accepted'
      ? `accepted${each.userShown === null ? '' : ` as ${each.userShown}`}`
      : each.closeCode !== null
        ? `closed with ${each.closeCode}`
        : each.status !== null
          ? `HTTP ${each.status}`
          : 'no answer';
  return results.flatMap(({ data, verdict, evidence }) =>
    data?.kind === 'auth-none'
      ? [{ case: 'no token', expected, observed: observed(data), result: verdict, evidence: [...evidence] }]
      : data?.kind === 'refusals'
        ? data.cases.map((each) => ({
            case: each.token,
            expected,
            observed: observed(each),
            result: each.outcome === 'accepted' ? ('fail' as const) : verdict,
            evidence: [...evidence],
          }))
        : [],
  );
}

type Level = NonNullable<ValidationReport['auth']['level']>;
interface Observed {
  readonly evidence: string[];
}

const starts: readonly (readonly [start: string, level: Level['value']])[] = [
  ['demo-use', 'demo'],
  ['relaxed_', 'relaxed'],
  ['emergenc', 'emergency'],
];

/**
 * The level that the user shown gives away, in a reply before the welcome. A user who is the one asked for does not: a
 * permissive level shows that one too. Null where no user was shown at all.
 */
export function levelOf(
  identity: (Observed & { readonly observed: string | null }) | null,
  welcome: (Observed & { readonly userShown: string | null }) | null,
): Level | null {
  const observed = identity?.observed ?? welcome?.userShown ?? null;
  const evidence = (identity?.observed == null ? welcome : identity)?.evidence;
  if (observed === null || evidence === undefined) return null;
  const value = starts.find(([start]) => observed.startsWith(start))?.[1] ?? 'unknown';
  const source =
    value === 'unknown' ? 'the user shown does not tell' : `the server shows the user ${observed}`;
  return { value, source, evidence };
}
