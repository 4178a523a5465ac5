import type { LogSummary } from '../../livecheck/logs/logSummary.ts';
import { probes, type ProbeResult } from '../../livecheck/protocol.ts';
import { tracebackText } from '../logs/logRows.ts';
import type { ValidationReport } from './reportSchema.ts';

type Finding = ValidationReport['findings'][number];
type Unnumbered = Omit<Finding, 'id'>;
const severities: readonly Finding['severity'][] = ['critical', 'high', 'medium', 'low'];

/** What somebody has to look at, the gravest first: of the check, of the log, of both, and where sources disagree. */
export function findingsOf(
  results: readonly ProbeResult[],
  log: LogSummary | null,
  logEvidence: readonly string[],
  links: ValidationReport['links'],
  contradictions: ValidationReport['contradictions'],
): Finding[] {
  const all: Unnumbered[] = [
    ...results.flatMap(ofProbe),
    ...links.map((link) => ofLink(link)),
    ...contradictions.map(({ text, evidence }) => ({
      severity: 'medium' as const,
      failure_ref: null,
      title: text,
      evidence: [...evidence],
      explanation: 'Two sources disagree.',
      next_step: 'Find out which of them is right.',
    })),
    ...(log?.failures ?? []).map(({ failure, text, closesWith1011, sample, nextStep }) => ({
      severity: closesWith1011 ? ('high' as const) : ('medium' as const),
      failure_ref: failure,
      title: `In the log: ${text}`,
      evidence: [...logEvidence],
      explanation: sample,
      next_step: nextStep,
    })),
    ...(log?.tracebacks ?? []).map((traceback) => ({
      severity: 'medium' as const,
      failure_ref: traceback.failure,
      title: `In the log, ${traceback.count} times: ${tracebackText({ ...traceback, failure: null })}`,
      evidence: [...logEvidence],
      explanation: `First in line ${traceback.line} of the log.`,
      next_step: null,
    })),
  ];
  return all
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map((each, at) => ({ id: `F-${at + 1}`, ...each }));
}

/** A probe that could not be asked is no finding: it stands under what was not tested. */
function ofProbe({ probe, verdict, summary, cause, nextStep, evidence }: ProbeResult): Unnumbered[] {
  if (verdict === 'pass' || verdict === 'skipped' || evidence.length === 0) return [];
  const info = probes.find(({ id }) => id === probe);
  const grave = verdict === 'fail';
  const others = (cause?.candidates ?? [])
    .filter(({ ruledOut }) => ruledOut === null)
    .map(({ failure, text }) => `or ${failure === null ? '' : `${failure}: `}${text}`);
  return [
    {
      severity: grave
        ? info?.mandatory === true
          ? 'critical'
          : 'high'
        : verdict === 'inconclusive' && info?.mandatory === true
          ? 'high'
          : 'medium',
      failure_ref: cause?.failure ?? null,
      title: `${info?.title ?? probe}: ${summary}`,
      evidence: [...evidence],
      explanation: cause === null ? 'No known failure has these signs.' : [cause.text, ...others].join('; '),
      next_step: nextStep,
    },
  ];
}

function ofLink({
  what,
  module,
  failure_ref,
  file,
  violations,
  rules,
  evidence,
}: ValidationReport['links'][number]): Unnumbered {
  return {
    severity: 'high',
    failure_ref,
    title: `${what} in ${module}, which still has ${violations === 1 ? '1 violation' : `${violations} violations`} (${rules.join(', ')})`,
    evidence: [...evidence],
    explanation: `The log names the module, and the scan finds ${file}.`,
    next_step: `Fix ${file} first: ssot fix ${file}`,
  };
}
