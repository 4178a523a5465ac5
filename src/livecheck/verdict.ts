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

const waivable: ReadonlySet<ProbeId> = new Set(['auth-none', 'auth-bad', 'auth-expired']);

const isMandatory = (id: ProbeId): boolean => probes.some((each) => each.id === id && each.mandatory);
/** Whether a verdict of this scope says something about a probe, so that one which is lacking has to show in it. */
const isPromised = (id: ProbeId, scope: Scope): boolean =>
  probes.some((each) => each.id === id && each.mandatory && (scope === 'full' || each.scope === scope));
const titleOf = (id: ProbeId): string => probes.find((each) => each.id === id)?.title ?? id;

/**
 * Computes the verdict from what was recorded, by these rules (FAILED over INCONCLUSIVE over PARTIAL over warnings):
 *
 * 1. A probe that fails makes the run FAILED. That holds for identity too: a socket that is somebody else's proves nothing
 *    for the user who was asked for. Two exceptions: a named waiver for a permissive backend, which shows as PASSED WITH
 *    WAIVER, and missing agent events, which are PARTIAL as long as `agent_completed` is not among them.
 * 2. A mandatory probe that is inconclusive makes it INCONCLUSIVE; so does a run in which nothing was executed.
 * 3. A mandatory probe that was skipped, is outside what was tested, or was not reached makes it PARTIAL.
 * 4. Warnings, and optional probes without an answer, make it PASSED WITH WARNINGS.
 * 5. PASSED only where every mandatory probe of the scope passed.
 *
 * A probe outside of what was tested is listed as not tested. A mandatory one of the scope makes the run PARTIAL; the scope
 * `connection` promises nothing about those of `full`, and its verdict names the scope.
 */
export function computeVerdict(input: VerdictInput): Verdict {
  const weighed = [
    ...input.results.map((result) => weigh(result, input.waivers)),
    ...input.notTested.filter(({ probe }) => isPromised(probe, input.scope)).map(lacking),
  ];
  const counts = countVerdicts(input.results);
  const executed = counts.pass + counts.warn + counts.fail + counts.inconclusive;
  if (executed === 0) weighed.push(['inconclusive', reason(null, 'not-tested', 'nothing was executed', [])]);
  else if (input.cancelled)
    weighed.push([
      'partial',
      reason(null, 'not-tested', `cancelled after ${executed} of ${input.results.length} probes`, []),
    ]);

  const status = precedence.find((each) => weighed.some(([effect]) => effect === each)) ?? 'passed';
  const reasons = precedence
    .filter((each) => each !== 'passed')
    .flatMap((each) => weighed.filter(([effect]) => effect === each).map(([, why]) => why));
  return {
    status,
    scope: input.scope,
    sentence: sentenceOf(status, input, reasons),
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

const lacking = ({ probe, reason: why }: NotTested): Weighed => [
  'partial',
  reason(probe, 'not-tested', why, []),
];

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
      return [mandatory ? 'partial' : 'passed-with-warnings', because];
    case 'inconclusive':
      return [mandatory ? 'inconclusive' : 'passed-with-warnings', because];
    case 'fail': {
      const waiver = waivable.has(probe) ? waivers.find((each) => each.probe === probe) : undefined;
      if (waiver !== undefined)
        return [
          'passed-with-waiver',
          reason(probe, 'waived', `${summary}; accepted by ${waiver.who}: ${waiver.why}`, evidence),
        ];
      return [isOnlyIncomplete(result) ? 'partial' : 'failed', because];
    }
  }
}

/** Events are missing and that is all: the run ended, and nothing that came was somebody else's. */
const isOnlyIncomplete = ({ data }: ProbeResult): boolean =>
  data?.kind === 'events' &&
  !data.missing.includes('agent_completed') &&
  data.events.every(({ userMatches }) => userMatches !== false);

export function countVerdicts(results: readonly ProbeResult[]): Record<ProbeVerdict, number> {
  const counts: Record<ProbeVerdict, number> = { pass: 0, warn: 0, fail: 0, skipped: 0, inconclusive: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** The sentence holds what the data hold: a status word, what decided, and how much of the scope was not answered. */
function sentenceOf(status: VerdictStatus, input: VerdictInput, reasons: readonly VerdictReason[]): string {
  const total = input.results.length;
  const scope = `scope ${input.scope}`;
  const gravest = reasons[0];
  const named =
    gravest === undefined
      ? ''
      : `${gravest.probe === null ? '' : `${titleOf(gravest.probe)}: `}${gravest.text}`;
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : '';
  switch (status) {
    case 'passed':
      return `All ${total} probes of ${scope} passed.`;
    case 'passed-with-warnings':
      return `No probe of ${scope} failed; ${named}${more}.`;
    case 'passed-with-waiver':
      return `With a waiver, no probe of ${scope} failed; ${named}${more}.`;
    case 'partial':
      return `Not all of ${scope} is answered; ${named}${more}.`;
    case 'inconclusive':
      return `Nothing can be said for ${scope}; ${named}${more}.`;
    case 'failed':
      return `${titleOf(gravest?.probe ?? 'health')} failed in ${scope}: ${gravest?.text ?? ''}${more}.`;
  }
}
