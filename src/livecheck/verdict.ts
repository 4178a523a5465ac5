import {
  probes,
  type NotTested,
  type ProbeId,
  type ProbeResult,
  type ProbeVerdict,
  type Scope,
  type Verdict,
  type VerdictReason,
  type VerdictStatus,
  type Waiver,
} from './protocol.ts';
import { limitedByIdentity, provesIdentity } from './identityLimit.ts';
import { verdictSentence } from './verdictSentence.ts';

export interface VerdictInput {
  readonly scope: Scope;
  readonly results: readonly ProbeResult[];
  readonly notTested: readonly NotTested[];
  readonly waivers: readonly Waiver[];
  readonly cancelled: boolean;
}

/** What one probe, or one that is lacking, does to the verdict. The order is that of precedence, the gravest first. */
const precedence = [
  'failed',
  'inconclusive',
  'partial',
  'passed-with-waiver',
  'passed-with-warnings',
  'passed',
] as const;

/** The probes whose failure somebody may accept by name: a bad token, or none, was let in. */
export const waivable: ReadonlySet<ProbeId> = new Set(['auth-none', 'auth-bad', 'auth-expired']);

/** Looks at what is on this machine already: it says nothing about the backend. */
const offline: ReadonlySet<ProbeId> = new Set(['jwt']);

/** The failure of the catalogue that stands for the check itself: nothing was learned about the backend. */
export const checkFailed = 'F27';

const isMandatory = (id: ProbeId): boolean => probes.some((each) => each.id === id && each.mandatory);

/**
 * Computes the verdict from what was recorded, by these rules (FAILED over INCONCLUSIVE over PARTIAL over warnings):
 *
 * 1. A probe that fails makes the run FAILED, identity and the optional ones too: a socket that is somebody else's proves
 *    nothing for the user who was asked for.
 * 2. Of these, a bad token that is accepted can be waived: by name, with a reason, it shows as PASSED WITH WAIVER.
 * 3. Without a proven identity, isolation and the refusals are inconclusive at best.
 * 4. Missing agent events are PARTIAL as long as `agent_completed` is not among them.
 * 5. Warnings, and optional probes that are inconclusive, make it PASSED WITH WARNINGS.
 * 6. A mandatory probe that is inconclusive makes it INCONCLUSIVE; one that was skipped, is outside what was tested, or has
 *    no result at all makes it PARTIAL, and so does a run that was cancelled. An optional one that was skipped is listed with
 *    the results, and that is all.
 * 7. A run in which nothing was asked of the backend, or in which the check itself failed in any probe, is INCONCLUSIVE.
 * 8. PASSED only where every mandatory probe of the scope passed.
 *
 * A probe outside of the scope is listed as not tested: the scope `connection` promises nothing about those of `full`, and its
 * verdict names the scope.
 */
export function computeVerdict(input: VerdictInput): Verdict {
  const isProven = provesIdentity(input.results);
  const results = input.results.map((each) => limitedByIdentity(each, isProven));
  const counts = countVerdicts(results);
  const weighed = [
    ...results.map((result) => weigh(result, input.waivers)),
    ...lackingOf(input),
    ...endOf(input, results),
  ];
  const status = precedence.find((each) => weighed.some(([effect]) => effect === each)) ?? 'passed';
  const reasons = precedence
    .filter((each) => each !== 'passed')
    .flatMap((each) => weighed.filter(([effect]) => effect === each).map(([, why]) => why));
  return {
    status,
    scope: input.scope,
    sentence: verdictSentence(status, input.scope, results, reasons),
    reasons,
    notTested: input.notTested,
    counts,
  };
}

/** Whether `a` is the graver of two verdicts. */
export const isGraver = (a: VerdictStatus, b: VerdictStatus): boolean =>
  precedence.indexOf(a) < precedence.indexOf(b);

/** Whether a process that ends with this verdict succeeded. */
export const isPass = (status: VerdictStatus): boolean =>
  status === 'passed' || status === 'passed-with-warnings';

type Weighed = readonly [effect: VerdictStatus, reason: VerdictReason];

const reason = (
  probe: ProbeId | null,
  verdict: VerdictReason['verdict'],
  text: string,
  evidence: readonly string[],
): VerdictReason => ({ probe, verdict, text, evidence });

function weigh(result: ProbeResult, waivers: readonly Waiver[]): Weighed {
  const { probe, verdict, summary, evidence } = result;
  const because = reason(probe, verdict, summary, evidence);
  const mandatory = isMandatory(probe);
  switch (verdict) {
    case 'pass':
      return ['passed', because];
    case 'warn':
      return ['passed-with-warnings', because];
    case 'skipped':
      return [mandatory ? 'partial' : 'passed', because];
    case 'inconclusive':
      return [mandatory || isCrash(result) ? 'inconclusive' : 'passed-with-warnings', because];
    case 'fail': {
      const waiver = waiverFor(probe, waivers);
      if (waiver === undefined) return [isOnlyIncomplete(result) ? 'partial' : 'failed', because];
      const accepted = `${summary}; accepted by ${waiver.who}: ${waiver.why}`;
      return ['passed-with-waiver', reason(probe, 'waived', accepted, evidence)];
    }
  }
}

/** Nobody's decision for no reason is none. */
const waiverFor = (probe: ProbeId, waivers: readonly Waiver[]): Waiver | undefined =>
  waivable.has(probe)
    ? waivers.find((each) => each.probe === probe && each.who.trim() !== '' && each.why.trim() !== '')
    : undefined;

/** The check itself failed in this probe. */
export const isCrash = ({ cause }: ProbeResult): boolean => cause?.failure === checkFailed;

/** Events are missing and that is all: the run ended, and nothing that came was somebody else's. */
const isOnlyIncomplete = ({ data }: ProbeResult): boolean =>
  data?.kind === 'events' &&
  data.missing.length > 0 &&
  !data.missing.includes('agent_completed') &&
  data.events.every(({ userMatches }) => userMatches !== false);

/** What the scope promises and the run has no result of. */
function lackingOf({ scope, results, notTested }: VerdictInput): Weighed[] {
  return probes
    .filter((each) => each.mandatory && (scope === 'full' || each.scope === scope))
    .filter(({ id }) => !results.some(({ probe }) => probe === id))
    .map(({ id }) => {
      const why = notTested.find(({ probe }) => probe === id)?.reason ?? 'there is no result of it';
      return ['partial', reason(id, 'not-tested', why, [])];
    });
}

/** What the end of the run does to its verdict: that it came before the backend was asked anything, or before its time. */
function endOf({ cancelled }: VerdictInput, results: readonly ProbeResult[]): Weighed[] {
  const executed = executedOf(results);
  if (askedNothing(results))
    return [['inconclusive', reason(null, 'not-tested', 'nothing was executed against the backend', [])]];
  const early = `cancelled after ${executed.length} of ${results.length} probes`;
  return cancelled ? [['partial', reason(null, 'not-tested', early, [])]] : [];
}

const executedOf = (results: readonly ProbeResult[]): readonly ProbeResult[] =>
  results.filter(({ verdict }) => verdict !== 'skipped');

/** Whether the backend was asked nothing at all. */
export const askedNothing = (results: readonly ProbeResult[]): boolean =>
  executedOf(results).every(({ probe }) => offline.has(probe));

export function countVerdicts(results: readonly ProbeResult[]): Record<ProbeVerdict, number> {
  const counts: Record<ProbeVerdict, number> = { pass: 0, warn: 0, fail: 0, skipped: 0, inconclusive: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}
