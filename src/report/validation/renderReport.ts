import { markdownCode, markdownTable, markdownText } from '../markdownText.ts';
import { deploymentSection } from './deploymentSection.ts';
import type { ValidationReport } from './reportSchema.ts';
import { writeSection } from './section.ts';
import { lastSections, sections } from './sections.ts';
import { appendices } from './appendices.ts';
import { evidenceText } from './template.ts';

/** The data file that a report stands on, for its last line. */
export interface DataFile {
  readonly name: string;
  readonly sha256: string;
}

/** The JSON beside a report. */
export function renderReportJson(report: ValidationReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/**
 * A validation report in Markdown. Whatever it says of the deployment ends with the ids of the evidence for it; what has none
 * is listed as not tested.
 */
export function renderReport(report: ValidationReport, dataFile: DataFile): string {
  const middle = sections.map((section) => writeSection(section, report));
  const last = lastSections.map((section) => writeSection(section, report));
  const omitted = [...middle, ...last].flatMap((each) => each.omitted);
  return [
    ...header(report),
    ...summary(report),
    ...scope(report, omitted),
    ...deploymentSection(report),
    // A section that only holds others has no lines of its own.
    ...middle.flatMap(({ lines }, at) =>
      sections[at]!.parts.length === 0 ? [sections[at]!.title, ''] : lines,
    ),
    ...business(report),
    ...last.flatMap(({ lines }) => lines),
    ...recommendations(report),
    ...waivers(report),
    '## 18 Conclusion',
    '',
    `- ${statusText(report)}`,
    '',
    ...appendices(report),
    ...footer(report, dataFile),
  ].join('\n');
}

/** The verdict with what it stands on; the words are those of the rules. */
function statusText({ verdict, counts }: ValidationReport): string {
  const decided = verdict.reasons[0]?.evidence ?? [];
  const stands = decided.length > 0 ? decided : counts.evidence;
  return `**${verdict.title}** (scope ${verdict.scope}) – ${markdownText(verdict.sentence)} ${evidenceText(stands)}`.trimEnd();
}

function header(report: ValidationReport): string[] {
  const { meta, target, waivers: waived } = report;
  const said = (name: string, value: ValidationReport['meta']['issue']): string[] =>
    value === null
      ? []
      : [
          `**${name}:** ${markdownText(value.value)} (source: ${value.source}) ${evidenceText(value.evidence)}  `,
        ];
  return [
    `# ${meta.issue === null ? '' : `${markdownText(meta.issue.value)} – `}Staging Deployment Validation Report`,
    '',
    `**Created:** ${meta.created_at}  `,
    ...said('Issue', meta.issue),
    ...said('Phase', meta.phase),
    ...(target === null
      ? []
      : [
          `**Deployment target:** ${markdownText(target.label)} (${target.environment}) ${evidenceText(target.evidence)}  `,
        ]),
    `**Status:** ${statusText(report)}  `,
    ...waived.map(
      ({ criterion, who, why }) =>
        `**Waiver:** ${criterion}, accepted by ${markdownText(who)}: ${markdownText(why)}  `,
    ),
    `**Validator:** ${meta.tool.name} ${meta.tool.version}  `,
    ...said('Operator', meta.operator),
    ...said('Commit', meta.commit),
    ...said('Branch', meta.branch),
    '',
  ];
}

function summary({ verdict, counts, findings, target }: ValidationReport): string[] {
  const grave = findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
  const reasons = verdict.reasons.filter(({ evidence }) => evidence.length > 0);
  const open = verdict.reasons.filter(({ evidence }) => evidence.length === 0);
  const name = (reason: ValidationReport['verdict']['reasons'][number]): string =>
    reason.title === null ? '' : `${reason.title}: `;
  return [
    '## 1 Executive summary',
    '',
    ...(counts.executed === 0 || target === null
      ? []
      : [
          `- Of the probes of scope ${verdict.scope}: ${counts.pass} PASS, ${counts.warn} WARN, ${counts.fail} FAIL, ${counts.inconclusive} INCONCLUSIVE, ${counts.skipped} SKIPPED ${evidenceText(counts.evidence)}`,
        ]),
    ...reasons.map(
      (each) =>
        `- ${each.verdict.toUpperCase()} – ${name(each)}${markdownText(each.text)} ${evidenceText(each.evidence)}`,
    ),
    ...open.map((each) => `- Not tested – ${name(each)}${markdownText(each.text)}`),
    ...grave.map(
      ({ id, severity, title: what, evidence }) =>
        `- ${id} (${severity}) ${markdownText(what)} ${evidenceText(evidence)}`,
    ),
    '',
  ];
}

/** What stands behind which answer, and everything that has none, by reason. */
function scope(
  { steps, not_tested }: ValidationReport,
  omitted: readonly { readonly item: string; readonly reason: string }[],
): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { item, reason } of [...not_tested, ...omitted])
    byReason.set(reason, (byReason.get(reason) ?? new Set()).add(item));
  return [
    '## 2 What was and was not tested',
    '',
    ...markdownTable(
      ['probe', 'mandatory', 'status', 'evidence'],
      steps.map(({ title: name, mandatory, status, evidence }) => [
        name,
        mandatory ? 'yes' : 'no',
        status.toUpperCase().replace('-', ' '),
        evidenceText(evidence) || '–',
      ]),
      'words',
    ),
    '',
    ...(byReason.size === 0 ? [] : ['Not tested:', '']),
    ...[...byReason].map(
      ([reason, items]) => `- ${[...items].map(markdownText).join(', ')} – ${markdownText(reason)}`,
    ),
    '',
  ];
}

/** Words of the author, marked as such; where nothing was executed there is nothing that they could be about. */
function business({ meta, counts }: ValidationReport): string[] {
  const text = meta.business_text;
  return [
    '## 13 Business impact',
    '',
    ...(text === null
      ? ['Not tested – no text was supplied']
      : counts.executed === 0
        ? ['Not tested – the text that was supplied is left out, since nothing was executed']
        : [
            'Supplied by the author, and not checked:',
            '',
            `> ${markdownText(text.value)} ${evidenceText(text.evidence)}`,
          ]),
    '',
  ];
}

function recommendations({ findings }: ValidationReport): string[] {
  const steps = new Map<string, string[]>();
  for (const { next_step, evidence } of findings)
    if (next_step !== null) steps.set(next_step, [...(steps.get(next_step) ?? []), ...evidence]);
  return [
    '## 16 Recommendations',
    '',
    ...(steps.size === 0 ? ['Not tested – no finding asks for a step'] : []),
    ...[...steps].map(
      ([step, evidence]) => `- ${markdownText(step)} ${evidenceText([...new Set(evidence)])}`,
    ),
    '',
  ];
}

function waivers({ waivers: all, verdict }: ValidationReport): string[] {
  return [
    '## 17 Waivers',
    '',
    ...(all.length === 0 ? ['None.'] : []),
    ...all.map(({ criterion, who, why }) => {
      const used = verdict.reasons.find(
        ({ probe, verdict: word }) => probe === criterion && word === 'waived',
      );
      return `- ${criterion}, by ${markdownText(who)}: ${markdownText(why)}${used ? ` ${evidenceText(used.evidence)}` : ' (not needed)'}`;
    }),
    '',
  ];
}

function footer({ meta, target, report_id }: ValidationReport, { name, sha256 }: DataFile): string[] {
  return [
    '---',
    '',
    `Generated ${meta.created_at}${target === null ? '' : `; ${target.environment}, ${markdownCode(target.api_url)}`}; report ${markdownCode(report_id)}; data ${markdownCode(name)}, SHA-256 ${markdownCode(sha256)}`,
    '',
  ];
}
