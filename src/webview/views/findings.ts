import type { RunView } from '../../livecheck/panelProtocol.ts';
import type { Cause, ProbeId, ProbeResult, ProbeVerdict } from '../../livecheck/protocol.ts';

/** A probe that did not pass: what was seen, why that may be, and what to do. */
export interface FindingView {
  readonly probe: ProbeId;
  readonly title: string;
  readonly verdict: Graded;
  readonly text: string;
  readonly cause: Cause | null;
  readonly nextStep: string | null;
  /** What it stands on; never more than a reader would follow. */
  readonly evidence: readonly string[];
}

export interface FindingsView {
  /** The gravest first; among those alike, in the order of the probes. */
  readonly findings: readonly FindingView[];
  /** Probes that were not asked, each because of another one. */
  readonly skipped: readonly { readonly probe: ProbeId; readonly title: string }[];
}

type Graded = Exclude<ProbeVerdict, 'pass' | 'skipped'>;
const grades: readonly Graded[] = ['fail', 'inconclusive', 'warn'];
const mostEvidence = 6;

/** Everything of a run that is not a pass. Nothing while it goes on: there is more to come. */
export function findingsOf(run: RunView | null): FindingsView {
  if (run === null || run.state === 'running') return { findings: [], skipped: [] };
  const ended = run.rungs.flatMap(({ probe, result }) => (result === null ? [] : [{ probe, result }]));
  return {
    findings: grades.flatMap((grade) =>
      ended
        .filter(({ result }) => result.verdict === grade)
        .map(({ probe, result }) => ({
          probe: probe.id,
          title: probe.title,
          verdict: grade,
          text: result.summary,
          cause: result.cause,
          nextStep: result.nextStep,
          evidence: evidenceOf(result),
        })),
    ),
    skipped: ended
      .filter(({ result }) => result.verdict === 'skipped')
      .map(({ probe: { id, title } }) => ({ probe: id, title })),
  };
}

/** That of the statements which are as grave as the result, or else all that there is. */
function evidenceOf({ verdict, findings, evidence }: ProbeResult): readonly string[] {
  const decisive = findings.filter((each) => each.verdict === verdict).flatMap((each) => each.evidence);
  return [...new Set(decisive.length > 0 ? decisive : evidence)].slice(0, mostEvidence);
}
