import type { Evidence } from '../../livecheck/observations.ts';
import { worst } from '../../livecheck/probeContext.ts';
import { probes, type ProbeResult } from '../../livecheck/protocol.ts';
import type { CheckDocument } from './checkDocument.ts';
import { evidenceLimits, inconclusive, limitsOf } from './limits.ts';

/**
 * The results of a check as far as what it observed bears them out. A verdict that its own data contradict is replaced by the
 * graver one, with a sentence of ours; one that nothing recorded stands behind is inconclusive. A verdict never gets better.
 */
export function soundResults(check: CheckDocument): readonly ProbeResult[] {
  const known = new Map(check.evidence.map((each) => [each.id, each]));
  const corrected = check.results.map((result) => withObservedEvents(result, known));
  const isIdentityProven = corrected.some(
    ({ data, verdict }) => data?.kind === 'identity' && data.match === 'full' && verdict === 'pass',
  );
  return [...corrected.map(sound), ...lacking(check)];

  function sound(result: ProbeResult): ProbeResult {
    // A welcome can come while the probe before has its turn: then only the finding names the frame.
    const named = [...result.evidence, ...result.findings.flatMap((each) => each.evidence)];
    const evidence = [...new Set(named)].filter((id) => known.has(id)).sort(byNumber);
    const kept = {
      ...result,
      evidence,
      findings: result.findings.map((each) => ({
        ...each,
        evidence: each.evidence.filter((id) => known.has(id)),
      })),
    };
    if (result.verdict === 'skipped') return kept;
    const limits = [
      ...(evidence.length === 0 ? [inconclusive('nothing that was recorded stands behind it')] : []),
      ...(result.data === null ? [] : limitsOf(result.data, isIdentityProven)),
      ...evidenceLimits(
        result,
        evidence.map((id) => known.get(id)!),
        check.target.loopback,
      ),
    ];
    const verdict = worst([result.verdict, ...limits.map((each) => each.verdict)]);
    if (verdict === result.verdict) return kept;
    const why = limits
      .filter((each) => each.verdict === verdict)
      .map((each) => each.why)
      .join('; ');
    return { ...kept, verdict, summary: why, findings: [{ verdict, text: why, evidence }] };
  }
}

const byNumber = (a: string, b: string): number => Number(a.slice(2)) - Number(b.slice(2));

/** The probes of the scope that the check neither answers nor lists, as skipped: what is left out must not look like a pass. */
function lacking({ scope, results, notTested }: CheckDocument): readonly ProbeResult[] {
  const asked = probes.filter((each) => scope === 'full' || each.scope === 'connection');
  return asked.flatMap(({ id, scope: own }) => {
    const listed = notTested.find(({ probe }) => probe === id);
    // In the scope that promises the least, all that it promises counts; beyond it the rules of the verdict read the list.
    if (
      results.some(({ probe }) => probe === id) ||
      (listed !== undefined && (scope === 'full' || own === 'full'))
    )
      return [];
    return [
      {
        probe: id,
        verdict: 'skipped',
        summary: listed?.reason ?? 'the check does not hold it',
        findings: [],
        cause: null,
        nextStep: null,
        evidence: [],
        startedMs: 0,
        durationMs: 0,
        data: null,
      },
    ];
  });
}

/** Only a received message whose own type is the event's is that event; a list of capabilities in a welcome is none. */
function withObservedEvents(result: ProbeResult, known: ReadonlyMap<string, Evidence>): ProbeResult {
  const { data } = result;
  if (data?.kind !== 'events') return result;
  const seen = data.events.filter(({ name, form, evidence }) => {
    const item = known.get(evidence);
    // What came before the request, the welcome above all, answers nothing.
    if (item?.probe !== 'events' || item.detail.kind !== 'frame' || item.detail.direction !== 'received')
      return false;
    return item.detail.type === name || form === 'V3';
  });
  const names = new Set(seen.map(({ name }) => name));
  const all = [...new Set([...data.received, ...data.missing, ...agentEvents])];
  const missing = all.filter((name) => !names.has(name));
  return { ...result, data: { ...data, events: seen, received: [...names], missing, score: names.size } };
}

const agentEvents = [
  'agent_started',
  'agent_thinking',
  'tool_executing',
  'tool_completed',
  'agent_completed',
];
