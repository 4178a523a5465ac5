import { probes, type Cause, type ProbeId, type ProbeResult } from '../../livecheck/protocol.ts';
import type { RunRecord } from '../../livecheck/runRecord.ts';

/** One result as a reader needs it who has nothing else before him: what, where, why, and what to do. */
export interface Explained {
  readonly title: string;
  readonly what: string;
  /** The addresses that were asked, and the evidence. */
  readonly where: string;
  /** The known failure and its text; null where there is nothing to explain. */
  readonly cause: string | null;
  /** Other causes, with what rules them out. */
  readonly candidates: readonly string[];
  readonly next: string;
}

/** Explains a result that is no pass. */
export function explained(result: ProbeResult, run: RunRecord): Explained {
  const { probe, summary, cause, nextStep } = result;
  return {
    title: titleOf(probe),
    what: summary,
    where: whereOf(result, run),
    cause: cause === null ? null : named(cause),
    candidates: (cause?.candidates ?? []).map((each) =>
      each.ruledOut === null ? `or ${named(each)}` : `not ${named(each)} (${each.ruledOut})`,
    ),
    next: nextStep ?? 'Look at what was recorded: ssot check --format json has it.',
  };
}

export const titleOf = (id: ProbeId): string => probes.find((each) => each.id === id)?.title ?? id;

const named = ({ failure, text }: Pick<Cause, 'failure' | 'text'>): string =>
  failure === null ? text : `${failure}: ${text}`;

/** More addresses than these say no more. */
const mostAddresses = 3;

function whereOf(result: ProbeResult, { evidence: all, started }: RunRecord): string {
  const evidence = evidenceOf(result);
  const urls = all
    .filter(({ id }) => evidence.includes(id))
    .flatMap(({ detail }) => ('url' in detail ? [detail.url] : []));
  const target = started?.target.apiUrl ?? '';
  if (evidence.length === 0) return target;
  const asked = [...new Set(urls)].slice(0, mostAddresses);
  const addresses = asked.length > 0 ? asked.join(', ') : (socketBefore(evidence[0]!, all) ?? target);
  return `${addresses} (${evidenceRange(result)})`;
}

/** Probes that share a socket have only its frames to show: its address is that of the last upgrade before them. */
function socketBefore(first: string, all: RunRecord['evidence']): string | null {
  const before = all.slice(
    0,
    all.findIndex(({ id }) => id === first),
  );
  const opened = before.findLast(({ detail }) => detail.kind === 'upgrade' && detail.status === 101);
  return opened?.detail.kind === 'upgrade' ? opened.detail.url : null;
}

/**
 * The ids of all that a result stands on, in their order: what the probe recorded, and what it only points to, such as a
 * welcome that came while the probe before had its turn.
 */
export const evidenceOf = ({ evidence, findings }: ProbeResult): readonly string[] =>
  [...new Set([...evidence, ...findings.flatMap((each) => each.evidence)])].sort(
    (a, b) => Number(a.slice(2)) - Number(b.slice(2)),
  );

/** `E-03`, or `E-03..E-07`; empty where there is none. */
export function evidenceRange(result: ProbeResult): string {
  const ids = evidenceOf(result);
  return ids.length <= 1 ? (ids[0] ?? '') : `${ids[0]!}..${ids.at(-1)!}`;
}
