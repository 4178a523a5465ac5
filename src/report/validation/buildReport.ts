import { probes, verdictTitles, type NotTested } from '../../livecheck/protocol.ts';
import { redactLog } from '../../livecheck/logs/redactLog.ts';
import { redactDeep } from '../../livecheck/redact.ts';
import { computeVerdict } from '../../livecheck/verdict.ts';
import { logSections, seenText } from '../logs/logRows.ts';
import { codeFacts, linksOf } from './codeFacts.ts';
import { compareReports } from './compare.ts';
import { contradictionsOf } from './contradictions.ts';
import { deploymentFacts, title } from './deployment.ts';
import { createEvidenceList, type EvidenceList } from './evidenceList.ts';
import { findingsOf } from './findings.ts';
import type { ReportInput } from './input.ts';
import { liveFacts } from './liveFacts.ts';
import { notTestedOf } from './notTested.ts';
import { perfOf } from './perf.ts';
import { reportSchema, type ValidationReport } from './reportSchema.ts';
import { runsOf } from './runs.ts';
import { soundResults } from './soundResults.ts';
import { targetFacts } from './targetFacts.ts';

export type BuiltReport =
  { readonly ok: true; readonly report: ValidationReport } | { readonly ok: false; readonly message: string };

/**
 * The data of a validation report, from what was observed, scanned, logged and said. The verdict is computed here, from
 * observations that bear each other out: a verdict in the check's own file counts for nothing.
 *
 * @returns a message where the check's file holds observations in a form that this version does not know
 */
export function buildReport(input: ReportInput): BuiltReport {
  let built: unknown;
  try {
    // What the check recorded is redacted already; what a user says, or a file that was made by hand, need not be.
    built = redactDeep(assemble(input), redactLog);
  } catch (error) {
    // The observations inside of a check's file are taken in the form that this version writes.
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, message: `the check holds observations in another form: ${error.message}` };
  }
  const read = reportSchema.safeParse(built);
  if (read.success) return { ok: true, report: read.data };
  const { path, message } = read.error.issues[0]!;
  return {
    ok: false,
    message: `the check holds observations in another form: ${path.join('.')}: ${message}`,
  };
}

function assemble(input: ReportInput): ValidationReport {
  const { check, code, log, facts, waivers } = input;
  const document = check.given ? check.value.document : null;
  const evidence = createEvidenceList(document?.evidence ?? []);
  const results = document === null ? [] : soundResults(document);
  const notTested: readonly NotTested[] =
    document === null
      ? probes.map((each) => ({ probe: each.id, title: each.title, reason: check.given ? '' : check.reason }))
      : document.notTested;
  const verdict = computeVerdict({
    scope: document?.scope ?? 'full',
    results,
    notTested,
    waivers,
    cancelled: document?.cancelled ?? false,
  });
  const live = liveFacts(document, results, check.given ? '' : check.reason);
  const runEvidence =
    document === null
      ? []
      : [...evidence.add('live', `the run of the check, from ${check.given ? check.value.name : ''}`)];
  const allRuns =
    document === null || document.runs.length === 0
      ? []
      : [
          ...evidence.add(
            'live',
            `all ${document.runs.length} runs of the check, each with its own evidence, from ${check.given ? check.value.name : ''}`,
          ),
        ];
  const logEvidence = log.given ? [...evidence.add('log', `deployment log ${log.value.name}`)] : [];
  const summary = log.given ? log.value.summary : null;
  const deployment = deploymentFacts(summary, logEvidence, facts, evidence);
  const target =
    document &&
    targetFacts(document, results, live.ws.handshake?.url ?? null, facts.reported_url, runEvidence, evidence);
  const codePart = code.given ? codeFacts(code.value, input.history, summary, evidence) : null;
  const links =
    summary !== null && code.given && codePart !== null
      ? linksOf(summary, code.value.violations, logEvidence, codePart.scan_evidence)
      : [];
  const contradictions = contradictionsOf({ target, deployment, health: live.health });
  const findings = findingsOf(results, summary, logEvidence, links, contradictions);
  const { counts } = verdict;
  const report = {
    schema_version: 1 as const,
    report_id: input.reportId,
    meta: metaOf(input, evidence),
    client: {
      os: input.client.os,
      runtime: input.client.runtime,
      locale_tz: input.client.timeZone,
      clock_skew_s:
        results.flatMap(({ data }) => (data?.kind === 'jwt' ? (data.clockSkewSeconds ?? []) : []))[0] ?? null,
    },
    target,
    deployment,
    ...live,
    runs: document === null ? [] : runsOf(document, waivers, allRuns),
    perf:
      document === null
        ? []
        : perfOf(
            results,
            document.runs.map((run) => run.results),
            document.target.loopback,
            allRuns,
          ),
    code: codePart,
    links,
    logs: log.given ? [logPart(log.value, logEvidence)] : [],
    contradictions,
    findings,
    criteria: live.steps.map(({ id, mandatory, status, evidence: stands }) => ({
      id,
      text: probes.find((each) => each.id === id)!.question,
      mandatory,
      result: status,
      evidence: stands,
    })),
    waivers: waivers.map(({ probe, who, why }) => ({ criterion: probe, who, why })),
    diff: null,
    counts: {
      ...counts,
      executed: counts.pass + counts.warn + counts.fail + counts.inconclusive,
      evidence: runEvidence,
    },
    verdict: {
      status: verdict.status,
      title: verdictTitles[verdict.status],
      scope: verdict.scope,
      sentence: verdict.sentence,
      reasons: verdict.reasons.map(({ probe, verdict: word, text, evidence: stands }) => ({
        probe,
        title: probes.find(({ id }) => id === probe)?.title ?? null,
        verdict: word,
        text,
        evidence: [...stands],
      })),
      blocking: verdict.reasons.filter((each) => each.verdict === 'fail').flatMap(({ probe }) => probe ?? []),
    },
    not_tested: [] as ValidationReport['not_tested'],
    evidence: [] as ValidationReport['evidence'],
  };
  const { baseline } = input;
  const diff = baseline.given
    ? compareReports(baseline.value.report, report, evidence.add('report', `report ${baseline.value.name}`))
    : null;
  const whole: ValidationReport = { ...report, diff, evidence: [...evidence.all()] };
  return { ...whole, not_tested: notTestedOf(whole, input) };
}

function metaOf(
  { createdAt, tool, check, facts, issue, phase }: ReportInput,
  evidence: EvidenceList,
): ValidationReport['meta'] {
  const document = check.given ? check.value.document : null;
  const said = (name: string, value: string | undefined): ValidationReport['meta']['issue'] =>
    value === undefined
      ? null
      : { value, source: 'user', evidence: [...evidence.add('user', `${title(name)}: ${value}`)] };
  return {
    created_at: createdAt,
    started_at: document?.startedAt ?? null,
    ended_at:
      document === null ? null : new Date(Date.parse(document.startedAt) + document.durationMs).toISOString(),
    duration_ms: document?.durationMs ?? null,
    tool: { ...tool },
    operator: said('operator', facts.operator),
    issue: said('issue', issue),
    phase: said('phase', phase),
    commit: said('commit', facts.commit),
    branch: said('branch', facts.branch),
    business_text: said('business', facts.business),
  };
}

type LogPart = ValidationReport['logs'][number];

function logPart(
  { name, summary }: { readonly name: string; readonly summary: Parameters<typeof logSections>[0] },
  evidence: string[],
): LogPart {
  return {
    source: name,
    entries: summary.entries,
    from: summary.from,
    to: summary.to,
    lines: logSections(summary).flatMap(({ title: section, rows }) =>
      rows.map(({ text, seen }) => ({ section, text, seen: seen && seenText(seen), evidence })),
    ),
    names: summary.ssot.classes.map((each) => each.name),
  };
}
